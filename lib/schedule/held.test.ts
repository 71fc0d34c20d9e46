import { expect, test } from "vitest";
import { definition } from "@/tests/engine/examples";
import { heldIn, placesIn } from "./held";
import type { Revision, Shift } from "./types";

const revision = (number: number, from: number, ...tiers: string[]): Revision => ({
  number,
  from,
  definition: {
    ...definition([]),
    tiers: tiers.map((id) => ({ id, name: id, cover: "never", layers: [] })),
  },
});

test("each revision holds until the next one's instant, within what is asked", () => {
  const revisions = [0, 10, 10, 20, 30].map((from, i) => revision(i + 1, from));
  const parts = (from: number, until: number) =>
    heldIn(revisions, from, until).map((one) => [one.revision.number, one.startsAt, one.endsAt]);
  expect(parts(5, 20)).toEqual([
    [1, 5, 10],
    [3, 10, 20],
  ]);
  expect(parts(25, 99)).toEqual([
    [4, 25, 30],
    [5, 30, 99],
  ]);
  expect(parts(-9, 0)).toEqual([]);
});

test("a tier has its place in the revision that a shift came from", () => {
  const held = heldIn([revision(1, 0, "a", "b"), revision(2, 10, "b", "c", "a")], 0, 20);
  const placeOf = placesIn(held);
  const shift = (number: number, tier: string): Shift => ({
    startsAt: 0,
    endsAt: 1,
    tier,
    people: [],
    because: { revision: number, layer: null, turn: null, overrides: [] },
  });
  const asked = [shift(1, "b"), shift(2, "b"), shift(2, "a"), shift(2, "c"), shift(1, "gone")];
  expect(asked.map(placeOf)).toEqual([1, 0, 2, 1, 0]);
});
