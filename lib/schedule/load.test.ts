import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { defaultLoadRules } from "./bands";
import { compile, current } from "./compile";
import { dutiesOf } from "./duty";
import { byPerson, load, type PersonLoad } from "./load";
import type { LocalDate, Shift } from "./types";

const because = { revision: 1, layer: null, turn: null, overrides: ["o"] };
const shift = (from: string, until: string, people: string[], tier = "first"): Shift => ({
  startsAt: Date.parse(`2026-05-${from}Z`),
  endsAt: Date.parse(`2026-05-${until}Z`),
  people,
  tier,
  because,
});

const loadOf = (shifts: readonly Shift[], zone = "UTC", holidays: LocalDate[] = []): PersonLoad[] =>
  load(
    dutiesOf(shifts, zones(zone), () => 0),
    { ...defaultLoadRules, holidays },
  );

describe("load", () => {
  test("hours, nights, weekends and holidays of a week", () => {
    const { resolve } = compile(
      current(definition([layer("l", weekly([["ann"], ["bob"]]))])),
      zones,
    );
    const shifts = resolve(ORIGIN + hours(9), ORIGIN + day(8));
    expect(loadOf(shifts, "UTC", ["2026-05-06", "2026-05-11", "2026-06-01"])).toEqual([
      {
        person: "ann",
        ms: day(7),
        // Mon 15 h, Tue, Wed (holiday), Thu, Fri, the weekend, Mon 9 h (holiday).
        bands: { holiday: hours(33), weekend: day(2), night: hours(26), weekday: hours(61) },
        points: 33 * 2 + 48 * 1.5 + 26 * 1.5 + 61,
        nights: 7,
        weekends: 2,
        holidays: 2,
        shifts: 1,
      },
      {
        person: "bob",
        ms: hours(15),
        bands: { holiday: hours(15), weekend: 0, night: 0, weekday: 0 },
        points: 30,
        nights: 1,
        weekends: 0,
        holidays: 1,
        shifts: 1,
      },
    ]);
  });

  test("a night is touched by a minute of it, and counts once", () => {
    const nights = (...shifts: Shift[]) => loadOf(shifts)[0]?.nights;
    expect(nights(shift("05T06:00", "05T22:00", ["ann"]))).toBe(0);
    expect(nights(shift("05T05:59", "05T06:00", ["ann"]))).toBe(1);
    expect(nights(shift("05T21:00", "05T22:01", ["ann"]))).toBe(1);
    expect(
      nights(shift("05T22:00", "05T23:00", ["ann"]), shift("06T04:00", "06T05:00", ["ann"])),
    ).toBe(1);
  });

  test("nights and days are those of the zone", () => {
    const late = [shift("08T18:00", "08T19:00", ["ann"])];
    expect(loadOf(late, "Asia/Kolkata", ["2026-05-09"])).toMatchObject([
      { person: "ann", ms: hours(1), nights: 1, weekends: 1, holidays: 1, shifts: 1 },
    ]);
  });

  test("a day or a night that two stretches share counts once", () => {
    const saturday = [
      shift("09T01:00", "09T02:00", ["ann"]),
      shift("09T08:00", "09T09:00", ["ann"]),
      shift("09T23:00", "10T01:00", ["ann"]),
    ];
    expect(loadOf(saturday, "UTC", ["2026-05-09"])).toMatchObject([
      { ms: hours(4), nights: 2, weekends: 2, holidays: 1, shifts: 3 },
    ]);
  });

  test("a day off has the night before it and its own", () => {
    expect(loadOf([shift("09T00:00", "10T02:00", ["ann"])])).toMatchObject([{ nights: 2 }]);
  });

  test("a night whose end comes twice goes on until the second", () => {
    // 02:10 to 02:20, the second time that the clock in Berlin shows it on 2026-10-25.
    const startsAt = Date.parse("2026-10-25T01:10Z");
    const late = {
      ...shift("05T00:00", "06T00:00", ["ann"]),
      startsAt,
      endsAt: startsAt + 600_000,
    };
    const nights = (until: string) => {
      const duties = dutiesOf([late], zones("Europe/Berlin"), () => 0);
      return load(duties, { ...defaultLoadRules, night: { from: "22:00", until } })[0]?.nights;
    };
    expect(["02:05", "02:10", "02:15", "02:30", "06:00"].map(nights)).toEqual([0, 0, 1, 1, 1]);
  });

  test("a day is touched by a minute of it", () => {
    const touched = (from: string, until: string) => {
      const [found] = loadOf([shift(from, until, ["ann"])], "UTC", ["2026-05-06"]);
      return [found?.weekends, found?.holidays];
    };
    expect(touched("05T12:00", "06T00:00")).toEqual([0, 0]);
    expect(touched("05T12:00", "06T00:01")).toEqual([0, 1]);
    expect(touched("06T23:59", "07T00:00")).toEqual([0, 1]);
    expect(touched("07T00:00", "09T00:00")).toEqual([0, 0]);
    expect(touched("10T23:59", "11T12:00")).toEqual([1, 0]);
  });

  test("people come in the order of their ids, each with what is theirs", () => {
    const shifts = [
      shift("05T09:00", "05T12:00", ["cem", "ann", "cem"]),
      shift("05T12:00", "05T13:00", ["bob"]),
    ];
    const found = loadOf(shifts).map((one) => [one.person, one.ms, one.shifts]);
    expect([...byPerson(shifts)].map(([person, own]) => [person, own.length])).toEqual([
      ["ann", 1],
      ["bob", 1],
      ["cem", 1],
    ]);
    expect(found).toEqual([
      ["ann", hours(3), 1],
      ["bob", hours(1), 1],
      ["cem", hours(3), 1],
    ]);
  });

  test("two tiers at once count once in time", () => {
    const both = [
      shift("05T09:00", "05T12:00", ["ann"]),
      shift("05T10:00", "05T13:00", ["ann"], "second"),
    ];
    expect(loadOf(both)).toMatchObject([{ ms: hours(4), shifts: 2 }]);
  });

  test("a shift that a revision cuts counts once", () => {
    const given = definition([layer("l", weekly([["ann"]]))]);
    const { resolve } = compile(
      [
        { number: 1, from: 0, definition: given },
        { number: 2, from: ORIGIN + day(2), definition: given },
      ],
      zones,
    );
    const shifts = resolve(ORIGIN + hours(9), ORIGIN + day(4));
    expect(shifts).toHaveLength(2);
    expect(loadOf(shifts)).toMatchObject([{ shifts: 1 }]);
  });

  test("only what a revision cuts counts once", () => {
    const turn = { id: "t", index: 0, startsAt: 0, endsAt: 9e15 };
    const first: Shift = {
      ...shift("05T00:00", "06T00:00", ["ann"]),
      because: { revision: 1, layer: "l", turn, overrides: ["x"] },
    };
    const rest: Shift = {
      ...shift("06T00:00", "07T00:00", ["ann"]),
      because: { revision: 2, layer: "l", turn, overrides: [] },
    };
    const because = (more: Partial<Shift["because"]>) => ({
      ...rest,
      because: { ...rest.because, ...more },
    });
    const count = (...shifts: Shift[]) => loadOf(shifts)[0]?.shifts;
    expect(count(first, rest)).toBe(1);
    expect(count(first, { ...rest, tier: "second" })).toBe(2);
    expect(count(first, { ...rest, startsAt: rest.startsAt + 1 })).toBe(2);
    expect(count(first, because({ revision: 1 }))).toBe(2);
    expect(count(first, because({ layer: "m" }))).toBe(2);
    expect(count(first, because({ turn: { ...turn, startsAt: first.endsAt } }))).toBe(2);
    // Another that ends at the same instant does not hide it, whichever comes first.
    const beside: Shift = { ...first, tier: "second" };
    expect(count(first, beside, rest)).toBe(2);
    expect(count(beside, first, rest)).toBe(2);
  });

  test("what overrides put in goes on where one of them does", () => {
    const put = (from: string, until: string, revision: number, ...overrides: string[]): Shift => ({
      ...shift(from, until, ["ann"]),
      because: { revision, layer: null, turn: null, overrides },
    });
    const count = (...shifts: Shift[]) => loadOf(shifts)[0]?.shifts;
    const first = put("05T00:00", "06T00:00", 1, "o", "p");
    expect(count(first, put("06T00:00", "07T00:00", 2, "p", "q"))).toBe(1);
    expect(count(first, put("06T00:00", "07T00:00", 2, "q"))).toBe(2);
    expect(count(first, put("06T00:00", "07T00:00", 1, "p"))).toBe(2);
  });
});
