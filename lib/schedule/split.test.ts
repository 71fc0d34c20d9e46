import { describe, expect, test } from "vitest";
import { day, definition, layer, ORIGIN, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import { splitLayer } from "./split";
import type { Definition, Override } from "./types";

const at = ORIGIN + day(9);
const week = 7 * day(1);
const base = definition([layer("l", weekly([["ann"], ["bob"]]))]);
const cut = (given: Definition, when = at) => splitLayer(given, "l", when, zones, (id) => `${id}+`);
const until = (given: Definition) =>
  compile(current(given), zones)
    .resolve(ORIGIN + day(7), ORIGIN + day(21))
    .map(say);

describe("a change from a date on", () => {
  test("the layer ends where an equal one begins, and the turn goes on", () => {
    const [one, two] = cut(base).tiers[0]?.layers ?? [];
    expect(one).toEqual({ ...base.tiers[0]?.layers[0], until: at });
    expect(two).toMatchObject({ id: "l+", name: "l", from: at });
    expect(two?.rotation.turns.map(({ id }) => id)).toEqual(["t0+", "t1+"]);
    expect(until(cut(base))).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 09:00-Wed 00:00 bob",
      "Wed 00:00-Mon 09:00 bob",
      "Mon 09:00-Mon 00:00 ann",
    ]);
  });

  test("nothing to cut: no such layer, or it does not hold on both sides", () => {
    expect(splitLayer(base, "x", at, zones, String)).toBe(base);
    const until = definition([layer("l", weekly([["ann"]]), { until: at })]);
    expect(cut(until)).toBe(until);
    const from = definition([layer("l", weekly([["ann"]]), { from: at })]);
    expect(cut(from)).toBe(from);
  });

  test("overrides: earlier ones stay, later ones aim at the new half, those across are cut in two", () => {
    const on = (id: string, target: Override["target"], from: number, to: number): Override => ({
      id,
      target,
      kind: "add",
      people: [id],
      startsAt: ORIGIN + day(from),
      endsAt: ORIGIN + day(to),
    });
    const own = { scope: "layer" as const, id: "l" };
    const of = (id: string) => ({ scope: "override" as const, id });
    const overrides = [
      on("early", own, 1, 9),
      on("across", own, 8, 10),
      on("late", own, 9, 12),
      on("onAcross", of("across"), 8, 11),
      on("onLate", of("late"), 9, 11),
      on("afterAcross", of("across"), 9, 10),
      on("all", { scope: "schedule" }, 1, 20),
    ];
    const after = cut({ ...base, overrides }).overrides;
    const brief = after.map(({ id, target, startsAt, endsAt }) => [
      id,
      target.scope === "schedule" ? "all" : target.id,
      (startsAt - ORIGIN) / day(1),
      (endsAt - ORIGIN) / day(1),
    ]);
    expect(brief).toEqual([
      ["early", "l", 1, 9],
      ["across", "l", 8, 9],
      ["across+", "l+", 9, 10],
      ["late", "l+", 9, 12],
      ["onAcross", "across", 8, 9],
      ["onAcross+", "across+", 9, 11],
      ["onLate", "late", 9, 11],
      ["afterAcross", "across+", 9, 10],
      ["all", "all", 1, 20],
    ]);
  });

  test("other layers stay, and so does what aims at a tier of the layer's name", () => {
    const [tier] = base.tiers;
    const other = layer("m", weekly([["cem"]]));
    const span = { startsAt: at - day(1), endsAt: at + day(1) };
    const overrides: Override[] = [
      { ...span, id: "l", kind: "add", people: ["dia"], target: { scope: "tier", id: "l" } },
      { ...span, id: "x", kind: "add", people: ["dia"], target: { scope: "layer", id: "m" } },
      { ...span, id: "y", kind: "add", people: ["dia"], target: { scope: "override", id: "l" } },
      { ...span, id: "z", kind: "add", people: ["dia"], target: { scope: "layer", id: "l" } },
      { ...span, id: "w", kind: "add", people: ["dia"], target: { scope: "layer", id: "z" } },
    ];
    const tiers = tier ? [{ ...tier, layers: [...tier.layers, other] }] : [];
    const after = cut({ ...base, tiers, overrides });
    expect(after.tiers[0]?.layers.map(({ id }) => id)).toEqual(["l", "l+", "m"]);
    expect(after.tiers[0]?.layers[2]).toBe(other);
    expect(after.overrides.map(({ id }) => id)).toEqual(["l", "x", "y", "z", "z+", "w"]);
  });

  test("where an override is cut, it is cut where its turn has taken it", () => {
    // Stated for Monday 4 May, its turn has moved to the 5th, noon, and is Ann's until the 12th.
    const rotation = {
      ...weekly([["ann"], ["bob"]]),
      anchor: { date: "2026-05-05", time: "12:00", turn: 0 },
    };
    const startsAt = ORIGIN + day(0.375);
    const followed: Override = {
      id: "o",
      kind: "replace",
      person: "ann",
      by: "cem",
      target: { scope: "layer", id: "l" },
      startsAt,
      endsAt: startsAt + week,
      follows: { layer: "l", turn: "t0" },
    };
    const given = { ...definition([layer("l", rotation)]), overrides: [followed] };
    const when = ORIGIN + day(8);
    const found = cut(given, when).overrides;
    expect(found.map((one) => [one.id, one.startsAt, one.endsAt, one.follows])).toEqual([
      ["o", ORIGIN + day(1.5), when, undefined],
      ["o+", when, ORIGIN + day(8.5), undefined],
    ]);
  });

  test("an override that follows a later turn follows the new half's", () => {
    const swap = (id: string, from: number): Override => ({
      id,
      kind: "replace",
      person: "ann",
      by: "cem",
      target: { scope: "schedule" },
      startsAt: ORIGIN + day(from) + 9 * 3_600_000,
      endsAt: ORIGIN + day(from) + 9 * 3_600_000 + week,
      follows: { layer: "l", turn: "t0" },
    });
    const after = cut({ ...base, overrides: [swap("past", 0), swap("next", 14)] });
    expect(after.overrides.map(({ follows }) => follows)).toEqual([
      { layer: "l", turn: "t0" },
      { layer: "l+", turn: "t0+" },
    ]);
  });

  test("a temporary schedule's shifts are cut with it", () => {
    const [startsAt, endsAt] = [at - day(1), at + day(2)];
    const temporary: Override = {
      id: "o",
      kind: "temporary",
      target: { scope: "layer", id: "l" },
      startsAt,
      endsAt,
      shifts: [
        { startsAt, endsAt, people: ["cem"] },
        { startsAt: at, endsAt, people: ["dia"] },
      ],
    };
    expect(cut({ ...base, overrides: [temporary] }).overrides).toMatchObject([
      { id: "o", endsAt: at, shifts: [{ startsAt, endsAt: at }] },
      { id: "o+", startsAt: at, shifts: [{ startsAt: at, endsAt }, { people: ["dia"] }] },
    ]);
  });
});
