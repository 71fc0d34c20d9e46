import fc from "fast-check";
import { IANAZone } from "luxon";
import { describe, expect, test } from "vitest";
import { type Band, bands, defaultLoadRules, type LoadRules } from "@/lib/schedule/bands";
import { DAY, formatDate, HOUR, MINUTE, parseTime, weekdayOf } from "@/lib/schedule/calendar";
import { dutiesOf } from "@/lib/schedule/duty";
import { load } from "@/lib/schedule/load";
import type { Shift } from "@/lib/schedule/types";
import { runs } from "./runs";
import { zones } from "./zones";

/** Four days around a change of the clock, in zones that change it by an hour, by half of one, and not at all. */
const PLACES = [
  ["Europe/Berlin", "2026-03-27T12:00Z"],
  ["Europe/Berlin", "2026-10-23T12:00Z"],
  ["America/New_York", "2026-10-30T12:00Z"],
  ["Australia/Lord_Howe", "2026-04-03T12:00Z"],
  ["Asia/Kolkata", "2026-05-01T12:00Z"],
] as const;
const SPAN = 4 * 24 * 60;
const LONGEST = 30 * 60;
const MARGIN = 2 * 24 * 60;

const time = fc
  .integer({ min: 0, max: 47 })
  .map((half) => `${String(half >> 1).padStart(2, "0")}:${half % 2 ? "30" : "00"}`);
const weight = fc.integer({ min: 0, max: 8 }).map((half) => half / 2);
const rulesFrom = (start: number): fc.Arbitrary<LoadRules> =>
  fc.record({
    night: fc.record({ from: time, until: time }).filter(({ from, until }) => from !== until),
    weekend: fc.subarray([1, 2, 3, 4, 5, 6, 7] as const),
    holidays: fc
      .uniqueArray(fc.integer({ min: -1, max: 5 }), { maxLength: 3 })
      .map((days) => days.map((day) => formatDate(Math.floor(start / DAY) + day))),
    unit: fc.constantFrom("hour" as const, "day" as const),
    weights: fc.record({ holiday: weight, weekend: weight, night: weight, weekday: weight }),
    tiers: fc.array(weight, { minLength: 1, maxLength: 3 }),
  });
const spans = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: SPAN - 1 }),
    length: fc.integer({ min: 1, max: LONGEST }),
    place: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
);
type Span = { from: number; length: number; place: number };

const because = { revision: 1, layer: null, turn: null, overrides: ["o"] };
const toShift = (start: number, { from, length, place }: Span): Shift => ({
  startsAt: start + from * MINUTE,
  endsAt: start + (from + length) * MINUTE,
  people: ["ann"],
  tier: String(place),
  because,
});

/** What a clock on a wall shows, minute by minute, and the day it has reached. */
function clockOf(zoneName: string, start: number) {
  const zone = IANAZone.create(zoneName);
  const first = start - MARGIN * MINUTE;
  const walls = Array.from({ length: SPAN + LONGEST + 2 * MARGIN }, (_, i) => {
    const at = first + i * MINUTE;
    return at + zone.offset(at) * MINUTE;
  });
  let furthest = Number.NEGATIVE_INFINITY;
  const days = walls.map((wall) => {
    furthest = Math.max(furthest, wall);
    return Math.floor(furthest / DAY);
  });
  return { walls, days };
}
type Clock = ReturnType<typeof clockOf>;

/** The nights that each minute lies in, found by looking at all minutes. */
function nightsOf({ walls, days }: Clock, night: LoadRules["night"]): Set<number>[] {
  const nights = walls.map((): Set<number> => new Set());
  for (const day of new Set([(days[0] ?? 0) - 1, ...days])) {
    const ends = (night.until > night.from ? day : day + 1) * DAY + parseTime(night.until);
    const opens = walls.findIndex((wall) => wall >= day * DAY + parseTime(night.from));
    const shown = walls.lastIndexOf(ends);
    const closes = shown >= 0 ? shown : walls.findIndex((wall) => wall >= ends);
    const until = closes >= 0 ? closes : walls.length;
    for (let i = Math.max(0, opens); opens >= 0 && i < until; i += 1) nights[i]?.add(day);
  }
  return nights;
}

/** What each minute is. */
function minutesOf(clock: Clock, rules: LoadRules) {
  const nights = nightsOf(clock, rules.night);
  return (minute: number) => {
    const i = minute + MARGIN;
    const day = clock.days[i] ?? 0;
    const night = nights[i] ?? new Set<number>();
    const holiday = rules.holidays.includes(formatDate(day));
    const weekend = rules.weekend.includes(weekdayOf(day));
    const is = { holiday, weekend, night: night.size > 0, weekday: true };
    return { day, night, holiday, weekend, band: bands.find((band) => is[band]) ?? "weekday" };
  };
}

type Minute = ReturnType<ReturnType<typeof minutesOf>> & { readonly points: number };

/** The minutes on call, each with what it is worth in an hour of its kind. */
function servedMinutes(clock: Clock, given: readonly Span[], rules: LoadRules): Minute[] {
  const at = minutesOf(clock, rules);
  const served: Minute[] = [];
  for (let minute = 0; minute < SPAN + LONGEST; minute += 1) {
    const on = given.filter(({ from, length }) => from <= minute && minute < from + length);
    if (on.length === 0) continue;
    const what = at(minute);
    const weights = on.map(({ place }) => rules.tiers[place] ?? rules.tiers.at(-1) ?? 1);
    served.push({ ...what, points: rules.weights[what.band] * Math.max(...weights) });
  }
  return served;
}

/** The points of the days: each by its first band, and there by what is worth most. */
function pointsOfDays(served: readonly Minute[]): number {
  let total = 0;
  for (const day of new Set(served.map((minute) => minute.day))) {
    const own = served.filter((minute) => minute.day === day);
    const band = bands.find((one) => own.some((minute) => minute.band === one));
    total += Math.max(...own.flatMap((minute) => (minute.band === band ? [minute.points] : [])));
  }
  return total;
}

/** The load, counted minute by minute. */
function oracle(clock: Clock, given: readonly Span[], rules: LoadRules) {
  const served = servedMinutes(clock, given, rules);
  const inBand = (band: Band) => MINUTE * served.filter((minute) => minute.band === band).length;
  const byHour = served.reduce((sum, { points }) => sum + points / 60, 0);
  const daysOf = (is: "weekend" | "holiday") =>
    new Set(served.flatMap((minute) => (minute[is] ? [minute.day] : []))).size;
  return {
    ms: MINUTE * served.length,
    bands: Object.fromEntries(bands.map((band) => [band, inBand(band)])),
    points: rules.unit === "hour" ? byHour : pointsOfDays(served),
    nights: new Set(served.flatMap(({ night }) => [...night])).size,
    weekends: daysOf("weekend"),
    holidays: daysOf("holiday"),
  };
}

describe.each(PLACES)("load in %s from %s", (zoneName, from) => {
  const start = Date.parse(from);
  const clock = clockOf(zoneName, start);

  test("is what counting minute by minute gives", () => {
    fc.assert(
      fc.property(rulesFrom(start), spans, (rules, given) => {
        const shifts = given.map((span) => toShift(start, span));
        const duties = dutiesOf(shifts, zones(zoneName), ({ tier }) => Number(tier));
        const [found] = load(duties, rules);
        const expected = oracle(clock, given, rules);
        expect(found).toMatchObject({ ...expected, points: expect.closeTo(expected.points, 6) });
      }),
      runs(15),
    );
  });
});

test("a night that the clock leaves out is none", () => {
  const start = Date.parse("2026-03-28T12:00Z");
  const shift = toShift(start, { from: 0, length: 24 * 60, place: 0 });
  const count = (until: string) =>
    load(
      dutiesOf([shift], zones("Europe/Berlin"), () => 0),
      { ...defaultLoadRules, night: { from: "02:00", until } },
    ).map(({ nights }) => nights);
  expect([count("02:30"), count("03:00"), count("03:30")]).toEqual([[0], [0], [1]]);
});

test("points are hours times weights where nothing overlaps", () => {
  const start = Date.parse("2026-05-04T09:00Z");
  const shift = { ...toShift(start, { from: 0, length: 60, place: 0 }) };
  const rules = { night: { from: "22:00", until: "06:00" }, weekend: [], holidays: [] } as const;
  const weights = { holiday: 4, weekend: 3, night: 2, weekday: 1.25 };
  const [found] = load(
    dutiesOf([shift], zones("UTC"), () => 0),
    { ...rules, unit: "hour", weights, tiers: [2] },
  );
  expect(found).toMatchObject({ ms: HOUR, points: 2.5 });
});
