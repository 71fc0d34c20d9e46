import { DAY, HOUR, parseDate, weekdayOf } from "./calendar";
import { lengthOf, union } from "./interval";
import type { Instant, Interval, LocalDate, PersonId, Shift } from "./types";
import type { Zone } from "./zone";

/** What being on call comes to for one person. Time in two tiers at once counts once. */
export type PersonLoad = {
  readonly person: PersonId;
  readonly ms: number;
  /** Nights touched, each from 22:00 to 06:00 local time. */
  readonly nights: number;
  /** Saturdays and Sundays touched. */
  readonly weekends: number;
  /** Holidays touched. */
  readonly holidays: number;
  /** Shifts; one that a revision cut in two counts once. */
  readonly shifts: number;
};

/** Shifts by person, persons in the order of their ids. */
export const byPerson = (shifts: readonly Shift[]): Map<PersonId, Shift[]> => {
  const found = new Map<PersonId, Shift[]>();
  for (const person of [...new Set(shifts.flatMap(({ people }) => people))].sort()) {
    found.set(person, []);
  }
  for (const shift of shifts) {
    for (const person of new Set(shift.people)) {
      found.get(person)?.push(shift);
    }
  }
  return found;
};

/** How many of the numbered days or nights that pass `counts` the disjoint, sorted intervals touch. */
const touched = (
  intervals: readonly Interval[],
  range: (interval: Interval) => readonly [number, number],
  counts: (day: number) => boolean,
): number => {
  let total = 0;
  let next = Number.NEGATIVE_INFINITY;
  for (const interval of intervals) {
    const [first, last] = range(interval);
    for (let day = Math.max(first, next); day <= last; day += 1) {
      total += counts(day) ? 1 : 0;
    }
    next = Math.max(next, last + 1);
  }
  return total;
};

const dayRange = (zone: Zone) => (interval: Interval) =>
  [
    Math.floor(zone.reached(interval.startsAt) / DAY),
    Math.floor(zone.reached(interval.endsAt - 1) / DAY),
  ] as const;

/** A night has the number of the day it begins on. */
const nightRange = (zone: Zone) => (interval: Interval) =>
  [
    Math.floor((zone.reached(interval.startsAt) - 6 * HOUR) / DAY),
    Math.floor((zone.reached(interval.endsAt - 1) - 22 * HOUR) / DAY),
  ] as const;

/** Whether a shift is the rest of one that a revision cut in two. */
const goesOn = (shift: Shift, ended: readonly Shift[]): boolean => {
  const { revision, layer, turn, overrides } = shift.because;
  return ended.some(
    ({ tier, because }) =>
      tier === shift.tier &&
      because.revision !== revision &&
      because.layer === layer &&
      because.turn?.startsAt === turn?.startsAt &&
      (turn !== null || because.overrides.some((id) => overrides.includes(id))),
  );
};

const countShifts = (own: readonly Shift[]): number => {
  const ends = new Map<Instant, Shift[]>();
  for (const shift of own) {
    ends.set(shift.endsAt, [...(ends.get(shift.endsAt) ?? []), shift]);
  }
  return own.filter((shift) => !goesOn(shift, ends.get(shift.startsAt) ?? [])).length;
};

/** Everybody's load from shifts that are finite, persons in the order of their ids. RangeError for a malformed date. */
export const load = (
  shifts: readonly Shift[],
  zone: Zone,
  holidays: readonly LocalDate[],
): PersonLoad[] => {
  const days = new Set(holidays.map(parseDate));
  return [...byPerson(shifts)].map(([person, own]) => {
    const intervals = union(own);
    return {
      person,
      ms: lengthOf(intervals),
      nights: touched(intervals, nightRange(zone), () => true),
      weekends: touched(intervals, dayRange(zone), (day) => weekdayOf(day) >= 6),
      holidays: touched(intervals, dayRange(zone), (day) => days.has(day)),
      shifts: countShifts(own),
    };
  });
};
