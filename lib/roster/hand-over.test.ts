import { expect, test } from "vitest";
import type { Definition } from "@/lib/schedule/types";
import { handOver } from "./hand-over";

const rotation = {
  unit: "week",
  every: 1,
  anchor: { date: "2026-01-05", time: "09:00", turn: 0 },
  turns: [
    { id: "1", people: ["ana"] },
    { id: "2", people: ["bo", "ana"] },
  ],
} as const;
const span = { startsAt: 1, endsAt: 2, target: { scope: "schedule" } } as const;
const before: Definition = {
  zone: "UTC",
  tiers: [
    {
      id: "t",
      name: "First",
      cover: "always",
      layers: [{ id: "l", name: "Weekly", priority: 0, windows: [], rotation }],
    },
  ],
  overrides: [
    { id: "a", kind: "add", people: ["ana"], ...span },
    { id: "b", kind: "replace", person: "ana", by: "bo", ...span },
    { id: "c", kind: "replace", person: "cleo", by: "ana", ...span },
    { id: "d", kind: "temporary", shifts: [{ startsAt: 1, endsAt: 2, people: ["ana"] }], ...span },
    { id: "e", kind: "remove", people: ["cleo"], ...span },
  ],
  calendars: [],
  homes: [{ person: "ana", zone: "UTC" }],
};
const turnsOf = ({ tiers }: Definition) =>
  tiers[0]?.layers[0]?.rotation.turns.map(({ people }) => people);

test("whoever takes over stands in every place, once", () => {
  const after = handOver(before, "ana", "bo");
  expect(JSON.stringify(after)).not.toContain("ana");
  expect(turnsOf(after)).toEqual([["bo"], ["bo"]]);
  expect(after.overrides.map(({ id }) => id)).toEqual(["a", "c", "d", "e"]);
});

test("with nobody in their place turns stay, empty, and what was about them alone goes", () => {
  const after = handOver(before, "ana", null);
  expect(JSON.stringify(after)).not.toContain("ana");
  expect(turnsOf(after)).toEqual([[], ["bo"]]);
  expect(after.overrides.map(({ id }) => id)).toEqual(["d", "e"]);
  expect(after.homes).toBeUndefined();
});

test("who is not named changes nothing", () => {
  expect(handOver(before, "zoe", "bo")).toEqual(before);
  expect(handOver(before, "zoe", null)).toEqual(before);
});
