import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import type { Definition, Override, Target } from "./types";

const base = (...groups: string[][]): Definition => definition([layer("low", weekly(groups))]);
/** Tuesday 2026-05-05, all day. */
const tuesday = { startsAt: ORIGIN + day(1), endsAt: ORIGIN + day(2) };
const everywhere = { scope: "schedule" } as const;
const of = (id: string): Target => ({ scope: "override", id });
const add = (id: string, people: string[], target: Target = everywhere): Override => ({
  ...tuesday,
  id,
  kind: "add",
  target,
  people,
});
const remove = (id: string, people: string[], target: Target = everywhere): Override => ({
  ...add(id, people, target),
  kind: "remove",
  people,
});
const replace = (
  id: string,
  person: string,
  by: string,
  target: Target = everywhere,
): Override => ({
  ...tuesday,
  id,
  kind: "replace",
  target,
  person,
  by,
});
const shown = (given: Definition, ...overrides: Override[]): string[] =>
  compile(current({ ...given, overrides }), zones)
    .onCallAt(ORIGIN + day(1) + hours(12))
    .map(({ tier, people, because }) => [tier, people.join("+"), ...because.overrides].join(" "));

describe("an override aimed at another", () => {
  test("reaches whom an addition put in, whatever its place, and nobody else of that name", () => {
    const given = base(["ann"]);
    const [idle, added] = [remove("0", ["zoe"]), add("1", ["ann", "dia"])];
    expect(shown(given, idle, added)).toEqual(["first ann", "first ann+dia 1"]);
    expect(shown(given, idle, added, remove("2", ["ann"], of("1")))).toEqual([
      "first ann",
      "first dia 1 2",
    ]);
    expect(shown(given, idle, added, replace("2", "ann", "eva", of("1")))).toEqual([
      "first ann",
      "first eva+dia 1 2",
    ]);
    expect(shown(given, added, remove("2", ["ann"], of("1")))).toEqual([
      "first ann",
      "first dia 1 2",
    ]);
  });

  test("finds the one whom a replacement put in among those who were there", () => {
    const given = base(["ann", "bob"]);
    const covered = replace("1", "bob", "cem");
    const joined = ["first ann+cem 1", "first eva 2"];
    expect(shown(given, covered, add("2", ["eva"], of("1")))).toEqual(joined);
    expect(shown(given, remove("0", []), covered, add("2", ["eva"], of("1")))).toEqual(joined);
    expect(
      shown(given, covered, replace("2", "cem", "dia", of("1")), remove("3", ["dia"], of("1"))),
    ).toEqual(["first ann+dia 1 2"]);
  });

  test("reaches whom a temporary schedule put in", () => {
    const temporary: Override = {
      ...tuesday,
      id: "1",
      kind: "temporary",
      target: everywhere,
      shifts: [{ ...tuesday, people: ["dia", "eva"] }],
    };
    const swapped = replace("2", "dia", "fay", of("1"));
    expect(shown(base(["ann"]), temporary, swapped)).toEqual(["first fay+eva 1 2"]);
  });
});

test("the same name is another thing as a tier, a layer and an override", () => {
  const given: Definition = {
    ...definition([]),
    tiers: [
      { id: "x", name: "", cover: "always", layers: [layer("y", weekly([["ann"]]))] },
      { id: "y", name: "", cover: "always", layers: [layer("x", weekly([["ann"]]))] },
    ],
  };
  const inTier = remove("x", ["ann"], { scope: "tier", id: "x" });
  expect(shown(given, inTier)).toEqual(["y ann"]);
  const inLayer = remove("y", ["ann"], { scope: "layer", id: "x" });
  expect(shown(given, inLayer)).toEqual(["x ann"]);
  expect(shown(given, add("x", ["dia"], { scope: "layer", id: "x" }))).toEqual([
    "x ann",
    "y ann",
    "y dia x",
  ]);
  // Added to tier x, Dia is in no layer: what is aimed at layer x, or at tier y, does not reach her.
  const joined = add("y", ["dia"], { scope: "tier", id: "x" });
  for (const target of [
    { scope: "layer", id: "x" },
    { scope: "tier", id: "y" },
  ] as const) {
    expect(shown(given, joined, remove("z", ["dia"], target))).toEqual([
      "x ann",
      "x dia y",
      "y ann",
    ]);
  }
  expect(shown(given, joined, remove("z", ["dia"], of("y")))).toEqual(["x ann", "y ann"]);
  expect(shown(given, joined, remove("z", ["ann"], of("x")))).toEqual([
    "x ann",
    "x dia y",
    "y ann",
  ]);
  const stands: Override = {
    ...tuesday,
    id: "t",
    kind: "temporary",
    target: { scope: "tier", id: "y" },
    shifts: [{ ...tuesday, people: ["eva"] }],
  };
  expect(shown(given, stands)).toEqual(["x ann", "y eva t"]);
});

test("shifts of a temporary schedule that share people are told apart", () => {
  const noon = tuesday.startsAt + hours(12);
  const [morning, evening] = [
    { startsAt: tuesday.startsAt, endsAt: noon },
    { startsAt: noon, endsAt: tuesday.endsAt },
  ];
  const shifts = (first: string[], second: string[]) => {
    const temporary: Override = {
      ...tuesday,
      id: "t",
      kind: "temporary",
      target: everywhere,
      shifts: [
        { ...morning, people: first },
        { ...evening, people: second },
      ],
    };
    return compile(current({ ...base(["ann"]), overrides: [temporary] }), zones)
      .resolve(tuesday.startsAt, tuesday.endsAt)
      .map(say);
  };
  expect(shifts(["dia"], ["dia", "eva"])).toEqual([
    "Tue 00:00-Tue 12:00 dia",
    "Tue 12:00-Wed 00:00 dia+eva",
  ]);
  expect(shifts(["dia", "eva"], ["dia", "fay"])).toEqual([
    "Tue 00:00-Tue 12:00 dia+eva",
    "Tue 12:00-Wed 00:00 dia+fay",
  ]);
  expect(shifts(["dia", "eva"], ["dia"])).toHaveLength(2);
  expect(shifts(["dia"], ["dia"])).toEqual(["Tue 00:00-Wed 00:00 dia"]);
});
