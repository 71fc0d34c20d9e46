import { type DayNumber, mod, weekdayOf } from "./calendar";
import type { Weekday } from "./types";

/** Arithmetic over the days that count: no walk, in both directions from `origin`. */
export type CountedDays = {
  counts(day: DayNumber): boolean;
  /** How many counted days lie in `[origin, day)`; negative before the origin. */
  before(day: DayNumber): number;
  /** The counted day with `n` counted days before it. */
  nth(n: number): DayNumber;
  /** How many days on from `day` counting is the same as on `day`. */
  run(day: DayNumber): number;
};

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** Null when every day counts: all seven are named, or none. */
export const countedDays = (
  weekdays: readonly Weekday[],
  origin: DayNumber,
): CountedDays | null => {
  const named = WEEK.map((offset) => weekdays.includes(weekdayOf(origin + offset)));
  const offsets = WEEK.filter((offset) => named[offset]);
  if (offsets.length === 0 || offsets.length === 7) {
    return null;
  }
  const before = WEEK.map((offset) => offsets.filter((counted) => counted < offset).length);
  const runs = WEEK.map((offset) =>
    WEEK.findIndex((on) => named[mod(offset + on, 7)] !== named[offset]),
  );
  const offsetOf = (day: DayNumber): number => mod(day - origin, 7);
  return {
    counts: (day) => named[offsetOf(day)] === true,
    before: (day) => Math.floor((day - origin) / 7) * offsets.length + (before[offsetOf(day)] ?? 0),
    nth: (n) =>
      origin + 7 * Math.floor(n / offsets.length) + (offsets[mod(n, offsets.length)] ?? 0),
    run: (day) => runs[offsetOf(day)] ?? 1,
  };
};
