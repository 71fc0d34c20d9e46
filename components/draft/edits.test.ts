import { describe, expect, test } from "vitest";
import type { Definition, Layer, Override } from "@/lib/schedule/types";
import {
  addLayer,
  moved,
  moveTier,
  putOverride,
  removeCalendar,
  removeLayer,
  removeOverride,
  removeTier,
} from "./edits";

const layer = (id: string): Layer => ({
  id,
  name: id,
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns: [{ id: `${id}-t`, people: ["ada"] }],
  },
  holidays: { calendar: "c", mode: "off" },
});
const add = (id: string, target: Override["target"]): Override => ({
  id,
  kind: "add",
  people: ["bo"],
  startsAt: 0,
  endsAt: 1,
  target,
});
const definition: Definition = {
  zone: "UTC",
  tiers: [
    { id: "one", name: "One", cover: "always", layers: [layer("a"), layer("b")] },
    { id: "two", name: "Two", cover: "never", layers: [layer("c")] },
  ],
  overrides: [
    add("whole", { scope: "schedule" }),
    add("on-two", { scope: "tier", id: "two" }),
    add("on-c", { scope: "layer", id: "c" }),
    add("on-that", { scope: "override", id: "on-c" }),
    {
      id: "week",
      kind: "temporary",
      startsAt: 0,
      endsAt: 2,
      target: { scope: "schedule" },
      shifts: [
        { startsAt: 0, endsAt: 1, people: [], tier: "two" },
        { startsAt: 1, endsAt: 2, people: [], tier: "one" },
      ],
    },
  ],
  calendars: [{ id: "c", name: "Holidays", days: [] }],
};
const overrides = ({ overrides: list }: Definition) => list.map(({ id }) => id);

describe("edits", () => {
  test("moved puts an item elsewhere and stays inside the list", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
    expect(moved(["a"], 7, 0)).toEqual(["a"]);
  });

  test("the first tier goes no higher", () => {
    expect(moveTier("one", -1)(definition)).toBe(definition);
    expect(moveTier("one", 1)(definition).tiers.map(({ id }) => id)).toEqual(["two", "one"]);
  });

  test("a new layer goes into its tier", () => {
    const edited = addLayer("two", layer("d"))(definition);
    expect(edited.tiers[1]?.layers.map(({ id }) => id)).toEqual(["c", "d"]);
  });

  test("a tier takes along what aims at it, at its layers, and at those overrides", () => {
    const edited = removeTier("two")(definition);
    expect(overrides(edited)).toEqual(["whole", "week"]);
    expect(edited.overrides[1]).toMatchObject({ shifts: [{ tier: "one" }] });
  });

  test("a layer takes along only what aims at it", () => {
    expect(overrides(removeLayer("c")(definition))).toEqual(["whole", "on-two", "week"]);
  });

  test("an override takes along those that aim at it", () => {
    expect(overrides(removeOverride("on-c")(definition))).toEqual(["whole", "on-two", "week"]);
  });

  test("a changed override keeps its place, a new one is applied last", () => {
    const changed = putOverride({ ...add("whole", { scope: "schedule" }), endsAt: 9 })(definition);
    expect(changed.overrides[0]?.endsAt).toBe(9);
    expect(overrides(putOverride(add("new", { scope: "schedule" }))(definition)).at(-1)).toBe(
      "new",
    );
  });

  test("a calendar that goes is used no more", () => {
    const edited = removeCalendar("c")(definition);
    expect(edited.calendars).toEqual([]);
    expect(edited.tiers[0]?.layers[0]).not.toHaveProperty("holidays");
  });
});
