import { compile, current } from "@/lib/schedule/compile";
import type { Definition, Instant, Interval, PersonId } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { DAY } from "./time";
import type { ComputedShift, PersonMap } from "./types";

/** The longest time compared; what a file covers beyond is left out, and `checked` says so. */
export const PROOF_LIMIT = 100 * DAY;

/**
 * About how many shifts are compared at most: a hundred hourly layers are compared for days, not
 * months.
 */
const SHIFT_LIMIT = 20_000;

/** A time in which ours and theirs name different people. Ids sorted; empty means nobody. */
export type Difference = Interval & {
  readonly ours: readonly PersonId[];
  readonly theirs: readonly PersonId[];
};

export type Proof = {
  /** True only when something was checked and nothing differs. */
  readonly equal: boolean;
  /** Null when the file carries no computed shifts. */
  readonly checked: Interval | null;
  readonly differences: readonly Difference[];
};

type Held = Interval & { readonly people: readonly PersonId[] };

/**
 * Compares who is on call by our engine with what the other system computed, to the millisecond,
 * in `window`: the time for which `computed` is complete. Everybody of all tiers counts. `people`
 * renames the computed shifts' source keys as the definition was renamed. Neighbouring times with
 * the same difference are one.
 *
 * @throws RangeError when `zones` does not know a zone of the definition.
 */
export function compareComputed(
  definition: Definition,
  computed: readonly ComputedShift[] | null,
  window: Interval | null,
  zones: Zones,
  people: PersonMap = new Map(),
): Proof {
  if (computed === null || window === null || window.startsAt >= window.endsAt) {
    return { equal: false, checked: null, differences: [] };
  }
  const checked = {
    startsAt: window.startsAt,
    endsAt: Math.min(window.endsAt, window.startsAt + affordable(definition)),
  };
  const ours = compile(current(definition), zones).resolve(checked.startsAt, checked.endsAt);
  const theirs = computed.map((shift) => ({
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    people: [people.get(shift.person) ?? shift.person],
  }));
  const differences = findDifferences(ours, theirs, checked);
  return { equal: differences.length === 0, checked, differences };
}

/** How long a time may be compared, from how often the definition's layers hand over. */
function affordable(definition: Definition): number {
  const perDay = definition.tiers
    .flatMap((tier) => tier.layers)
    .reduce((sum, { rotation: { unit, every }, windows }) => {
      const opened = windows.reduce((days, { days: { length } }) => days + length, 0) / 7;
      return sum + opened + (unit === "hour" ? 24 / every : 1);
    }, 0);
  return perDay === 0 ? PROOF_LIMIT : Math.min(PROOF_LIMIT, Math.ceil(SHIFT_LIMIT / perDay) * DAY);
}

type Change = {
  readonly at: Instant;
  readonly side: "ours" | "theirs";
  readonly person: PersonId;
  readonly by: 1 | -1;
};

function toChanges(
  held: readonly Held[],
  side: Change["side"],
  within: Interval,
): readonly Change[] {
  return held.flatMap(({ startsAt, endsAt, people }) => {
    const from = Math.max(startsAt, within.startsAt);
    const until = Math.min(endsAt, within.endsAt);
    if (from >= until) return [];
    return people.flatMap((person): Change[] => [
      { at: from, side, person, by: 1 },
      { at: until, side, person, by: -1 },
    ]);
  });
}

/** Sweeps over the instants at which anybody begins or ends on either side. */
function findDifferences(
  ours: readonly Held[],
  theirs: readonly Held[],
  within: Interval,
): readonly Difference[] {
  const changes = [...toChanges(ours, "ours", within), ...toChanges(theirs, "theirs", within)];
  changes.sort((a, b) => a.at - b.at);
  const counts = { ours: new Map<PersonId, number>(), theirs: new Map<PersonId, number>() };
  const differences: Difference[] = [];
  let at = within.startsAt;
  for (const change of changes) {
    if (change.at > at) note(differences, { startsAt: at, endsAt: change.at }, counts);
    at = change.at;
    const side = counts[change.side];
    const count = (side.get(change.person) ?? 0) + change.by;
    // Who is gone is forgotten: the cost of a span is who is on call in it, not everybody of the
    // file.
    if (count === 0) side.delete(change.person);
    else side.set(change.person, count);
  }
  if (at < within.endsAt) note(differences, { startsAt: at, endsAt: within.endsAt }, counts);
  return differences;
}

type Counts = Readonly<Record<Change["side"], ReadonlyMap<PersonId, number>>>;

function present(counts: ReadonlyMap<PersonId, unknown>): readonly PersonId[] {
  return [...counts.keys()].sort();
}

/**
 * Adds the span to `differences` if the sides differ in it, joined to the last when it goes on the
 * same.
 */
function note(differences: Difference[], span: Interval, counts: Counts): void {
  const ours = present(counts.ours);
  const theirs = present(counts.theirs);
  if (isSame(ours, theirs)) return;
  const last = differences.at(-1);
  if (last?.endsAt === span.startsAt && isSame(last.ours, ours) && isSame(last.theirs, theirs)) {
    differences[differences.length - 1] = { ...last, endsAt: span.endsAt };
  } else {
    differences.push({ ...span, ours, theirs });
  }
}

function isSame(a: readonly PersonId[], b: readonly PersonId[]): boolean {
  return a.length === b.length && a.every((person, index) => person === b[index]);
}
