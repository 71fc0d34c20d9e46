import { describe, expect, test } from "vitest";
import { hours } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { defaultLoadRules, type LoadRules } from "./bands";
import { HOUR } from "./calendar";
import { countDuties, type Duty, timeByBand } from "./duty";

const because = { revision: 1, layer: null, turn: null, overrides: [] };
const duty = (from: string, until: string, place = 0, zone = "Europe/Berlin"): Duty => ({
  person: "ann",
  place,
  zone: zones(zone),
  shift: {
    startsAt: Date.parse(from),
    endsAt: Date.parse(until),
    people: ["ann"],
    tier: `${place}`,
    because,
  },
});

const count = (rules: Partial<LoadRules>, ...duties: Duty[]) => {
  const pieces = countDuties(duties, { ...defaultLoadRules, ...rules });
  const points = pieces.reduce((sum, piece) => sum + piece.points, 0);
  return { pieces, points, hours: timeByBand(pieces) };
};

describe("a weekend on call in Berlin, from Friday 18:00 to Monday 09:00", () => {
  const spring = duty("2026-03-27T18:00+01:00", "2026-03-30T09:00+02:00");

  test("when clocks go forward Sunday has 23 hours", () => {
    // Fri 18-22, 22-24; Sat 24 h, Sun 23 h; Mon 0-6, 6-9.
    const counted = count({}, spring);
    expect(counted.hours).toEqual({
      holiday: 0,
      weekend: hours(47),
      night: hours(8),
      weekday: hours(7),
    });
    expect(counted.points).toBe(7 + 8 * 1.5 + 47 * 1.5);
  });

  test("when they go back it has 25", () => {
    const autumn = duty("2026-10-23T18:00+02:00", "2026-10-26T09:00+01:00");
    expect(count({}, autumn).hours.weekend).toBe(hours(49));
  });

  test("a holiday goes before the weekend, the weekend before the night", () => {
    const { hours: held } = count({ holidays: ["2026-03-28", "2026-03-30"] }, spring);
    expect(held).toEqual({
      holiday: hours(24 + 9),
      weekend: hours(23),
      night: hours(2),
      weekday: hours(4),
    });
  });

  test("by days: each local day once, in the first band of which it has a minute", () => {
    const { points, hours: held } = count({ unit: "day" }, spring);
    // Friday has a night, Saturday and Sunday are the weekend, Monday begins in a night.
    expect(points).toBe(1.5 + 1.5 + 1.5 + 1.5);
    expect(held.weekend).toBe(hours(47));
    expect(count({ unit: "day", holidays: ["2026-03-28"] }, spring).points).toBe(
      1.5 + 2 + 1.5 + 1.5,
    );
  });
});

test("a night of the hour that comes twice has nine hours, without it eight", () => {
  const weekend = { weekend: [] };
  expect(count(weekend, duty("2026-10-24T20:00+02:00", "2026-10-25T08:00+01:00")).hours.night).toBe(
    hours(9),
  );
  expect(count(weekend, duty("2026-10-21T20:00+02:00", "2026-10-22T08:00+02:00")).hours.night).toBe(
    hours(8),
  );
});

test("a night that ends when it begins lasts a day", () => {
  const rules = { night: { from: "10:00", until: "10:00" }, weekend: [] };
  const { hours: held } = count(rules, duty("2026-05-04T00:00Z", "2026-05-06T00:00Z"));
  expect(held).toEqual({ holiday: 0, weekend: 0, night: hours(48), weekday: 0 });
});

test("a day's points go to what is worth most in its first band, and to the first of equals", () => {
  const at = (from: number, until: number, place: number): Duty =>
    duty(`2026-05-05T${from}:00Z`, `2026-05-05T${until}:00Z`, place);
  const points = (...duties: Duty[]) =>
    count({ unit: "day" }, ...duties).pieces.map((piece) => piece.points);
  expect(points(at(10, 11, 1), at(12, 13, 0), at(14, 15, 1))).toEqual([0, 1, 0]);
  expect(points(at(10, 11, 0), at(12, 13, 1))).toEqual([1, 0]);
  expect(points(at(10, 11, 0), at(12, 13, 0))).toEqual([1, 0]);
  // A night of the second tier goes before a working day of the first.
  expect(points(at(10, 11, 0), at(21, 22, 1))).toEqual([0, 0.75]);
});

test("a night may lie within one day, and a weekend be Friday and Saturday", () => {
  const rules = { night: { from: "00:00", until: "07:00" }, weekend: [5, 6] as const };
  const { hours: held } = count(rules, duty("2026-05-07T20:00+02:00", "2026-05-08T12:00+02:00"));
  expect(held).toEqual({ holiday: 0, weekend: hours(12), night: 0, weekday: hours(4) });
});

describe("time in two places at once", () => {
  test("counts once, in the tier that is worth more", () => {
    const second = duty("2026-05-05T08:00Z", "2026-05-05T14:00Z", 1);
    const first = duty("2026-05-05T10:00Z", "2026-05-05T12:00Z", 0);
    const { points, hours: held, pieces } = count({}, second, first);
    expect(held.weekday).toBe(hours(6));
    expect(points).toBe(4 * 0.5 + 2);
    expect(
      pieces.map((piece) => [piece.duty.place, (piece.endsAt - piece.startsAt) / HOUR]),
    ).toEqual([
      [1, 2],
      [0, 2],
      [1, 2],
    ]);
  });

  test("the last weight holds for all later tiers", () => {
    const fifth = duty("2026-05-05T08:00Z", "2026-05-05T10:00Z", 4);
    expect(count({}, fifth).points).toBe(1);
    expect(count({ tiers: [1, 0.5, 0] }, fifth).points).toBe(0);
  });

  test("each duty is read by its own clock", () => {
    // 21:00 in Berlin is the working day of New York.
    const there = duty("2026-05-05T20:30Z", "2026-05-05T21:30Z", 0, "America/New_York");
    const here = duty("2026-05-05T20:30Z", "2026-05-05T21:30Z", 0);
    expect(count({}, there).hours.weekday).toBe(hours(1));
    expect(count({}, here).hours.night).toBe(hours(1));
    expect(count({}, there, here).hours).toMatchObject({ weekday: 0, night: hours(1) });
  });
});
