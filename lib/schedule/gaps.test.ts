import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, office, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import { gaps } from "./gaps";
import type { Tier } from "./types";

const daytime = layer("l", weekly([["ann"]]), { windows: [office] });
const find = (cover: Tier["cover"], layers = [daytime]) => {
  const given = {
    ...definition([]),
    tiers: [{ id: "first", name: "", cover, layers }],
  };
  const tuesday = ORIGIN + day(1);
  return gaps(compile(current(given), zones), given, tuesday, tuesday + day(1), zones).map(
    (gap) => [gap.tier, (gap.startsAt - tuesday) / hours(1), (gap.endsAt - tuesday) / hours(1)],
  );
};

describe("gaps", () => {
  test("where a tier must always be covered", () => {
    expect(find("always")).toEqual([
      ["first", 0, 9],
      ["first", 17, 24],
    ]);
  });

  test("only where its cover says so", () => {
    expect(find("never")).toEqual([]);
    expect(find([office])).toEqual([]);
    expect(find([{ ...office, end: "18:00" }])).toEqual([["first", 17, 18]]);
    expect(find([])).toEqual([]);
  });

  test("an empty turn is a gap, and so is an empty tier", () => {
    expect(find([office], [layer("l", weekly([[]]))])).toEqual([["first", 9, 17]]);
    expect(find("always", [])).toEqual([["first", 0, 24]]);
  });

  test("tier by tier: who is on call in one covers no other", () => {
    const other = layer("m", weekly([["bob"]]), { from: ORIGIN + day(1) + hours(12) });
    const tiers = [
      { id: "first", name: "", cover: "always" as const, layers: [daytime] },
      { id: "second", name: "", cover: "always" as const, layers: [other] },
    ];
    const given = { ...definition([]), tiers };
    const roster = compile(current(given), zones);
    const tuesday = ORIGIN + day(1);
    const find = (from: number, until: number) =>
      gaps(roster, given, from, until, zones).map((gap) => [
        gap.tier,
        (gap.startsAt - tuesday) / hours(1),
        (gap.endsAt - tuesday) / hours(1),
      ]);
    expect(find(tuesday, tuesday + day(1))).toEqual([
      ["first", 0, 9],
      ["first", 17, 24],
      ["second", 0, 12],
    ]);
    expect(find(tuesday, tuesday)).toEqual([]);
    expect(find(tuesday, tuesday - day(1))).toEqual([]);
  });
});
