import { describe, expect, test } from "vitest";
import { definition, hours, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { defaultLoadRules } from "./bands";
import { dutiesOf } from "./duty";
import { balanceOf, shareOut } from "./fair";
import { heldIn } from "./held";
import { countByPerson } from "./load";
import type { Shift, Tier } from "./types";

describe("how evenly a load is carried", () => {
  test("is what need not change hands", () => {
    const carried = (points: number, fair: number) => ({ person: "ann", points, fair });
    expect(balanceOf([carried(3, 1), carried(0, 2)])).toBeCloseTo(1 / 3, 12);
    expect(balanceOf([carried(4, 2), carried(3, 2), carried(0, 2), carried(1, 2)])).toBe(5 / 8);
    expect(balanceOf([carried(2, 2), carried(1, 1)])).toBe(1);
  });

  test("is 1 where nothing is carried", () => {
    expect(balanceOf([])).toBe(1);
    expect(balanceOf([{ person: "ann", points: 0, fair: 0 }])).toBe(1);
  });
});

describe("a share of the load", () => {
  const shift = (tier: string, person: string, length: number): Shift => ({
    startsAt: ORIGIN + hours(9),
    endsAt: ORIGIN + hours(9 + length),
    people: [person],
    tier,
    because: { revision: 1, layer: null, turn: null, overrides: ["o"] },
  });
  const tier = (id: string, ...groups: string[][]): Tier => ({
    id,
    name: id,
    cover: "never",
    layers: [layer(`l-${id}`, weekly(groups))],
  });
  const share = (tiers: readonly Tier[], shifts: readonly Shift[]) => {
    const held = heldIn(
      [{ number: 1, from: ORIGIN, definition: { ...definition([]), tiers } }],
      ORIGIN,
      ORIGIN + hours(24),
    );
    const duties = dutiesOf(shifts, zones("UTC"), () => 0);
    return shareOut(countByPerson(duties, defaultLoadRules), held).map((one) => [
      one.person,
      one.points,
      one.fair,
    ]);
  };

  test("is every tier's points, evenly among those in its rotation", () => {
    const tiers = [tier("a", ["bob"], ["ann", "cem"]), tier("b", ["cem"], ["dia"])];
    const shifts = [shift("a", "ann", 3), shift("b", "cem", 4), shift("a", "eva", 6)];
    expect(share(tiers, shifts)).toEqual([
      ["ann", 3, 3],
      ["bob", 0, 3],
      ["cem", 4, 3 + 2],
      ["dia", 0, 2],
      ["eva", 6, 0],
    ]);
  });

  test("where the tier's rotations have nobody, is even among those who served", () => {
    const shifts = [shift("a", "eva", 1), shift("a", "ann", 3), shift("gone", "dia", 2)];
    expect(share([tier("a", [])], shifts)).toEqual([
      ["ann", 3, 2],
      ["dia", 2, 2],
      ["eva", 1, 2],
    ]);
  });

  test("is nothing where nothing is carried", () => {
    expect(share([tier("a", ["bob"], ["ann"])], [])).toEqual([
      ["ann", 0, 0],
      ["bob", 0, 0],
    ]);
  });
});
