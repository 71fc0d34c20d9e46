import { defaultLoadRules, type LoadRules } from "./bands";
import type { OnCall, Roster } from "./compile";
import { dutiesOf } from "./duty";
import { intersect, lengthOf, subtract, union } from "./interval";
import { byPerson, load, type PersonLoad } from "./load";
import type { Instant, Interval, PersonId, Shift, TierId, ZoneName } from "./types";
import type { Zones } from "./zone";

/** What a change means to one person. Milliseconds on call in any tier; `after - before` is gained less lost. */
export type PersonChange = {
  readonly person: PersonId;
  readonly before: number;
  readonly after: number;
  readonly gained: readonly Interval[];
  readonly lost: readonly Interval[];
  /** On call before and after, but not in the same tiers. */
  readonly moved: readonly Interval[];
  readonly nightsBefore: number;
  readonly nightsAfter: number;
  readonly weekendsBefore: number;
  readonly weekendsAfter: number;
};

export type Comparison = {
  /** Everybody who is on call before or after, in the order of their ids. */
  readonly people: readonly PersonChange[];
  /** By tier, when other people answer than before; tiers without a change are left out. */
  readonly changed: readonly { readonly tier: TierId; readonly intervals: readonly Interval[] }[];
  /** Who is on call at `from`. */
  readonly atChange: { readonly before: readonly OnCall[]; readonly after: readonly OnCall[] };
};

const inTier = (shifts: readonly Shift[], tier: TierId): Interval[] =>
  union(shifts.filter((shift) => shift.tier === tier));

/** What lies in one of the lists and not in both. */
const unlike = (a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  union([...subtract(a, b), ...subtract(b, a)]);

const toChange = (
  person: PersonId,
  before: readonly Shift[],
  after: readonly Shift[],
  loads: { before: PersonLoad | undefined; after: PersonLoad | undefined },
): PersonChange => {
  const [was, is] = [union(before), union(after)];
  const tiers = [...new Set([...before, ...after].map(({ tier }) => tier))];
  const elsewhere = tiers.flatMap((tier) => unlike(inTier(before, tier), inTier(after, tier)));
  return {
    person,
    before: lengthOf(was),
    after: lengthOf(is),
    gained: subtract(is, was),
    lost: subtract(was, is),
    moved: intersect(union(elsewhere), intersect(was, is)),
    nightsBefore: loads.before?.nights ?? 0,
    nightsAfter: loads.after?.nights ?? 0,
    weekendsBefore: loads.before?.weekends ?? 0,
    weekendsAfter: loads.after?.weekends ?? 0,
  };
};

const changedIn = (
  tier: TierId,
  before: ReadonlyMap<PersonId, readonly Shift[]>,
  after: ReadonlyMap<PersonId, readonly Shift[]>,
) => {
  const people = [...new Set([...before.keys(), ...after.keys()])];
  const intervals = people.flatMap((person) =>
    unlike(inTier(before.get(person) ?? [], tier), inTier(after.get(person) ?? [], tier)),
  );
  return { tier, intervals: union(intervals) };
};

/**
 * The difference between two rosters in `[from, until)`, person by person; nights and weekends are those of
 * `rules`, counted in the named zone. RangeError for an unknown zone.
 */
export const compare = (
  before: Roster,
  after: Roster,
  from: Instant,
  until: Instant,
  zones: Zones,
  zoneName: ZoneName,
  rules: LoadRules = defaultLoadRules,
): Comparison => {
  const zone = zones(zoneName);
  const loadsOf = (shifts: readonly Shift[]) =>
    new Map(
      load(
        dutiesOf(shifts, zone, () => 0),
        rules,
      ).map((one) => [one.person, one]),
    );
  const [was, is] = [before.resolve(from, until), after.resolve(from, until)];
  const [wasBy, isBy] = [byPerson(was), byPerson(is)];
  const [loadsBefore, loadsAfter] = [loadsOf(was), loadsOf(is)];
  const tiers = [...new Set([...was, ...is].map(({ tier }) => tier))];
  return {
    people: [...new Set([...wasBy.keys(), ...isBy.keys()])].sort().map((person) =>
      toChange(person, wasBy.get(person) ?? [], isBy.get(person) ?? [], {
        before: loadsBefore.get(person),
        after: loadsAfter.get(person),
      }),
    ),
    changed: tiers
      .map((tier) => changedIn(tier, wasBy, isBy))
      .filter(({ intervals }) => intervals.length > 0),
    atChange: { before: before.onCallAt(from), after: after.onCallAt(from) },
  };
};
