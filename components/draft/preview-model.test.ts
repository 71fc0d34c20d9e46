import { expect, test } from "vitest";
import type { Definition, Layer, Override } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { drawn, toSide, zonesOf } from "./preview-model";

const zones = (name: string) => toZone({ name, untils: [null], offsets: [0] });
const layer = (id: string, person: string, priority: number, zone?: string): Layer => ({
  id,
  name: id,
  priority,
  ...(zone && { zone }),
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "00:00", turn: 0 },
    turns: [{ id: `${id}-t`, people: [person] }],
  },
});
const from = Date.UTC(2026, 4, 4);
const until = Date.UTC(2026, 4, 5);
const swap = (id: string, target: Override["target"]): Override => ({
  id,
  kind: "replace",
  person: "ada",
  by: "cy",
  startsAt: from,
  endsAt: until,
  target,
});
const definition: Definition = {
  zone: "UTC",
  tiers: [
    {
      id: "one",
      name: "One",
      cover: "always",
      layers: [layer("low", "bo", 0), layer("high", "ada", 1, "Europe/Berlin")],
    },
  ],
  overrides: [
    swap("a", { scope: "layer", id: "high" }),
    swap("b", { scope: "override", id: "a" }),
    { ...swap("later", { scope: "schedule" }), startsAt: until, endsAt: until + 1 },
  ],
  calendars: [],
};

test("a lower layer's own lane shows what it would give alone", () => {
  const { layers, shifts } = drawn(toSide(definition, zones), zones, from, until, () => "");
  expect(shifts.map(({ people }) => people)).toEqual([["cy"]]);
  expect(layers.map(({ id, shifts: own }) => [id, own?.[0]?.people])).toEqual([
    ["low", ["bo"]],
    ["high", ["ada"]],
  ]);
});

test("overrides lie on the lane they aim at, those outside are left out", () => {
  const { overrides } = drawn(toSide(definition, zones), zones, from, until, ({ id }) => id);
  expect(overrides).toMatchObject([
    { label: "a", tier: "one", layer: "high" },
    { label: "b", tier: "one", layer: "high" },
  ]);
});

test("names the zones", () => {
  expect(zonesOf(definition)).toEqual(["UTC", "Europe/Berlin"]);
});
