import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Definition, Turn } from "@/lib/schedule/types";
import { apply, invert } from "./apply";
import { definitionArbitrary, editArbitrary } from "./definition.arbitrary";
import { diff } from "./diff";
import { operationSchema } from "./operations";

const turn = (id: string): Turn => ({ id, people: [id] });

const primary = (turns: readonly Turn[], anchor = 0): Definition => ({
  zone: "Europe/Berlin",
  calendars: [],
  overrides: [],
  tiers: [
    {
      id: "first",
      name: "Primary",
      cover: "always",
      layers: [
        {
          id: "weekly",
          name: "Weekly",
          priority: 0,
          windows: [],
          rotation: {
            unit: "week",
            every: 1,
            anchor: { date: "2026-05-04", time: "09:00", turn: anchor },
            turns,
          },
        },
      ],
    },
  ],
});

const [alice, bo, cy] = [turn("alice"), turn("bo"), turn("cy")] as const;

describe("diff", () => {
  test("adding one person is one operation, even before the turn that the anchor names", () => {
    expect(diff(primary([alice, cy], 1), primary([alice, bo, cy], 2))).toEqual([
      { op: "add", entity: "turn", at: { parent: "weekly", after: "alice" }, value: bo },
    ]);
  });

  test("moving the last turn to the front is one operation", () => {
    expect(diff(primary([alice, bo, cy]), primary([cy, alice, bo], 1))).toEqual([
      {
        op: "move",
        entity: "turn",
        id: "cy",
        from: { parent: "weekly", after: "bo" },
        to: { parent: "weekly", after: null },
      },
    ]);
  });

  test("moving the first turn to the end is one operation too", () => {
    expect(diff(primary([alice, bo, cy]), primary([bo, cy, alice], 2))).toEqual([
      {
        op: "move",
        entity: "turn",
        id: "alice",
        from: { parent: "weekly", after: null },
        to: { parent: "weekly", after: "cy" },
      },
    ]);
  });

  test("an absent field is null", () => {
    const base = primary([alice]);
    const edited = primary([alice]);
    const [tier] = edited.tiers;
    const [layer] = tier?.layers ?? [];
    if (!tier || !layer) throw new Error("no layer");
    const zoned = { ...edited, tiers: [{ ...tier, layers: [{ ...layer, zone: "Asia/Kolkata" }] }] };
    expect(diff(base, zoned)).toEqual([
      {
        op: "set",
        entity: "layer",
        id: "weekly",
        before: { zone: null },
        after: { zone: "Asia/Kolkata" },
      },
    ]);
  });

  test("nothing to say about the same", () => {
    void fc.assert(
      fc.property(definitionArbitrary, (d) => {
        expect(diff(d, d)).toEqual([]);
      }),
    );
  });

  test("apply takes the base to the edit, invert takes it back", () => {
    void fc.assert(
      fc.property(editArbitrary, ({ base, edited }) => {
        const operations = diff(base, edited);
        expect(apply(base, operations)).toEqual(edited);
        expect(apply(edited, invert(operations))).toEqual(base);
      }),
      { numRuns: 250 },
    );
  }, 30_000);

  test("between definitions that have little in common too", () => {
    void fc.assert(
      fc.property(definitionArbitrary, definitionArbitrary, (a, b) => {
        expect(apply(a, diff(a, b))).toEqual(b);
        expect(apply(b, invert(diff(a, b)))).toEqual(a);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test("operations survive JSON and their schema", () => {
    void fc.assert(
      fc.property(editArbitrary, ({ base, edited }) => {
        const stored: unknown = JSON.parse(JSON.stringify(diff(base, edited)));
        expect(apply(base, z.array(operationSchema).parse(stored))).toEqual(edited);
      }),
    );
  });
});

describe("apply", () => {
  const adding = diff(primary([alice]), primary([alice, bo]));

  test("refuses what does not fit", () => {
    expect(() => apply(primary([alice, bo]), adding)).toThrow(RangeError);
    expect(() => apply(primary([cy]), adding)).toThrow(RangeError);
    const renaming = diff(primary([alice]), { ...primary([alice]), zone: "Asia/Kolkata" });
    expect(() => apply({ ...primary([alice]), zone: "Asia/Tokyo" }, renaming)).toThrow(RangeError);
    const removing = diff(primary([alice, bo]), primary([alice]));
    expect(() => apply(primary([alice, { ...bo, people: ["cy"] }]), removing)).toThrow(RangeError);
    expect(() => apply(primary([alice, cy, bo]), removing)).toThrow(RangeError);
    expect(() => apply(primary([alice, bo], 1), removing)).toThrow(RangeError);
  });

  test("changes nothing it is given", () => {
    void fc.assert(
      fc.property(editArbitrary, ({ base, edited }) => {
        const before = JSON.stringify([base, edited]);
        apply(base, diff(base, edited));
        expect(JSON.stringify([base, edited])).toBe(before);
      }),
    );
  });
});
