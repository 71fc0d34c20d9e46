import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current, type OnCall } from "./compile";
import type { Definition, Override } from "./types";

const low = layer("low", weekly([["ann"]]));
const high = layer("high", weekly([["bob"]]), { priority: 1, from: ORIGIN + day(3) });
const back = layer("back", weekly([["cem"]]));

const base: Definition = {
  ...definition([low, high]),
  tiers: [
    { id: "first", name: "First", cover: "always", layers: [low, high] },
    { id: "second", name: "Second", cover: "always", layers: [back] },
  ],
};

/** Tuesday 2026-05-05, all day unless told otherwise. */
const tuesday = { startsAt: ORIGIN + day(1), endsAt: ORIGIN + day(2) };
const everywhere = { scope: "schedule" } as const;

const roster = (...overrides: Override[]) => compile(current({ ...base, overrides }), zones);
const at = (instant: number, ...overrides: Override[]): string[] =>
  roster(...overrides)
    .onCallAt(instant)
    .map(({ tier, people }: OnCall) => `${tier} ${people.join("+")}`);
const noon = ORIGIN + day(1) + hours(12);

const add = (id: string, person: string, target: Override["target"] = everywhere): Override => ({
  ...tuesday,
  id,
  kind: "add",
  target,
  people: [person],
});
const remove = (id: string, person: string, target: Override["target"] = everywhere): Override => ({
  ...tuesday,
  id,
  kind: "remove",
  target,
  people: [person],
});
const replace = (
  id: string,
  person: string,
  by: string,
  target: Override["target"] = everywhere,
): Override => ({ ...tuesday, id, kind: "replace", target, person, by });
const temporary = (
  id: string,
  people: readonly string[],
  target: Override["target"] = everywhere,
  tier?: string,
): Override => ({
  ...tuesday,
  id,
  kind: "temporary",
  target,
  shifts: [{ ...tuesday, people, ...(tier ? { tier } : {}) }],
});

describe("one override", () => {
  test("add joins the first tier, or the one it aims at", () => {
    expect(at(noon, add("o", "dia"))).toEqual(["first ann", "first dia", "second cem"]);
    expect(at(noon, add("o", "dia", { scope: "tier", id: "second" }))).toEqual([
      "first ann",
      "second cem",
      "second dia",
    ]);
  });

  test("add to a layer counts even while the layer rests or is hidden", () => {
    expect(at(noon, add("o", "dia", { scope: "layer", id: "high" }))).toEqual([
      "first ann",
      "first dia",
      "second cem",
    ]);
  });

  test("remove reaches only where it aims", () => {
    expect(at(noon, remove("o", "ann"))).toEqual(["second cem"]);
    expect(at(noon, remove("o", "ann", { scope: "tier", id: "second" }))).toEqual([
      "first ann",
      "second cem",
    ]);
    expect(at(noon, remove("o", "ann", { scope: "layer", id: "low" }))).toEqual(["second cem"]);
    expect(at(noon, remove("o", "ann", { scope: "layer", id: "high" }))).toHaveLength(2);
  });

  test("remove takes whom it finds, though others it names are not there", () => {
    const several: Override = {
      ...tuesday,
      id: "o",
      kind: "remove",
      target: everywhere,
      people: ["zoe", "ann"],
    };
    expect(at(noon, several)).toEqual(["second cem"]);
  });

  test("replace keeps the turn in its provenance and changes nothing outside its interval", () => {
    const changed = roster(replace("o", "ann", "dia"));
    expect(changed.resolve(ORIGIN + hours(9), ORIGIN + day(3)).map(say)).toEqual([
      "Mon 09:00-Tue 00:00 ann",
      "Mon 09:00-Thu 00:00 cem",
      "Tue 00:00-Wed 00:00 dia",
      "Wed 00:00-Thu 00:00 ann",
    ]);
    expect(changed.onCallAt(noon)[0]?.because).toMatchObject({
      layer: "low",
      turn: { id: "t0" },
      overrides: ["o"],
    });
  });

  test("replace by somebody who is there already leaves one of them", () => {
    const pair = {
      ...base,
      tiers: [
        {
          ...base.tiers[0],
          id: "first",
          name: "",
          cover: "always" as const,
          layers: [layer("low", weekly([["ann", "bob"]]))],
        },
      ],
    };
    const found = compile(current({ ...pair, overrides: [replace("o", "ann", "bob")] }), zones);
    expect(found.onCallAt(noon).map(({ people }) => people)).toEqual([["bob"]]);
  });

  test("a temporary schedule is all there is, even when it is empty", () => {
    expect(at(noon, temporary("o", ["dia", "eva"]))).toEqual(["first dia+eva"]);
    expect(at(noon, temporary("o", ["dia"], everywhere, "second"))).toEqual(["second dia"]);
    expect(at(noon, temporary("o", []))).toEqual([]);
    expect(at(noon, temporary("o", ["dia"], { scope: "tier", id: "second" }))).toEqual([
      "first ann",
      "second dia",
    ]);
  });

  test("a temporary schedule's shifts count within its interval only", () => {
    const longer: Override = {
      ...tuesday,
      id: "o",
      kind: "temporary",
      target: everywhere,
      shifts: [{ startsAt: ORIGIN, endsAt: ORIGIN + day(4), people: ["dia"] }],
    };
    const shifts = roster(longer).resolve(ORIGIN + hours(9), ORIGIN + day(3));
    expect(shifts.map(say)).toEqual([
      "Mon 09:00-Tue 00:00 ann",
      "Mon 09:00-Tue 00:00 cem",
      "Tue 00:00-Wed 00:00 dia",
      "Wed 00:00-Thu 00:00 ann",
      "Wed 00:00-Thu 00:00 cem",
    ]);
  });

  test("a temporary schedule for a layer stands at the layer's priority", () => {
    const forLow = temporary("o", ["dia"], { scope: "layer", id: "low" });
    const forHigh = temporary("o", ["dia"], { scope: "layer", id: "high" });
    expect(at(noon, forLow)).toEqual(["first dia", "second cem"]);
    expect(at(noon, forHigh)).toEqual(["first dia", "second cem"]);
    const silent: Override = { ...forHigh, kind: "temporary", shifts: [] } as Override;
    expect(at(noon, silent)).toEqual(["first ann", "second cem"]);
    const nobody = temporary("o", [], { scope: "layer", id: "high" });
    expect(at(noon, nobody)).toEqual(["second cem"]);
  });

  test("one that aims at nothing, or holds for no time, does nothing", () => {
    expect(at(noon, remove("o", "ann", { scope: "tier", id: "gone" }))).toHaveLength(2);
    expect(at(noon, remove("o", "ann", { scope: "override", id: "gone" }))).toHaveLength(2);
    expect(at(noon, { ...remove("o", "ann"), endsAt: tuesday.startsAt })).toHaveLength(2);
    expect(at(noon, { ...remove("o", "ann"), endsAt: tuesday.startsAt - 1 })).toHaveLength(2);
  });
});

describe("several overrides", () => {
  test("replacements chain, in order", () => {
    expect(at(noon, replace("1", "ann", "dia"), replace("2", "dia", "eva"))[0]).toBe("first eva");
    expect(at(noon, replace("2", "dia", "eva"), replace("1", "ann", "dia"))[0]).toBe("first dia");
    const chained = roster(replace("1", "ann", "dia"), replace("2", "dia", "eva"));
    expect(chained.onCallAt(noon)[0]?.because.overrides).toEqual(["1", "2"]);
  });

  test("the later temporary schedule wins, and earlier overrides do not reach its people", () => {
    const first = temporary("1", ["dia"]);
    expect(at(noon, first, temporary("2", ["eva"]))).toEqual(["first eva"]);
    expect(at(noon, remove("1", "dia"), temporary("2", ["dia"]))).toEqual(["first dia"]);
    const layered = ["dia", "eva"].map((id) => temporary(id, [id], { scope: "layer", id: "low" }));
    expect(at(noon, ...layered)).toEqual(["first eva", "second cem"]);
    const joined = add("1", "eva", { scope: "layer", id: "low" });
    expect(at(noon, joined, ...layered.slice(0, 1))).toEqual(["first dia", "second cem"]);
    expect(at(noon, ...layered.slice(0, 1), joined)[1]).toBe("first eva");
    const forLow = temporary("2", ["dia"], { scope: "layer", id: "low" });
    expect(at(noon, remove("1", "dia"), forLow)[0]).toBe("first dia");
    expect(at(noon, forLow, remove("3", "dia"))).toEqual(["second cem"]);
  });

  test("an override of an override reaches only what that one put in", () => {
    const aim = { scope: "override", id: "1" } as const;
    // cem is in the second tier by turn and in the first by override: only the first is touched
    const covers = replace("1", "ann", "cem");
    expect(at(noon, covers, replace("2", "cem", "eva", aim))).toEqual(["first eva", "second cem"]);
    expect(at(noon, covers, remove("2", "cem", aim))).toEqual(["second cem"]);
    expect(at(noon, covers, add("2", "eva", aim))).toEqual([
      "first cem",
      "first eva",
      "second cem",
    ]);
    expect(at(noon, covers, temporary("2", ["eva"], aim))).toEqual(["first eva", "second cem"]);
  });

  test("an override of an override that put nobody in does nothing", () => {
    const aim = { scope: "override", id: "1" } as const;
    const idle = replace("1", "nobody", "dia");
    expect(at(noon, idle, add("2", "eva", aim))).toEqual(["first ann", "second cem"]);
    expect(at(noon, idle, temporary("2", ["eva"], aim))).toEqual(["first ann", "second cem"]);
  });

  test("provenance names only the overrides that changed something", () => {
    const found = roster(remove("1", "nobody"), replace("2", "ann", "dia")).onCallAt(noon);
    expect(found.map(({ because }) => because.overrides)).toEqual([["2"], []]);
  });
});
