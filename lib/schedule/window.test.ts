import { describe, expect, test } from "vitest";
import { zones } from "@/tests/engine/zones";
import { coveredIn, datesCover } from "./cover";
import type { Weekday, Window } from "./types";
import { windowsCover } from "./window";

const ALL: Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const WEEK = 7 * 86_400_000;
const window = (days: Weekday[], start: string, end: string, endsAfterDays = 0): Window => ({
  days,
  start,
  end,
  endsAfterDays,
});

const short = (at: number): string => new Date(at).toISOString().slice(5, 16);
const open = (windows: readonly Window[], zone: string, from: string, until: string): string[] =>
  coveredIn(windowsCover(windows, zones(zone)), Date.parse(from), Date.parse(until)).map(
    ({ startsAt, endsAt }) => `${short(startsAt)} ${short(endsAt)}`,
  );

describe("windows", () => {
  test("weekdays nine to five", () => {
    const office = [window([1, 2, 3, 4, 5], "09:00", "17:00")];
    expect(open(office, "UTC", "2026-05-07T00:00Z", "2026-05-12T12:00Z")).toEqual([
      "05-07T09:00 05-07T17:00",
      "05-08T09:00 05-08T17:00",
      "05-11T09:00 05-11T17:00",
      "05-12T09:00 05-12T12:00",
    ]);
  });

  test("a weekend that begins on Friday evening", () => {
    const weekend = [window([5], "18:00", "08:00", 3)];
    expect(open(weekend, "Europe/Berlin", "2026-05-03T00:00Z", "2026-05-13T00:00Z")).toEqual([
      "05-03T00:00 05-04T06:00",
      "05-08T16:00 05-11T06:00",
    ]);
  });

  test("overlapping ones are a union, and ones that meet are one", () => {
    const both = [
      window([1], "08:00", "12:00"),
      window([1], "10:00", "14:00"),
      window([1], "14:00", "15:00"),
    ];
    expect(open(both, "UTC", "2026-05-04T00:00Z", "2026-05-05T00:00Z")).toEqual([
      "05-04T08:00 05-04T15:00",
    ]);
  });

  test("full days in a row are always, so is a span of a week or more", () => {
    const always = [[window(ALL, "08:00", "08:00", 1)], [window([3], "09:00", "17:00", 7)]];
    for (const windows of always) {
      expect(windowsCover(windows, zones("Europe/Berlin")).at(0)).toEqual({
        on: true,
        until: Number.POSITIVE_INFINITY,
      });
    }
  });

  test("no minute is lost between two windows when an hour comes twice", () => {
    // Chicago, 2018-11-04: 01:00 to 02:00 comes twice
    const early = [window([7], "00:00", "01:30")];
    const late = [window([7], "01:30", "03:00")];
    const day = ["2018-11-04T05:00Z", "2018-11-04T12:00Z"] as const;
    expect(open(early, "America/Chicago", ...day)).toEqual(["11-04T05:00 11-04T07:30"]);
    expect(open(late, "America/Chicago", ...day)).toEqual(["11-04T06:30 11-04T09:00"]);
    expect(open([...early, ...late], "America/Chicago", ...day)).toEqual([
      "11-04T05:00 11-04T09:00",
    ]);
  });

  test("a window inside a gap does not happen", () => {
    const inside = [window(ALL, "02:15", "02:45")];
    expect(open(inside, "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T12:00Z")).toEqual([]);
  });

  test("one that does not end after its start covers nothing, nor does none at all", () => {
    expect(
      open([window(ALL, "17:00", "09:00")], "UTC", "2026-05-04T00:00Z", "2026-05-06T00:00Z"),
    ).toEqual([]);
    expect(windowsCover([], zones("UTC")).at(0).on).toBe(false);
    expect(windowsCover([window([], "09:00", "17:00")], zones("UTC")).at(0).on).toBe(false);
  });

  test("looks the same every week, whichever day it reaches over", () => {
    const cover = windowsCover([window([6, 7], "20:00", "06:00", 2)], zones("UTC"));
    for (let hour = 0; hour < 168; hour += 1) {
      const at = Date.parse("2026-05-04T00:30Z") + hour * 3_600_000;
      const expected = hour < 30 || hour >= 5 * 24 + 20;
      expect([hour, cover.at(at).on]).toEqual([hour, expected]);
      expect(cover.at(at + WEEK).on).toBe(cover.at(at).on);
    }
  });
});

describe("dates", () => {
  test("run from midnight to midnight, joined, in the zone", () => {
    const cover = datesCover(["2026-12-26", "2026-12-25"], zones("Europe/Berlin"));
    expect(cover.at(Date.parse("2026-12-24T22:59Z"))).toEqual({
      on: false,
      until: Date.parse("2026-12-24T23:00Z"),
    });
    expect(cover.at(Date.parse("2026-12-24T23:00Z"))).toEqual({
      on: true,
      until: Date.parse("2026-12-26T23:00Z"),
    });
  });

  test("begin at one where midnight does not exist, and not at all where the day does not", () => {
    const santiago = datesCover(["2025-09-07"], zones("America/Santiago"));
    expect(santiago.at(Date.parse("2025-09-07T03:59Z")).until).toBe(
      Date.parse("2025-09-07T04:00Z"),
    );
    const apia = datesCover(["2011-12-30"], zones("Pacific/Apia"));
    expect(apia.at(Date.parse("2011-12-30T10:00Z")).on).toBe(false);
  });
});
