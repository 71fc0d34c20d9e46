import { describe, expect, test } from "vitest";
import { readInstant, readWall, toDate, toTime, toWeekday, weekdayAfterMonday } from "./time";

describe("instants of a file", () => {
  test("are read with their offset", () => {
    const at = Date.UTC(2026, 9, 25, 0, 30);
    expect(readInstant("2026-10-25T02:30:00+02:00")).toBe(at);
    expect(readInstant("2026-10-25T00:30:00Z")).toBe(at);
    expect(readInstant("2026-10-25T00:30:00.123456Z")).toBe(at);
    expect(readInstant("2026-10-24T20:30:00-0400")).toBe(at);
  });

  test.each([
    "",
    "now",
    "2026-10-25",
    "2026-10-25T02:30:00",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "1900-01-01T00:00:00Z",
    "9999-01-01T00:00:00Z",
    "+012026-01-01T00:00:00Z",
    "2026-01-01T00:00:00+99:00",
    "2026-01-01T00:00:00Z; drop",
  ])("%s is none", (text) => {
    expect(readInstant(text)).toBeNull();
  });
});

test("wall-clock readings take no offset", () => {
  const wall = Date.UTC(2026, 2, 8, 2, 30);
  expect(readWall("2026-03-08T02:30:00")).toBe(wall);
  expect(readWall("2026-03-08T02:30:00Z")).toBeNull();
  expect([toDate(wall), toTime(wall), toWeekday(wall)]).toEqual(["2026-03-08", "02:30", 7]);
});

test("weekdays go round both ways", () => {
  expect([-1, 0, 6, 7].map(weekdayAfterMonday)).toEqual([7, 1, 7, 1]);
});
