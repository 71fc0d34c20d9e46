import { expect, describe as suite, test } from "vitest";
import type { Definition, Layer, Override } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { merge } from "./merge";
import { describeConflicts } from "./words-conflict";

const HOUR = 3_600_000;
const berlin = toZone({ name: "Europe/Berlin", untils: [null], offsets: [2 * HOUR] });
const names = (person: string) => ({ a: "Alice", b: "Bo", c: "Cy" })[person] ?? person;
const monday = Date.UTC(2026, 4, 4, 7);

const turns = ["a", "b", "c"].map((id) => ({ id, people: [id] }));
const layer: Layer = {
  id: "l",
  name: "Weekly",
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns,
  },
};
const cover: Override = {
  id: "o",
  kind: "replace",
  person: "a",
  by: "c",
  startsAt: monday,
  endsAt: monday + HOUR,
  target: { scope: "schedule" },
};
const base: Definition = {
  zone: "Europe/Berlin",
  calendars: [],
  overrides: [cover],
  tiers: [{ id: "first", name: "Primary", cover: "always", layers: [layer] }],
};
const withLayer = (change: Partial<Layer>): Definition => ({
  ...base,
  tiers: base.tiers.map((tier) => ({ ...tier, layers: [{ ...layer, ...change }] })),
});
/** The turns by index in another order, or without some; the first of the base keeps its week. */
const withTurns = (order: readonly number[]) =>
  withLayer({
    rotation: {
      ...layer.rotation,
      anchor: { ...layer.rotation.anchor, turn: order.indexOf(0) },
      turns: order.flatMap((at) => turns[at] ?? []),
    },
  });
/** Cy joins Bo's turn. */
const joined = withLayer({
  rotation: {
    ...layer.rotation,
    turns: turns.map((turn) => (turn.id === "b" ? { ...turn, people: ["b", "c"] } : turn)),
  },
});

function asked(mine: Definition, theirs: Definition) {
  const merged = merge(base, mine, theirs);
  const conflicts = merged.ok ? [] : merged.conflicts;
  return describeConflicts(conflicts, { base, mine, theirs }, names, berlin, monday).map(
    ({ key: _key, ...words }) => words,
  );
}

suite("describeConflicts", () => {
  test("a field that both changed: what each did, with before and after", () => {
    const named = (name: string): Definition => ({
      ...base,
      tiers: base.tiers.map((tier) => ({ ...tier, name })),
    });
    expect(asked(named("Front"), named("First line"))).toEqual([
      {
        title: "The tier “Primary”: its name",
        mine: ["Renames the tier “Primary” to “Front”."],
        theirs: ["Renames the tier “Primary” to “First line”."],
      },
    ]);
  });

  test("times are times of day, and people have names", () => {
    const until = (hours: number): Definition => ({
      ...base,
      overrides: [{ ...cover, endsAt: monday + hours * HOUR }],
    });
    expect(asked(until(2), until(3))).toEqual([
      {
        title: "The override “Cy instead of Alice”: from when until when",
        mine: [expect.stringContaining("to Mon 4 May, 09:00–11:00.")],
        theirs: [expect.stringContaining("to Mon 4 May, 09:00–12:00.")],
      },
    ]);
  });

  test("one removed what the other changed", () => {
    expect(asked(withTurns([0, 2]), joined)).toEqual([
      {
        title: "The turn of Bo in the layer “Weekly”: whether it stays",
        mine: ["Removes Bo from the rotation “Weekly”."],
        theirs: ["Changes a turn of the rotation “Weekly” from Bo to Bo and Cy."],
      },
    ]);
  });

  test("one removed a layer in which the other changed a turn", () => {
    const without: Definition = {
      ...base,
      tiers: base.tiers.map((tier) => ({ ...tier, layers: [] })),
    };
    const [words] = asked(without, joined);
    expect(words?.title).toBe("The layer “Weekly”: whether it stays");
    expect(words?.mine.join()).toMatch(/^Removes the layer “Weekly”/);
    expect(words?.theirs).toEqual([
      "Changes a turn of the rotation “Weekly” from Bo to Bo and Cy.",
    ]);
  });

  test("two orders", () => {
    const [words] = asked(withTurns([1, 0, 2]), withTurns([2, 0, 1]));
    expect(words?.title).toBe("The turns of the layer “Weekly”: their order");
    for (const side of [words?.mine, words?.theirs]) {
      expect(side?.join()).toMatch(/^Moves .* in the rotation “Weekly”/);
    }
  });
});
