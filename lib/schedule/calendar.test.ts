import { describe, expect, test } from "vitest";
import {
  addMonths,
  DAY,
  dateOf,
  dayOf,
  formatDate,
  formatWallTime,
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

  test("refuses what is not a date or a time of day", () => {
    for (const date of ["2026-02-30", "2026-13-01", "26-01-01", "", "2026-1-1"]) {
      expect(() => parseDate(date)).toThrow(RangeError);
    }
    for (const time of ["24:00", "9:00", "09:60", "", "0900"]) {
      expect(() => parseTime(time)).toThrow(RangeError);
    }
  });

  test("reads and writes times of day", () => {
    expect(formatWallTime(parseTime("23:45"))).toBe("23:45");
    expect(formatWallTime(-1)).toBe("23:59");
  });
});
