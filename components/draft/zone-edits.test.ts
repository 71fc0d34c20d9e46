import { describe, expect, test } from "vitest";
import type { Definition, Layer } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { turnAt } from "./turn-edits";
import { moveLayer, moveSchedule } from "./zone-edits";

// 09:00 is 07:00Z in Berlin and 13:00Z in New York: at noon it is Ada's turn there and Bo's here.
const now = Date.UTC(2026, 4, 6, 12);
const daily = (id: string, more: Partial<Layer> = {}): Layer => ({
  id,
  name: id,
  priority: 0,
  windows: [],
  rotation: {
    unit: "day",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns: ["ada", "bo"].map((person) => ({ id: person, people: [person] })),
  },
  ...more,
});
const roster = (layers: readonly Layer[]): Definition => ({
  zone: "Europe/Berlin",
  tiers: [{ id: "t", name: "Primary", cover: "always", layers }],
  overrides: [],
  calendars: [],
});
const holders = (definition: Definition, at = now): (string | undefined)[] =>
  definition.tiers.flatMap(({ layers }) =>
    layers.map(
      ({ rotation, zone }) => turnAt(rotation, { at, zone: zones(zone ?? definition.zone) })?.id,
    ),
  );

describe("another zone", () => {
  const base = roster([daily("a"), daily("own", { zone: "Asia/Kolkata" })]);
  const present = { base, now, zones };

  test("keeps whose turn it is in every layer that moves with the schedule", () => {
    const moved = moveSchedule("America/New_York", present)(base);
    expect(moved.zone).toBe("America/New_York");
    expect(holders(moved)).toEqual(holders(base));
    // The next handoff is New York's.
    expect(holders(moved, now + 59 * 60_000)[0]).toBe("ada");
    expect(holders(moved, now + 61 * 60_000)[0]).toBe("bo");
    expect(moved.tiers[0]?.layers[1]).toBe(base.tiers[0]?.layers[1]);
    expect(moveSchedule("Europe/Berlin", present)(moved)).toEqual(base);
  });

  test("keeps whose turn it is in a layer that gets one of its own, or gives it back", () => {
    const moved = moveLayer("a", "America/New_York", present)(base);
    expect(moved.tiers[0]?.layers[0]?.zone).toBe("America/New_York");
    expect(holders(moved)).toEqual(holders(base));
    expect(moveLayer("a", undefined, present)(moved)).toEqual(base);
  });

  test("leaves a layer that is new in this draft as it was stated", () => {
    const moved = moveSchedule("America/New_York", { ...present, base: roster([]) })(base);
    expect(moved.tiers).toEqual(base.tiers);
  });

  test("does not fall over a half typed date", () => {
    const typed = daily("a");
    const broken = { ...typed.rotation, anchor: { ...typed.rotation.anchor, date: "2026-0" } };
    const half = roster([{ ...typed, rotation: broken }]);
    expect(moveSchedule("America/New_York", present)(half).tiers).toEqual(half.tiers);
  });
});
