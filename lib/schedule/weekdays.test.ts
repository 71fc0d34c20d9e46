import fc from "fast-check";
import { expect, test } from "vitest";
import { weekdayOf } from "./calendar";
import type { Weekday } from "./types";
import { countedDays } from "./weekdays";

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

test("all seven days, or none of them, is no choice", () => {
  expect(countedDays(WEEKDAYS, 0)).toBeNull();
  expect(countedDays([], 0)).toBeNull();
});

test("counting by arithmetic is counting one by one, on both sides of the origin", () => {
  const some = fc.subarray([...WEEKDAYS], { minLength: 1, maxLength: 6 });
  const origins = fc.integer({ min: -20, max: 20_000 });
  fc.assert(
    fc.property(some, origins, fc.integer({ min: -40, max: 40 }), (weekdays, origin, away) => {
      const days = countedDays(weekdays, origin);
      const day = origin + away;
      const counts = (one: number) => weekdays.includes(weekdayOf(one));
      const between = (from: number, until: number) =>
        Array.from({ length: Math.max(0, until - from) }, (_, n) => from + n).filter(counts).length;
      expect(days?.counts(day)).toBe(counts(day));
      expect(days?.before(day)).toBe(between(origin, day) - between(day, origin));
      const run = [1, 2, 3, 4, 5, 6].find((on) => counts(day + on) !== counts(day));
      expect(days?.run(day)).toBe(run);
      if (counts(day)) {
        expect(days?.nth(days.before(day))).toBe(day);
      }
    }),
  );
});
