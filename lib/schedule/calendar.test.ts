import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addMonths,
  DAY,
  dateOf,
  dayInMonth,
  dayOf,
  formatDate,
  formatWallTime,
  monthNumber,
  parseDate,
  parseTime,
  weekdayOf,
} from "./calendar";

const months = (date: string, count: number) => formatDate(addMonths(parseDate(date), count));

describe("calendar", () => {
  test("counts days from 1970-01-01 and back", () => {
    expect(dayOf(1970, 1, 1)).toBe(0);
    expect(parseDate("2026-03-29") * DAY).toBe(Date.UTC(2026, 2, 29));
    for (let day = -800_000; day < 800_000; day += 1_237) {
      const { year, month, day: date } = dateOf(day);
      expect(dayOf(year, month, date)).toBe(day);
      expect(new Date(day * DAY).getUTCDate()).toBe(date);
    }
  });

  test("a leap day every four years, in a century only where 400 divides it", () => {
    const next = (date: string) => formatDate(parseDate(date) + 1);
    expect(
      ["1900-02-28", "1999-02-28", "2000-02-28", "2000-02-29", "2024-02-28"].map(next),
    ).toEqual(["1900-03-01", "1999-03-01", "2000-02-29", "2000-03-01", "2024-02-29"]);
    expect(next("0004-02-28")).toBe("0004-02-29");
  });

  test("Monday is 1 and Sunday is 7", () => {
    expect(weekdayOf(parseDate("2026-05-04"))).toBe(1);
    expect(weekdayOf(parseDate("1969-12-28"))).toBe(7);
  });

  test("months count from the date and clamp to the last day", () => {
    expect([1, 2, 3, 13, -2].map((count) => months("2024-01-31", count))).toEqual([
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
      "2025-02-28",
      "2023-11-30",
    ]);
  });

  test("a day that a month does not have is its last", () => {
    const january = monthNumber({ year: 2024, month: 1, day: 1 });
    const days = [0, 1, 2, 3, 11, 12].map((away) => formatDate(dayInMonth(january + away, 31)));
    expect(days).toEqual([
      "2024-01-31",
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
      "2024-12-31",
      "2025-01-31",
    ]);
    expect(formatDate(dayOf(2026, 2, 31))).toBe("2026-03-03");
    expect(formatDate(parseDate("0099-01-02"))).toBe("0099-01-02");
  });

  test("agrees with Temporal on any date", () => {
    const [first, last] = [dayOf(0, 1, 1), dayOf(9999, 12, 31)];
    fc.assert(
      fc.property(
        fc.integer({ min: first, max: last }),
        fc.integer({ min: -99, max: 99 }),
        (day, n) => {
          const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
          expect(dateOf(day)).toEqual({ year: date.year, month: date.month, day: date.day });
          expect(dayOf(date.year, date.month, date.day)).toBe(day);
          expect(weekdayOf(day)).toBe(date.dayOfWeek);
          const later = date.add({ months: n });
          expect(dateOf(addMonths(day, n))).toMatchObject({
            year: later.year,
            month: later.month,
            day: later.day,
          });
        },
      ),
    );
  });

  test("refuses what is not a date or a time of day", () => {
    for (const date of [
      "2026-02-30",
      "2026-13-01",
      "26-01-01",
      "",
      "2026-1-1",
      "2026-01-01T",
      "+2026-01-01",
    ]) {
      expect(() => parseDate(date)).toThrow(new RangeError(`not a date: ${date}`));
    }
    for (const time of [
      "24:00",
      "9:00",
      "09:60",
      "",
      "0900",
      "09:000",
      "109:00",
      "aa:00",
      "19:ab",
    ]) {
      expect(() => parseTime(time)).toThrow(new RangeError(`not a time of day: ${time}`));
    }
  });

  test("reads and writes times of day", () => {
    expect(parseTime("09:05")).toBe(9 * 3_600_000 + 5 * 60_000);
    expect(formatWallTime(parseTime("23:45"))).toBe("23:45");
    expect(formatWallTime(Date.UTC(2026, 4, 4, 7, 5, 59))).toBe("07:05");
    expect(formatWallTime(-1)).toBe("23:59");
  });
});
