import { check, type Facts, type Finding } from "@/lib/schedule/check";
import type { Roster } from "@/lib/schedule/compile";
import { lengthOf, subtract } from "@/lib/schedule/interval";
import type { Definition, Instant, PersonId, TierId } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";

/** Findings of one kind about the same tier and person, as one. */
export type FindingGroup = {
  readonly id: string;
  readonly kind: Finding["kind"];
  readonly tier?: TierId;
  readonly person?: PersonId;
  /** The first of them. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly count: number;
};

type Side = { readonly roster: Roster; readonly definition: Definition };

const keyOf = ({ kind, tier = "", person = "" }: Finding): string => `${kind} ${tier} ${person}`;

/** What is found after the change and was not before it, grouped, the earliest first. */
export function freshFindings(
  before: Side,
  after: Side,
  from: Instant,
  until: Instant,
  zones: Zones,
  facts: Facts,
): readonly FindingGroup[] {
  const had = check(before.roster, before.definition, from, until, zones, facts);
  const groups = new Map<string, FindingGroup>();
  for (const finding of check(after.roster, after.definition, from, until, zones, facts)) {
    const id = keyOf(finding);
    const fresh = subtract(
      [finding],
      had.filter((one) => keyOf(one) === id),
    );
    const [first] = fresh;
    if (!first || lengthOf(fresh) === 0) continue;
    const known = groups.get(id);
    groups.set(
      id,
      known
        ? { ...known, count: known.count + fresh.length }
        : { ...finding, ...first, id, count: fresh.length },
    );
  }
  return [...groups.values()];
}

/** "Nobody is on call in Primary." */
export function findingText(
  { kind, tier, person }: FindingGroup,
  personName: (id: PersonId) => string,
  tierName: (id: TierId) => string,
): string {
  const who = person === undefined ? "Somebody" : personName(person);
  switch (kind) {
    case "gap":
      return `Nobody is on call in ${tier === undefined ? "a tier" : tierName(tier)}.`;
    case "unreachable":
      return `${who} is on call without a way to be reached.`;
    case "left":
      return `${who} is on call and has left.`;
    case "double":
      return `${who} is on call twice at once.`;
    case "time-off":
      return `${who} is on call during time off.`;
    case "rest":
      return `${who} has too little rest between shifts.`;
  }
}
