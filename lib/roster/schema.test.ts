import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { definitionArbitrary } from "./definition.arbitrary";
import { parseDefinition } from "./schema";

const isZone = (name: string) => name === "Europe/Berlin";

const layer = (change: object = {}, rotation: object = {}) => ({
  id: "l",
  name: "Weekly",
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns: [{ id: "t", people: ["alice"] }],
    ...rotation,
  },
  ...change,
});
const tier = (layers: readonly unknown[] = [layer()]) => ({
  id: "first",
  name: "Primary",
  cover: "always",
  layers,
});
const definition = (change: object = {}) => ({
  zone: "Europe/Berlin",
  tiers: [tier()],
  overrides: [],
  calendars: [],
  ...change,
});
const override = (change: object = {}) => ({
  id: "o",
  kind: "replace",
  person: "alice",
  by: "bo",
  startsAt: 0,
  endsAt: 1,
  target: { scope: "schedule" },
  ...change,
});
const problems = (value: unknown) => {
  const parsed = parseDefinition(value, isZone);
  return parsed.ok ? [] : parsed.problems.map(({ path }) => path);
};
const inLayer = (change: object = {}, rotation: object = {}) =>
  problems(definition({ tiers: [tier([layer(change, rotation)])] }));
const inOverride = (...changes: object[]) =>
  problems(definition({ overrides: changes.map(override) }));
const window = (change: object) => ({
  windows: [{ days: [1], start: "09:00", end: "17:00", endsAfterDays: 0, ...change }],
});
const rotation = "tiers.0.layers.0.rotation";

describe("parseDefinition", () => {
  test("takes a valid one, trims names, and gives back the rest as it was", () => {
    expect(parseDefinition(definition(), isZone)).toEqual({ ok: true, definition: definition() });
    const parsed = parseDefinition(
      definition({ tiers: [{ ...tier(), name: "  Primary " }] }),
      isZone,
    );
    expect(parsed.ok && parsed.definition.tiers[0]?.name).toBe("Primary");
  });

  test("is the identity on what it accepts", () => {
    const anyZone = () => true;
    void fc.assert(
      fc.property(definitionArbitrary, (valid) => {
        expect(parseDefinition(valid, anyZone)).toEqual({ ok: true, definition: valid });
      }),
    );
  });

  test.each([
    ["an unknown zone", definition({ zone: "Mars/Base" }), "zone"],
    ["an unknown key", definition({ extra: 1 }), ""],
    ["an unknown key within", definition({ tiers: [{ ...tier(), extra: 1 }] }), "tiers.0"],
    ["an empty name", definition({ tiers: [{ ...tier(), name: "  " }] }), "tiers.0.name"],
    ["a long name", definition({ tiers: [{ ...tier(), name: "x".repeat(81) }] }), "tiers.0.name"],
    ["a line break", definition({ tiers: [{ ...tier(), name: "a\nb" }] }), "tiers.0.name"],
    [
      "a hidden turn-round",
      definition({ tiers: [{ ...tier(), name: "a\u202eb" }] }),
      "tiers.0.name",
    ],
    ["a bad id", definition({ tiers: [{ ...tier(), id: "a b" }] }), "tiers.0.id"],
    ["a tier twice", definition({ tiers: [tier(), tier([])] }), "tiers.1.id"],
  ])("refuses %s", (_, value, path) => {
    expect(problems(value)).toEqual([path]);
  });

  test("dates and times are real", () => {
    const anchor = (date: string, time = "09:00") =>
      inLayer({}, { anchor: { date, time, turn: 0 } });
    expect(anchor("2028-02-29")).toEqual([]);
    for (const date of [
      "2026-02-30",
      "2026-02-29",
      "2100-02-29",
      "2026-13-01",
      "2026-00-10",
      "26-1-1",
    ]) {
      expect(anchor(date)).toEqual([`${rotation}.anchor.date`]);
    }
    expect(anchor("2026-05-04", "24:00")).toEqual([`${rotation}.anchor.time`]);
  });

  test("rotations", () => {
    expect(inLayer({}, { every: 366 })).toEqual([]);
    expect(inLayer({}, { every: 367 })).toEqual([`${rotation}.every`]);
    expect(inLayer({}, { every: 0.5 })).toEqual([`${rotation}.every`]);
    expect(inLayer({}, { turns: [] })).toEqual([`${rotation}.turns`]);
    const anchor = { date: "2026-05-04", time: "09:00", turn: 1 };
    expect(inLayer({}, { anchor })).toEqual([`${rotation}.anchor.turn`]);
    const crowd = Array.from({ length: 21 }, (_, index) => `p${index}`);
    expect(inLayer({}, { turns: [{ id: "t", people: crowd }] })).toEqual([
      `${rotation}.turns.0.people`,
    ]);
  });

  test("ends lie after starts, what is named is there", () => {
    expect(inLayer({ from: 5, until: 5 })).toEqual(["tiers.0.layers.0.until"]);
    expect(inLayer({ holidays: { calendar: "no", mode: "off" } })).toEqual([
      "tiers.0.layers.0.holidays.calendar",
    ]);
    expect(inLayer(window({}))).toEqual([]);
    expect(inLayer(window({ end: "09:00" }))).toEqual(["tiers.0.layers.0.windows.0.end"]);
    expect(inLayer(window({ end: "09:00", endsAfterDays: 1 }))).toEqual([]);
    expect(inOverride({ endsAt: 0 })).toEqual(["overrides.0.endsAt"]);
    expect(inOverride({ target: { scope: "tier", id: "no" } })).toEqual(["overrides.0.target"]);
    expect(inOverride({ target: { scope: "layer", id: "l" } })).toEqual([]);
  });

  test("an override aims at an earlier one only", () => {
    const aimed = (id: string, at: string) => ({ id, target: { scope: "override", id: at } });
    expect(inOverride({}, aimed("p", "o"))).toEqual([]);
    expect(inOverride(aimed("p", "p"))).toEqual(["overrides.0.target"]);
    expect(inOverride(aimed("p", "o"), {})).toEqual(["overrides.0.target"]);
  });

  test("every problem has a sentence", () => {
    const parsed = parseDefinition(
      definition({ zone: "", tiers: [tier([layer({ name: "" })])] }),
      isZone,
    );
    expect(parsed).toEqual({
      ok: false,
      problems: [
        { path: "zone", message: "Choose a time zone." },
        { path: "tiers.0.layers.0.name", message: "Give it a name." },
      ],
    });
  });

  test("refuses what keeps every bound and is too much in all", () => {
    const shifts = Array.from({ length: 150 }, () => ({ startsAt: 0, endsAt: 1, people: [] }));
    const overrides = Array.from({ length: 1_000 }, (_, index) => ({
      id: `o${index}`,
      kind: "temporary",
      shifts,
      startsAt: 0,
      endsAt: 1,
      target: { scope: "schedule" },
    }));
    expect(problems(definition({ overrides: overrides.slice(0, 10) }))).toEqual([]);
    expect(problems(definition({ overrides }))).toEqual([""]);
  });

  test("tells little about what is huge or deep", () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const many = Object.fromEntries(
      Array.from({ length: 300_000 }, (_, index) => [`k${index}`, 1]),
    );
    const broken = Array.from({ length: 200_000 }, () => ({}));
    for (const value of [
      deep,
      circle,
      many,
      definition({ tiers: deep }),
      definition({ overrides: broken }),
    ]) {
      const parsed = parseDefinition(value, isZone);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed).length).toBeLessThan(20_000);
    }
    for (const value of [null, undefined, 1, "x", [], new Date(0)]) {
      expect(parseDefinition(value, isZone).ok).toBe(false);
    }
  });
});
