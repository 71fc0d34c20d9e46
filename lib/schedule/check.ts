import type { Roster } from "./compile";
import { gaps } from "./gaps";
import { intersect, union } from "./interval";
import { byPerson } from "./load";
import type { Definition, Instant, Interval, PersonId, Shift, TierId } from "./types";
import type { Zones } from "./zone";

/**
 * Something a reviewer should know.
 *
 * - `gap`: nobody is on call in `tier`.
 * - `unreachable`: `person` is on call in `tier` and has no way to be reached.
 * - `left`: `person` is on call after they have left.
 * - `double`: `person` is on call twice at once, in two tiers or in two shifts of one.
 * - `time-off`: `person` is on call during time off.
 * - `rest`: `person` is off call between two stretches for this long, which is too short.
 */
export type Finding = Interval & {
  readonly kind: "gap" | "unreachable" | "left" | "double" | "time-off" | "rest";
  readonly tier?: TierId;
  readonly person?: PersonId;
};

/** What the roster itself cannot know. */
export type Facts = {
  readonly unreachable: ReadonlySet<PersonId>;
  /** Who has left, and since when; absent: nobody. */
  readonly left?: ReadonlyMap<PersonId, Instant>;
  readonly timeOff: readonly (Interval & { readonly person: PersonId })[];
  /** Zero: no rule. */
  readonly minRestMs: number;
};

const unreachable = (person: PersonId, own: readonly Shift[]): Finding[] =>
  [...new Set(own.map(({ tier }) => tier))].flatMap((tier) =>
    union(own.filter((shift) => shift.tier === tier)).map((interval) => ({
      ...interval,
      kind: "unreachable" as const,
      tier,
      person,
    })),
  );

/** `own` is sorted by start, as `resolve` gives it. */
const doubles = (own: readonly Shift[]): Interval[] => {
  const overlaps: Interval[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const { startsAt, endsAt } of own) {
    overlaps.push({ startsAt, endsAt: Math.min(endsAt, reached) });
    reached = Math.max(reached, endsAt);
  }
  return union(overlaps);
};

const shortRests = (held: readonly Interval[], minRestMs: number): Interval[] =>
  held.slice(1).flatMap((next, i) => {
    const startsAt = held[i]?.endsAt ?? next.startsAt;
    return next.startsAt - startsAt < minRestMs ? [{ startsAt, endsAt: next.startsAt }] : [];
  });

const ofPerson = (person: PersonId, own: readonly Shift[], facts: Facts): Finding[] => {
  const held = union(own);
  const since = facts.left?.get(person) ?? Number.POSITIVE_INFINITY;
  const off = union(facts.timeOff.filter((entry) => entry.person === person));
  const named = (kind: Finding["kind"], intervals: readonly Interval[]): Finding[] =>
    intervals.map((interval) => ({ ...interval, kind, person }));
  return [
    ...(facts.unreachable.has(person) ? unreachable(person, own) : []),
    ...named("left", intersect(held, [{ startsAt: since, endsAt: Number.POSITIVE_INFINITY }])),
    ...named("double", doubles(own)),
    ...named("time-off", intersect(held, off)),
    ...named("rest", shortRests(held, facts.minRestMs)),
  ];
};

/** What is wrong for people in these shifts, person by person; the order of the shifts is that of `resolve`. */
export const personFindings = (shifts: readonly Shift[], facts: Facts): Finding[] =>
  [...byPerson(shifts)].flatMap(([person, own]) => ofPerson(person, own, facts));

/** All findings in `[from, until)`, by start; what lies outside is not looked at, rest before `from` included. */
export const check = (
  roster: Roster,
  definition: Definition,
  from: Instant,
  until: Instant,
  zones: Zones,
  facts: Facts,
): Finding[] =>
  [
    ...gaps(roster, definition, from, until, zones).map((gap) => ({
      ...gap,
      kind: "gap" as const,
    })),
    ...personFindings(roster.resolve(from, until), facts),
  ].sort((a, b) => a.startsAt - b.startsAt);
