import * as fc from "fast-check";
import { expect, describe as suite, test } from "vitest";
import { splitLayer } from "@/lib/schedule/split";
import type { Definition, Layer, Override, Turn } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { editArbitrary } from "./definition.arbitrary";
import { diff } from "./diff";
import { describe } from "./words";

const HOUR = 3_600_000;
const berlin = toZone({ name: "Europe/Berlin", untils: [null], offsets: [2 * HOUR] });
const people: Record<string, string> = { a: "Alice", b: "Bo", c: "Cy" };
const names = (person: string) => people[person] ?? person;
const turn = (id: string): Turn => ({ id, people: [id] });
const monday = Date.UTC(2026, 4, 4, 7);

const rotation: Layer["rotation"] = {
  unit: "week",
  every: 1,
  anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
  turns: [turn("a"), turn("c")],
};
const layer: Layer = { id: "l", name: "Primary", priority: 0, windows: [], rotation };
const base: Definition = {
  zone: "Europe/Berlin",
  calendars: [],
  overrides: [],
  tiers: [{ id: "first", name: "First", cover: "always", layers: [layer] }],
};
const withLayer = (change: Partial<Layer>): Definition => ({
  ...base,
  tiers: base.tiers.map((tier) => ({ ...tier, layers: [{ ...layer, ...change }] })),
});
const withRotation = (change: Partial<Layer["rotation"]>) =>
  withLayer({ rotation: { ...rotation, ...change } });
const swap: Override = {
  id: "o",
  kind: "replace",
  person: "a",
  by: "c",
  startsAt: monday,
  endsAt: monday + 8 * HOUR,
  target: { scope: "schedule" },
  reason: "dentist",
};
const said = (before: Definition, after: Definition) =>
  describe(diff(before, after), before, names, berlin);

suite("describe", () => {
  test("people in a rotation", () => {
    const grown = withRotation({ turns: [turn("a"), turn("b"), turn("c")] });
    expect(said(base, grown)).toEqual(["Adds Bo to the rotation “Primary”, after Alice."]);
    expect(said(grown, base)).toEqual(["Removes Bo from the rotation “Primary”."]);
    const pair = withRotation({ turns: [{ id: "a", people: ["a", "b"] }, turn("c")] });
    expect(said(base, pair)).toEqual([
      "Changes a turn of the rotation “Primary” from Alice to Alice and Bo.",
    ]);
    const front = withRotation({
      turns: [turn("c"), turn("a")],
      anchor: { ...rotation.anchor, turn: 1 },
    });
    expect(said(base, front)).toEqual(["Moves Cy in the rotation “Primary” to the front."]);
  });

  test("the handoff", () => {
    const later = withRotation({ anchor: { ...rotation.anchor, time: "10:00" } });
    expect(said(base, later)).toEqual(["Moves the handoff of “Primary” from 09:00 to 10:00."]);
    const other = withRotation({ anchor: { date: "2026-05-11", time: "09:00", turn: 1 } });
    expect(said(base, other)).toEqual([
      "Counts the turns of “Primary” from Mon 11 May 2026, 09:00, beginning with Cy.",
    ]);
    expect(said(base, withRotation({ every: 2 }))).toEqual([
      "Hands “Primary” over every 2 weeks instead of every week.",
    ]);
  });

  test("overrides", () => {
    const swapped = { ...base, overrides: [swap] };
    expect(said(base, swapped)).toEqual([
      "Override: Cy instead of Alice, Mon 4 May, 09:00–17:00 (dentist).",
    ]);
    expect(said(swapped, base)).toEqual([
      "Takes back the override: Cy instead of Alice, Mon 4 May, 09:00–17:00 (dentist).",
    ]);
    const aimed: Override = { ...swap, target: { scope: "tier", id: "first" } };
    expect(said(swapped, { ...base, overrides: [aimed] })).toEqual([
      "The override “Cy instead of Alice” now applies in the tier “First”.",
    ]);
  });

  test("windows, tiers and layers", () => {
    const window = { days: [1, 2] as const, start: "09:00", end: "17:00", endsAfterDays: 0 };
    expect(said(base, withLayer({ windows: [window] }))).toEqual([
      "The layer “Primary” is now on call Mon and Tue 09:00–17:00; before: at all hours.",
    ]);
    expect(said({ ...base, tiers: [] }, base)).toEqual([
      "Adds the tier “First”, at the front.",
      "Adds the layer “Primary” (Alice; Cy; every week) to the tier “First”.",
    ]);
  });

  test("one finished sentence for every operation there is", () => {
    void fc.assert(
      fc.property(editArbitrary, ({ base: before, edited }) => {
        const operations = diff(before, edited);
        const sentences = describe(operations, before, names, berlin, monday);
        expect(sentences).toHaveLength(operations.length);
        for (const sentence of sentences) {
          expect(sentence).toMatch(/^[A-Z“].*\.$/);
          expect(sentence).not.toMatch(/undefined|null|\[object|NaN| {2}/);
        }
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("a change from a date: the old half ends, an equal one begins", () => {
    const at = Date.UTC(2026, 5, 1, 7);
    const zones = () => berlin;
    const split = splitLayer(base, "l", at, zones, (id) => `${id}2`);
    expect(said(base, split)).toEqual([
      "Adds the layer “Primary” (Alice; Cy; every week) to the tier “First”, from Mon 1 Jun, 09:00 on.",
      "The layer “Primary” ends on Mon 1 Jun, 09:00.",
    ]);
    expect(said(split, base)).toEqual([
      "Removes the layer “Primary” (Alice; Cy; every week) from the tier “First”.",
      "The layer “Primary” now holds without beginning or end.",
    ]);
  });

  test("hours in each person's own time zone", () => {
    const own: Definition = {
      ...withLayer({ windowsIn: "person" }),
      homes: [{ person: "a", zone: "Asia/Kolkata" }],
    };
    const moved = { ...own, homes: [{ person: "a", zone: "Asia/Tokyo" }] };
    expect(said(base, own)).toEqual([
      "Reads the hours of Alice in Asia/Kolkata.",
      "The hours of the layer “Primary” are now read in each person’s own time zone.",
    ]);
    expect(said(own, moved)).toEqual([
      "Reads the hours of Alice in Asia/Tokyo instead of Asia/Kolkata.",
    ]);
    expect(said(own, base)).toEqual([
      "No longer keeps a time zone for Alice.",
      "The hours of the layer “Primary” are now read in one time zone for everybody.",
    ]);
  });

  test("an override that moves with its turn", () => {
    const follows = { layer: "l", turn: "a" };
    const plain = { ...base, overrides: [swap] };
    const moving = { ...base, overrides: [{ ...swap, follows }] };
    const gone = { ...base, overrides: [{ ...swap, follows: { layer: "l", turn: "x" } }] };
    const turn = "for the whole turn of Alice in “Primary”, and moves with it";
    expect(said(base, moving)).toEqual([
      `Override: Cy instead of Alice, Mon 4 May, 09:00–17:00, ${turn} (dentist).`,
    ]);
    expect(said(plain, moving)).toEqual([`The override “Cy instead of Alice” is now ${turn}.`]);
    expect(said(moving, plain)).toEqual([
      "The override “Cy instead of Alice” no longer moves with its turn.",
    ]);
    expect(said(plain, gone)).toEqual([
      "The override “Cy instead of Alice” is now for a turn that is gone.",
    ]);
  });
});
