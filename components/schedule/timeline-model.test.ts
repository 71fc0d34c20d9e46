import { describe, expect, test } from "vitest";
import { leftAt, wide } from "@/components/ui/place";
import type { Shift } from "@/lib/schedule/types";
import { barsOf, packRows, place, replacedShifts, rowCount, trackWidth } from "./timeline-model";

const shift = (
  people: string[],
  startsAt: number,
  endsAt: number,
  extra: { layer?: string; overrides?: string[]; tier?: string } = {},
): Shift => ({
  tier: extra.tier ?? "t",
  people,
  startsAt,
  endsAt,
  because: {
    revision: 1,
    layer: extra.layer ?? "l",
    turn: null,
    overrides: extra.overrides ?? [],
  },
});

describe("packRows", () => {
  test("puts what overlaps on rows of its own and reuses a row that is free again", () => {
    const packed = packRows([
      { startsAt: 0, endsAt: 10 },
      { startsAt: 5, endsAt: 15 },
      { startsAt: 10, endsAt: 20 },
    ]);
    expect(packed.map(({ row }) => row)).toEqual([0, 1, 0]);
  });

  test("never lets two on a row overlap", () => {
    const spans = Array.from({ length: 60 }, (_, i) => ({
      startsAt: (i * 37) % 50,
      endsAt: ((i * 37) % 50) + 1 + (i % 9),
    }));
    const packed = packRows(spans);
    for (const a of packed) {
      for (const b of packed) {
        if (a === b || a.row !== b.row) continue;
        expect(a.endsAt <= b.startsAt || b.endsAt <= a.startsAt).toBe(true);
      }
    }
  });
});

describe("barsOf", () => {
  test("a pair becomes two bars, a crowd one, nobody none", () => {
    expect(barsOf([shift(["a", "b"], 0, 1)]).map(({ people }) => people)).toEqual([["a"], ["b"]]);
    expect(barsOf([shift(["a", "b", "c", "d"], 0, 1)])).toHaveLength(1);
    expect(barsOf([shift([], 0, 1)])).toHaveLength(0);
  });

  test("a lane has a row even when it is empty", () => {
    expect(rowCount([])).toBe(1);
  });
});

describe("replacedShifts", () => {
  const layer = (shifts: readonly Shift[], priority = 1, id = "l") => ({
    id,
    tier: "t",
    name: id,
    priority,
    shifts,
  });

  test("shows what the override covers, and nothing else", () => {
    const final = [shift(["a"], 0, 10), shift(["z"], 10, 14, { overrides: ["o"] })];
    const found = replacedShifts(final, [layer([shift(["a"], 0, 12), shift(["b"], 12, 24)])], "t");
    expect(found.map(({ people, startsAt, endsAt }) => ({ people, startsAt, endsAt }))).toEqual([
      { people: ["a"], startsAt: 10, endsAt: 12 },
      { people: ["b"], startsAt: 12, endsAt: 14 },
    ]);
  });

  test("only the highest layer that covers was replaced", () => {
    const final = [shift(["z"], 0, 10, { overrides: ["o"] })];
    const layers = [
      layer([shift(["low"], 0, 10)], 1, "low"),
      layer([shift(["high"], 0, 4)], 2, "high"),
    ];
    expect(replacedShifts(final, layers, "t").map(({ people }) => people[0])).toEqual([
      "high",
      "low",
    ]);
  });
});

test("place cuts at the window's edges", () => {
  expect(place({ startsAt: -5, endsAt: 5 }, 0, 10)).toBe(`${leftAt(0)} ${wide(0.5)}`);
  expect(place({ startsAt: 8, endsAt: 50 }, 0, 10)).toBe(`${leftAt(0.8)} ${wide(0.2)}`);
});

test("the track is wide enough for typical shifts, whatever slivers there are", () => {
  const regular = Array.from({ length: 40 }, (_, i) => shift(["a"], 10 + i * 20, 30 + i * 20));
  expect(trackWidth(regular, 0, 1000, 600)).toBe(1250);
  expect(trackWidth([...regular, shift(["b"], 500, 501)], 0, 1000, 600)).toBe(1250);
  expect(trackWidth([], 0, 1000, 600)).toBe(600);
});
