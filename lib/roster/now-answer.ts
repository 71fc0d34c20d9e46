import { DAY, HOUR } from "@/lib/schedule/calendar";
import { union } from "@/lib/schedule/interval";
import type { Definition, Instant, Interval, PersonId, Shift, Tier } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import { zones } from "@/lib/zones/table";
import type { Published } from "./published";

/** Somebody on call, to the end of the time they hold without a break; `atLeast` when that lies further off. */
export type Holder = {
  readonly person: PersonId;
  readonly until: Instant;
  readonly atLeast: boolean;
};

export type NowTier = {
  readonly id: string;
  readonly name: string;
  /** What holds now, whole, for provenance. */
  readonly shifts: readonly Shift[];
  readonly holders: readonly Holder[];
  /** The next one who is not on call now, when that is within two weeks. */
  readonly next: { readonly startsAt: Instant; readonly people: readonly PersonId[] } | null;
  /** Somebody must be on call here at this moment. */
  readonly mustBeCovered: boolean;
};

/** What one published revision says now. It holds from `at` until `goodUntil`. */
export type NowAnswer = {
  readonly at: Instant;
  readonly goodUntil: Instant;
  readonly tiers: readonly NowTier[];
  /** Each person's first time on call from now on; what has begun included. */
  readonly firsts: ReadonlyMap<PersonId, Interval & { readonly atLeast: boolean }>;
  /** The next instant at which it says something else; null when that is not within two weeks. */
  readonly changesAt: Instant | null;
};

const AHEAD = 60 * DAY;
const SOON = 14 * DAY;
const answers = new WeakMap<Published, NowAnswer>();

/** Each person's times on call, in order, joined where they meet. */
function timesOf(shifts: readonly Shift[]): ReadonlyMap<PersonId, Interval[]> {
  const found = new Map<PersonId, Shift[]>();
  for (const shift of shifts) {
    for (const person of shift.people) {
      const known = found.get(person);
      if (known) known.push(shift);
      else found.set(person, [shift]);
    }
  }
  return new Map([...found].map(([person, held]) => [person, union(held)]));
}

/** Until when the tier's need for cover stays as it is, and whether it must be covered. */
function coverAt(tier: Tier, definition: Definition, at: Instant) {
  if (tier.cover === "always" || tier.cover === "never") {
    return { on: tier.cover === "always", until: Number.POSITIVE_INFINITY };
  }
  return windowsCover(tier.cover, zones(definition.zone)).at(at);
}

function tierAt(
  tier: Tier,
  definition: Definition,
  shifts: readonly Shift[],
  whole: readonly Shift[],
  at: Instant,
): NowTier {
  const own = shifts.filter((shift) => shift.tier === tier.id);
  const held = own.filter((shift) => shift.startsAt <= at && at < shift.endsAt);
  const times = timesOf(own);
  const people = [...new Set(held.flatMap((shift) => shift.people))];
  const next = own.find(
    (shift) => shift.startsAt > at && shift.people.some((person) => !people.includes(person)),
  );
  return {
    id: tier.id,
    name: tier.name,
    shifts: whole.filter((shift) => shift.tier === tier.id),
    holders: people.map((person) => {
      const until = times.get(person)?.[0]?.endsAt ?? at;
      return { person, until, atLeast: until >= at + AHEAD };
    }),
    next:
      next && next.startsAt <= at + SOON ? { startsAt: next.startsAt, people: next.people } : null,
    mustBeCovered: coverAt(tier, definition, at).on,
  };
}

function compute({ revision: { definition }, roster }: Published, at: Instant): NowAnswer {
  const shifts = roster.resolve(at, at + AHEAD);
  const whole = roster.shiftsAt(at);
  const tiers = definition.tiers.map((tier) => tierAt(tier, definition, shifts, whole, at));
  const edges = [
    ...shifts.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...definition.tiers.map((tier) => coverAt(tier, definition, at).until),
  ].filter((edge) => edge > at && edge <= at + SOON);
  const changesAt = edges.length > 0 ? edges.reduce((a, b) => Math.min(a, b)) : null;
  return {
    at,
    // What lies two weeks off comes nearer all the time: an hour of that is let pass.
    goodUntil: Math.min(changesAt ?? Number.POSITIVE_INFINITY, at + HOUR),
    tiers,
    firsts: new Map(
      [...timesOf(shifts)].flatMap(([person, [first]]) =>
        first && first.startsAt <= at + SOON
          ? [[person, { ...first, atLeast: first.endsAt >= at + AHEAD }] as const]
          : [],
      ),
    ),
    changesAt,
  };
}

/** What a published revision says at `at`. Kept as long as it holds: most readers ask in between. */
export function answerAt(published: Published, at: Instant): NowAnswer {
  const known = answers.get(published);
  if (known && known.at <= at && at < known.goodUntil) return known;
  const answer = compute(published, at);
  answers.set(published, answer);
  return answer;
}
