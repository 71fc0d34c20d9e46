import { expect, test } from "vitest";
import type { Shift } from "@/lib/schedule/types";
import { joinRevisions } from "./schedule-queries-span";

const turn = { id: "u", index: 0, startsAt: 0, endsAt: 100 };

function shift(
  startsAt: number,
  endsAt: number,
  revision: number,
  more: Partial<Shift> = {},
): Shift {
  const because = { revision, layer: "l", turn, overrides: [] };
  return { tier: "t", startsAt, endsAt, people: ["ada"], because, ...more };
}

test("a publication that changes nothing for a shift does not cut it in two", () => {
  expect(joinRevisions([shift(0, 40, 1), shift(40, 70, 2), shift(70, 100, 3)])).toEqual([
    shift(0, 100, 1),
  ]);
});

test("turns, people and tiers keep shifts apart", () => {
  const next = { because: { ...shift(0, 1, 2).because, turn: { ...turn, startsAt: 50 } } };
  const lists = [
    [shift(0, 50, 1), shift(50, 100, 2, next)],
    [shift(0, 50, 1), shift(50, 100, 2, { people: ["bo"] })],
    [shift(0, 50, 1), shift(50, 100, 2, { tier: "other" })],
    [shift(0, 50, 1), shift(60, 100, 2)],
  ];
  for (const list of lists) expect(joinRevisions(list)).toEqual(list);
});
