import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { defaultLoadRules } from "./bands";
import type { Facts } from "./check";
import { compile, current } from "./compile";
import { dutiesOf } from "./duty";
import { shareOut } from "./fair";
import { heldIn, placesIn } from "./held";
import { countByPerson } from "./load";
import { type Judged, quality } from "./quality";
import type { Definition, Override, Revision } from "./types";

const nothing: Facts = { unreachable: new Set(), timeOff: [], minRestMs: 0 };
const START = ORIGIN + hours(9);

const judged = (revisions: readonly Revision[], from: number, until: number): Judged => {
  const held = heldIn(revisions, from, until);
  const shifts = compile(revisions, zones).resolve(from, until);
  const duties = dutiesOf(shifts, zones("UTC"), placesIn(held));
  return { held, shifts, counted: countByPerson(duties, defaultLoadRules) };
};

const judge = (given: Definition, weeks: number, facts: Partial<Facts> = {}) =>
  quality(judged(current(given), START, START + day(7 * weeks)), zones, { ...nothing, ...facts });

const replaced = (startsAt: number, endsAt: number): Override => ({
  id: "o",
  kind: "replace",
  target: { scope: "schedule" },
  startsAt,
  endsAt,
  person: "bob",
  by: "ann",
});

describe("quality", () => {
  test("two people in turn, always somebody, nothing wrong: 100 and nothing to mend", () => {
    expect(judge(definition([layer("l", weekly([["ann"], ["bob"]]))]), 4)).toEqual({
      score: 100,
      coverage: 1,
      balance: 1,
      soundness: 1,
      improvements: [],
    });
  });

  test("a gap costs its part of the time, and is named by weekday and local time, all weeks together", () => {
    const given = definition([
      layer("l", weekly([["ann"], ["bob"]]), {
        windows: [
          { days: [1, 3, 4, 5, 6, 7], start: "08:00", end: "08:00", endsAfterDays: 1 },
          { days: [2], start: "14:00", end: "08:00", endsAfterDays: 1 },
        ],
      }),
    ]);
    const found = judge(given, 4);
    expect(found).toMatchObject({ score: 96, coverage: 1 - 6 / 168, balance: 1 });
    expect(found?.improvements).toEqual([
      {
        kind: "gap",
        tier: "first",
        weekday: 2,
        start: "08:00",
        days: 0,
        end: "14:00",
        ms: hours(24),
        gain: expect.closeTo(600 / 168, 9),
      },
    ]);
  });

  test("who carries more costs what would have to change hands", () => {
    // Ann takes the weekend of Bob's week, too: 168 h and 48 h of 336 h.
    const given = {
      ...definition([layer("l", weekly([["ann"], ["bob"]]))]),
      overrides: [replaced(ORIGIN + day(12), ORIGIN + day(14))],
    };
    // A week: 48 h of weekend, five nights of which Sunday's and Saturday's are weekend, the rest weekdays.
    const week = 48 * 1.5 + 40 * 1.5 + 80;
    const moved = 48 * 1.5;
    const found = judge(given, 2);
    expect(found?.balance).toBeCloseTo(1 - moved / (2 * week), 9);
    expect(found?.score).toBe(Math.floor(100 * (1 - moved / (2 * week))));
    expect(found?.improvements).toEqual([
      {
        kind: "overload",
        person: "ann",
        band: "weekend",
        share: 1,
        others: [0, 0],
        load: { share: expect.closeTo(0.5 + moved / (2 * week), 9), fair: 0.5 },
        gain: expect.closeTo((100 * moved) / (2 * week), 9),
      },
    ]);
  });

  test("who is unreachable, off, on call twice or without rest costs that time", () => {
    const given = definition([layer("l", weekly([["ann"], ["bob"]]))]);
    const off = { person: "ann", startsAt: START, endsAt: START + hours(42) };
    expect(judge(given, 2, { timeOff: [off] })).toMatchObject({
      score: 87,
      soundness: 1 - 42 / 336,
      improvements: [{ kind: "time-off", person: "ann", ms: hours(42), times: 1, gain: 12.5 }],
    });
    expect(judge(given, 2, { unreachable: new Set(["ann", "bob"]) })?.score).toBe(0);
    const breaks = { ...given, overrides: [replaced(START + day(7) + hours(6), START + day(8))] };
    const rest = judge(breaks, 2, { minRestMs: hours(8) })?.improvements;
    expect(rest?.find(({ kind }) => kind === "rest")).toMatchObject({ ms: hours(2), times: 1 });
  });

  test("a sum that is a whole number is not rounded down to the one before", () => {
    const given = definition([layer("l", weekly([["ann"]]))]);
    const score = (off: number) =>
      quality(judged(current(given), START, START + hours(100)), zones, {
        ...nothing,
        timeOff: [{ person: "ann", startsAt: START, endsAt: START + hours(off) }],
      })?.score;
    expect([34, 55, 67, 79, 99.5].map(score)).toEqual([66, 45, 33, 21, 0]);
  });

  test("what lies within one part in a hundred of a fair share is even", () => {
    const given = definition([layer("l", weekly([["ann"], ["bob"]]))]);
    const kinds = (taken: number) => {
      const overrides = [replaced(START + day(7), START + day(7) + hours(taken))];
      return judge({ ...given, overrides }, 2)?.improvements.map(({ kind }) => kind);
    };
    // Two weeks are 424 points, and Monday's hours from nine one each.
    expect([0, 4, 5].map(kinds)).toEqual([[], [], ["overload"]]);
  });

  test("every fault is named once, the one that gains most first, by what it gains alone", () => {
    const given = definition([
      layer("l", weekly([["ann"], ["bob"]]), { until: START + day(13) + hours(12) }),
    ]);
    // Twelve hours of 336 are a gap; Ann takes two days of Bob's and is off for one hour of hers.
    const overrides = [replaced(START + day(8), START + day(10))];
    const off = { person: "ann", startsAt: START, endsAt: START + hours(1) };
    const found = judge({ ...given, overrides }, 2, { timeOff: [off] });
    expect(found?.coverage).toBeCloseTo(1 - 12 / 336, 9);
    expect(found?.soundness).toBeCloseTo(1 - 1 / 324, 9);
    // Bob's last twelve hours are three of a Sunday, six of Monday's night and three of its day.
    const points = 2 * 212 - (3 * 1.5 + 6 * 1.5 + 3);
    const [fair, annHas] = [points / 2, 212 + 2 * (16 + 8 * 1.5)];
    const over = (annHas - fair) / points;
    expect(found?.balance).toBeCloseTo(1 - over, 9);
    const gains = found?.improvements.map(({ kind, gain }) => [kind, gain]);
    const [coverage, soundness] = [1 - 12 / 336, 1 - 1 / 324];
    expect(gains).toEqual([
      ["overload", expect.closeTo(100 * over * coverage * soundness, 9)],
      ["gap", expect.closeTo(((100 * 12) / 336) * (1 - over) * soundness, 9)],
      ["time-off", expect.closeTo((100 / 324) * coverage * (1 - over), 9)],
    ]);
  });

  test("where nobody need be on call, all that must be covered is", () => {
    const [tier] = definition([layer("l", weekly([["ann"], ["bob"]]))]).tiers;
    const tiers = tier ? [{ ...tier, cover: "never" as const }] : [];
    expect(judge({ ...definition([]), tiers }, 2)).toMatchObject({ score: 100, coverage: 1 });
  });

  test("findings of more time than was served cost all there is", () => {
    const given = definition([layer("l", weekly([["ann"]]))]);
    const off = { person: "ann", startsAt: START, endsAt: START + day(7) };
    const found = judge(given, 1, { timeOff: [off], unreachable: new Set(["ann"]) });
    expect(found).toMatchObject({ score: 0, soundness: 0, coverage: 1 });
  });

  test("gaps are those of each tier while its revision held", () => {
    const [one] = definition([layer("l", weekly([["ann"]]))]).tiers;
    const base = definition([]);
    const other = { id: "second", name: "", cover: "always" as const, layers: [] };
    const revisions = [
      { number: 1, from: START - day(1), definition: { ...base, tiers: one ? [one] : [] } },
      { number: 2, from: START + day(1), definition: { ...base, tiers: one ? [one, other] : [] } },
    ];
    const found = quality(judged(revisions, START, START + day(2)), zones, nothing);
    expect(found?.coverage).toBeCloseTo(2 / 3, 9);
    expect(found?.improvements).toMatchObject([{ kind: "gap", tier: "second", ms: day(1) }]);
    expect(quality({ held: [], shifts: [], counted: [] }, zones, nothing)).toBeNull();
  });

  test("nobody where somebody must be is 0; nobody where nobody need be is nothing to judge", () => {
    const empty = definition([layer("l", weekly([[]]))]);
    expect(judge(empty, 1)).toMatchObject({ score: 0, coverage: 0 });
    const [tier] = empty.tiers;
    expect(judge({ ...empty, tiers: tier ? [{ ...tier, cover: "never" }] : [] }, 1)).toBeNull();
  });

  test("one person alone is balanced: there is nobody to share with", () => {
    expect(judge(definition([layer("l", weekly([["ann"]]))]), 3)).toMatchObject({ score: 100 });
  });
});

describe("shareOut", () => {
  const share = (revisions: readonly Revision[], weeks: number) => {
    const { counted, held } = judged(revisions, START, START + day(7 * weeks));
    const carried = shareOut(counted, held);
    const points = carried.reduce((sum, one) => sum + one.points, 0);
    return carried.map(({ person, fair }) => [person, Math.round((1000 * fair) / points) / 1000]);
  };

  test("tiers are shared out each among its own people, by the weight of the tier", () => {
    const given = definition([layer("l", weekly([["ann"], ["bob"]]))]);
    const second = { id: "second", name: "Second", cover: "never" as const };
    const tiers = [...given.tiers, { ...second, layers: [layer("m", weekly([["cy"]]))] }];
    const third = Math.round(1000 / 3) / 1000;
    expect(share(current({ ...given, tiers }), 2)).toEqual([
      ["ann", third],
      ["bob", third],
      ["cy", third],
    ]);
  });

  test("who joins in the middle has a share of the time since; who only stood in has none", () => {
    const before = definition([layer("l", weekly([["ann"]]))]);
    const after = {
      ...definition([layer("l", weekly([["ann"], ["bob"]]))]),
      overrides: [{ ...replaced(ORIGIN + day(21), ORIGIN + day(22)), by: "dee" }],
    };
    const revisions = [
      { number: 1, from: START - day(7), definition: before },
      { number: 2, from: START + day(14), definition: after },
    ];
    expect(share(revisions, 4)).toEqual([
      ["ann", 0.667],
      ["bob", 0.333],
      ["dee", 0],
    ]);
  });

  test("without a rotation those who served share evenly", () => {
    const shifts = [
      { startsAt: START, endsAt: START + day(6), people: ["ann"] },
      { startsAt: START + day(6), endsAt: START + day(7), people: ["bob"] },
    ];
    const temporary: Override = {
      id: "t",
      kind: "temporary",
      target: { scope: "schedule" },
      startsAt: START,
      endsAt: START + day(7),
      shifts,
    };
    const given = { ...definition([]), overrides: [temporary] };
    expect(share(current(given), 1)).toEqual([
      ["ann", 0.5],
      ["bob", 0.5],
    ]);
  });
});
