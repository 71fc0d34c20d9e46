import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "@/tests/engine/runs";
import { zoneData, zones } from "@/tests/engine/zones";
import { DAY, parseTime, weekdayOf } from "./calendar";
import { both, type Cover, coveredIn, datesCover, intervalsCover, inverse } from "./cover";
import { clip, union } from "./interval";
import type { Interval, Weekday, Window } from "./types";
import { windowsCover } from "./window";
import { toZone } from "./zone";

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

  test("two windows that a gap makes meet are one, over the end of the week too", () => {
    // Tehran had no 00:00 to 01:00 on Monday, 2021-03-22.
    const windows = [window([7], "20:00", "00:10", 1), window([1], "00:20", "08:00")];
    const cover = windowsCover(windows, toZone(zoneData("Asia/Tehran")));
    const [from, until] = [Date.parse("2021-03-21T12:00Z"), Date.parse("2021-03-22T12:00Z")];
    expect(coveredIn(cover, from, until)).toEqual([
      { startsAt: Date.parse("2021-03-21T16:30Z"), endsAt: Date.parse("2021-03-22T03:30Z") },
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
    expect(windowsCover([window(ALL, "09:00", "09:00")], zones("UTC")).at(0).on).toBe(false);
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

const within = (list: readonly Interval[], at: number): boolean =>
  list.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);

/** Asks at each of the instants in turn, and looks at the edges whether what it says until then stays so. */
const expectCover = (
  cover: Cover,
  isOn: (at: number) => boolean,
  asked: readonly number[],
  edges: readonly number[],
): void => {
  for (const at of asked) {
    const { on, until } = cover.at(at);
    expect([at, on]).toEqual([at, isOn(at)]);
    expect(until).toBeGreaterThan(at);
    const other = edges.filter((edge) => at < edge && edge < until && isOn(edge) !== on);
    expect([at, other]).toEqual([at, []]);
  }
};

test("windows are what opens and closes day by day, in whatever order they are asked", () => {
  const time = fc.constantFrom("00:00", "01:30", "02:00", "02:15", "02:30", "03:00", "23:30");
  const someWindow = fc.record({
    days: fc.subarray(ALL, { minLength: 1 }),
    start: time,
    end: time,
    endsAfterDays: fc.constantFrom(0, 0, 1, 1, 2, 7),
  });
  const scene = fc.constantFrom(
    ["Europe/Berlin", "2026-03-29"],
    ["Europe/Berlin", "2026-10-25"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Pacific/Apia", "2011-12-30"],
  );
  const minutes = fc.array(fc.integer({ min: -15 * 1440, max: 15 * 1440 }), { minLength: 20 });
  const some = fc.array(someWindow, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(scene, some, minutes, ([name = "", date = ""], windows, asked) => {
      const zone = zones(name);
      const middle = Date.parse(date);
      const days = Array.from({ length: 51 }, (_, n) => middle / DAY - 25 + n);
      const opened = days.flatMap((day) =>
        windows
          .filter((one) => one.days.includes(weekdayOf(day)))
          .filter((one) => one.endsAfterDays * DAY + parseTime(one.end) > parseTime(one.start))
          .map((one) => ({
            startsAt: zone.first(day * DAY + parseTime(one.start)),
            endsAt: zone.last((day + one.endsAfterDays) * DAY + parseTime(one.end)),
          })),
      );
      const truth = union(opened);
      const cover = windowsCover(windows, zone);
      const edges = truth.flatMap(({ startsAt, endsAt }) => [startsAt - 1, startsAt, endsAt]);
      const near = edges.filter((at) => Math.abs(at - middle) < 15 * DAY);
      const jumps = asked.map((away) => middle + away * 60_000);
      expectCover(
        cover,
        (at) => within(truth, at),
        [...jumps, ...near, ...near.toReversed()],
        near,
      );
      const [from, until] = [middle - 15 * DAY, middle + 15 * DAY];
      expect(coveredIn(cover, from, until)).toEqual(
        union(truth.map((one) => clip(one, from, until))),
      );
    }),
    runs(100),
  );
});

describe("covers together", () => {
  const some = fc
    .array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 4 })
    .map((pairs) => pairs.map(([startsAt, endsAt]) => ({ startsAt, endsAt })));
  const all = Array.from({ length: 34 }, (_, n) => n - 2);
  const asked = fc.shuffledSubarray(all, { minLength: 9 });

  test("intervals, when they do not, and when two of them do", () => {
    fc.assert(
      fc.property(some, some, asked, (one, other, instants) => {
        const [a, b] = [intervalsCover(one), intervalsCover(other)];
        const expectOn = (cover: Cover, isOn: (at: number) => boolean) =>
          expectCover(cover, isOn, instants, all);
        expectOn(a, (at) => within(one, at));
        expectOn(inverse(a), (at) => !within(one, at));
        expectOn(both(a, b), (at) => within(one, at) && within(other, at));
        expectOn(both(inverse(a), b), (at) => !within(one, at) && within(other, at));
      }),
      runs(100),
    );
  });

  test("what both do stays so for as long as both do, or the one that rests", () => {
    const early = intervalsCover([{ startsAt: 0, endsAt: 10 }]);
    const late = intervalsCover([{ startsAt: 5, endsAt: 20 }]);
    const never = intervalsCover([]);
    expect(both(early, never).at(3)).toEqual({ on: false, until: Number.POSITIVE_INFINITY });
    const asked = [-1, 3, 7, 12, 30].map((at) => ({ ...both(early, late).at(at) }));
    expect(asked).toEqual([
      { on: false, until: 0 },
      { on: false, until: 5 },
      { on: true, until: 10 },
      { on: false, until: Number.POSITIVE_INFINITY },
      { on: false, until: Number.POSITIVE_INFINITY },
    ]);
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
