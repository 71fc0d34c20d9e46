import { describe, expect, test } from "vitest";
import { definition, layer, weekly } from "@/tests/engine/examples";
import { occurrence } from "@/tests/engine/oracle-time";
import { zones } from "@/tests/engine/zones";
import { followTurns, wholeTurn } from "./follow";
import type { Definition, Layer, Override, Rotation } from "./types";

const at = (text: string): number => Date.parse(`${text}Z`);
const rota = weekly([["ann"], ["bob"], ["cem"]]);
/** Dia has Ann's turn from Monday 25 May, 09:00, for a week. */
const swap: Override = {
  id: "o",
  kind: "replace",
  person: "ann",
  by: "dia",
  target: { scope: "schedule" },
  startsAt: at("2026-05-25T09:00"),
  endsAt: at("2026-06-01T09:00"),
  follows: { layer: "l", turn: "t0" },
};
const given = (
  rotation: Rotation,
  more: Partial<Layer> = {},
  override: Override = swap,
): Definition => ({
  ...definition([layer("l", rotation, more)]),
  overrides: [override],
});
const span = (from: Definition): string[] =>
  followTurns(from, zones).overrides.flatMap(({ startsAt, endsAt }) =>
    [startsAt, endsAt].map((one) => new Date(one).toISOString().slice(0, 16)),
  );
const anchored = (date: string, time: string): Rotation => ({
  ...rota,
  anchor: { date, time, turn: 0 },
});

describe("an override that follows its turn", () => {
  test("stays while the turn does, and nothing is copied", () => {
    const same = given(rota);
    expect(followTurns(same, zones).overrides[0]).toBe(swap);
    const { follows: _, ...plain } = swap;
    const still = { ...same, overrides: [plain] };
    expect(followTurns(still, zones)).toBe(still);
  });

  test("moves with the handoff", () => {
    expect(span(given(anchored("2026-05-06", "10:00")))).toEqual([
      "2026-05-27T10:00",
      "2026-06-03T10:00",
    ]);
  });

  test("takes the nearest occurrence, the earlier of two", () => {
    // Ann's turns from 14 May and 4 June: eleven days before, ten days after.
    expect(span(given(anchored("2026-05-14", "09:00")))[0]).toBe("2026-06-04T09:00");
    // Half a cycle away on both sides: 14 May, 21:00, and 4 June, 21:00.
    expect(span(given(anchored("2026-05-14", "21:00")))[0]).toBe("2026-05-14T21:00");
  });

  test("takes a turn of counted days whole, before the anchor too", () => {
    // Two Mondays each: Ann from 1 June, so Cem had 18 and 25 May and is next on 29 June.
    const mondays: Rotation = {
      ...anchored("2026-05-29", "09:00"),
      unit: "day",
      every: 2,
      weekdays: [1],
    };
    const cems = { ...swap, follows: { layer: "l", turn: "t2" } };
    const moved = given(mondays, {}, cems);
    expect(span(moved)).toEqual(["2026-05-18T09:00", "2026-05-26T09:00"]);
    expect(occurrence(moved, layer("l", mondays), "t2", swap.startsAt)).toEqual({
      from: at("2026-05-18T09:00"),
      to: at("2026-05-26T09:00"),
    });
  });

  test("reads the handoff in the layer's zone, across a change of the clock", () => {
    const autumn = {
      ...swap,
      startsAt: at("2026-10-19T07:00"),
      endsAt: at("2026-10-26T08:00"),
    };
    const rotation = anchored("2026-10-19", "12:00");
    expect(span(given(rotation, { zone: "Europe/Berlin" }, autumn))).toEqual([
      "2026-10-19T10:00",
      "2026-10-26T11:00",
    ]);
  });

  test("stays at what is stated when the turn or the layer is gone, or it is a temporary schedule", () => {
    const stated = ["2026-05-25T09:00", "2026-06-01T09:00"];
    const moved = anchored("2026-05-06", "10:00");
    const rest = { ...moved, turns: moved.turns.slice(1) };
    expect(span(given(rest))).toEqual(stated);
    expect(span({ ...given(moved), tiers: [] })).toEqual(stated);
    expect(span(given({ ...moved, every: 0 }))).toEqual(stated);
    const { startsAt, endsAt, id, target, follows } = swap;
    const temporary: Override = {
      kind: "temporary",
      shifts: [],
      ...{ startsAt, endsAt, id, target },
      ...(follows && { follows }),
    };
    expect(span(given(moved, {}, temporary))).toEqual(stated);
  });

  test("moves beside others that stay", () => {
    const { follows: _, ...plain } = swap;
    const both = { ...given(anchored("2026-05-06", "10:00")), overrides: [plain, swap] };
    const found = followTurns(both, zones).overrides;
    expect(found[0]).toBe(plain);
    expect(found[1]?.startsAt).toBe(at("2026-05-27T10:00"));
  });

  test("grows with its turn, at its beginning as at its end", () => {
    const fortnight = { ...anchored("2026-05-18", "09:00"), every: 2 };
    expect(span(given(fortnight))).toEqual(["2026-05-18T09:00", "2026-06-01T09:00"]);
    const later = { ...anchored("2026-05-25", "09:00"), every: 2 };
    expect(span(given(later))).toEqual(["2026-05-25T09:00", "2026-06-08T09:00"]);
  });

  test("takes the turn before the days left out where that is the nearer one", () => {
    // Saturday noon: Friday's turn began a day ago, Monday's begins in two.
    const weekdays = {
      ...anchored("2026-05-25", "09:00"),
      unit: "day",
      turns: rota.turns.slice(0, 1),
    } as const;
    const noon = { ...swap, startsAt: at("2026-05-30T12:00"), endsAt: at("2026-05-31T12:00") };
    expect(span(given({ ...weekdays, weekdays: [1, 2, 3, 4, 5] }, {}, noon))).toEqual([
      "2026-05-29T09:00",
      "2026-05-30T09:00",
    ]);
  });

  test("goes back from an hour that the clock swallows before days left out", () => {
    // Saturdays from 03:00: Cem's last hour, 02:00 on Sunday, does not exist; 23:00 is his too.
    const saturdays: Rotation = { ...anchored("2020-03-07", "03:00"), unit: "hour", weekdays: [6] };
    const startsAt = at("2020-03-08T08:00");
    const cems = { ...swap, follows: { layer: "l", turn: "t2" }, startsAt, endsAt: startsAt + 1 };
    expect(span(given(saturdays, { zone: "America/Chicago" }, cems))).toEqual([
      "2020-03-08T05:00",
      "2020-03-08T06:00",
    ]);
  });

  test("passes over an hour that the clock swallows, on both sides", () => {
    // In Berlin 02:00 to 03:00 on 29 March is Cem's and does not happen; 23:00 and 05:00 are his too.
    const hourly: Rotation = { ...anchored("2026-03-29", "00:00"), unit: "hour" };
    const near = (startsAt: number) =>
      span(
        given(
          hourly,
          { zone: "Europe/Berlin" },
          { ...swap, follows: { layer: "l", turn: "t2" }, startsAt, endsAt: startsAt + 3_600_000 },
        ),
      );
    expect(near(at("2026-03-29T01:00"))).toEqual(["2026-03-29T03:00", "2026-03-29T04:00"]);
    expect(near(at("2026-03-29T00:00"))).toEqual(["2026-03-28T22:00", "2026-03-28T23:00"]);
  });

  test("passes over an occurrence that the clock leaves out", () => {
    const rotation: Rotation = { ...anchored("2011-12-28", "00:00"), unit: "day" };
    const alone = { ...rotation, turns: rotation.turns.slice(0, 1) };
    const friday = {
      ...swap,
      startsAt: at("2011-12-30T10:00"),
      endsAt: at("2011-12-30T10:00"),
    };
    // 30 December does not exist in Apia; the 31st begins at that very instant.
    expect(span(given(alone, { zone: "Pacific/Apia" }, friday))).toEqual([
      "2011-12-30T10:00",
      "2011-12-31T10:00",
    ]);
  });
});

describe("a whole turn", () => {
  const { startsAt, endsAt } = swap;
  const find = (people: readonly string[], from = startsAt, to = endsAt) =>
    wholeTurn(given(rota), { startsAt: from, endsAt: to }, people, zones);

  test("is found by its beginning, its end and who is in it", () => {
    expect(find(["ann"])).toEqual({ layer: "l", turn: "t0" });
    expect(find([])).toEqual({ layer: "l", turn: "t0" });
    expect(find(["bob"])).toBe(null);
  });

  test("is found by any one of those in it", () => {
    const pair = given(weekly([["cem"], ["ann", "bob"]]));
    const span = { startsAt: at("2026-05-25T09:00"), endsAt: at("2026-06-01T09:00") };
    expect(wholeTurn(pair, span, ["bob", "dia"], zones)).toEqual({ layer: "l", turn: "t1" });
    expect(wholeTurn(pair, span, ["cem"], zones)).toBe(null);
  });

  test("is none when it is a minute longer or shorter", () => {
    expect(find(["ann"], startsAt + 60_000)).toBe(null);
    expect(find(["ann"], startsAt, endsAt - 60_000)).toBe(null);
    expect(find(["ann"], startsAt, endsAt + (endsAt - startsAt))).toBe(null);
  });
});
