import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Definition, Layer, Override, Tier, Turn } from "@/lib/schedule/types";
import { deepFreeze } from "@/tests/engine/arbitraries";
import { apply } from "./apply";
import { editArbitrary, forkArbitrary } from "./definition.arbitrary";
import { diff } from "./diff";
import { merge, resolveConflicts } from "./merge";
import type { Choices, Side } from "./merge-conflict";
import type { Operation } from "./operations";
import { type EntityKind, fieldsOf, toSheet } from "./operations-sheet";
import { parseDefinition } from "./schema";

const anyZone = () => true;
const turn = (id: string): Turn => ({ id, people: [id] });
const layer = (id: string, turns: readonly Turn[], anchor = 0): Layer => ({
  id,
  name: id,
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: anchor },
    turns,
  },
});
const tier = (id: string, layers: readonly Layer[]): Tier => ({
  id,
  name: id,
  cover: "always",
  layers,
});
const on = (id: string, tierId: string): Override => ({
  id,
  kind: "add",
  people: ["cy"],
  startsAt: 0,
  endsAt: 3_600_000,
  target: { scope: "tier", id: tierId },
});
const of = (tiers: readonly Tier[], overrides: readonly Override[] = []): Definition => ({
  zone: "Europe/Berlin",
  tiers,
  overrides,
  calendars: [],
});
const single = (turns: readonly Turn[], anchor = 0) =>
  of([tier("first", [layer("l", turns, anchor)])]);
const [a, b, c, d] = [turn("a"), turn("b"), turn("c"), turn("d")] as const;

const merged = (base: Definition, mine: Definition, theirs: Definition): Definition => {
  const result = merge(base, mine, theirs);
  if (!result.ok) throw new Error(JSON.stringify(result.conflicts));
  return result.definition;
};
const asked = (base: Definition, mine: Definition, theirs: Definition) => {
  const result = merge(base, mine, theirs);
  return result.ok ? [] : result.conflicts.map(({ key }) => key);
};

/** What an operation wanted is so, wherever else things went. */
function holds(operation: Operation, definition: Definition): boolean {
  const sheet = toSheet(definition);
  const has = (kind: EntityKind, id: string) => sheet.entities[kind].has(id);
  switch (operation.op) {
    case "set": {
      const fields = fieldsOf(sheet, operation.entity, operation.id);
      return JSON.stringify({ ...fields, ...operation.after }) === JSON.stringify(fields);
    }
    case "add":
      return has(operation.entity, operation.value.id);
    case "remove":
      return !has(operation.entity, operation.value.id);
    case "move":
      // A place in a list that the other side took it away from means nothing any more.
      return (
        !has(operation.entity, operation.id) ||
        operation.from.parent === operation.to.parent ||
        sheet.entities[operation.entity].get(operation.id)?.parent === operation.to.parent
      );
  }
}

/** In a list that the other side did not put in another order, whatever is left of one side's stands in its order. */
function keepsOrder(base: Definition, mine: Definition, theirs: Definition, of: Definition): void {
  const lists = [base, mine, theirs, of].map((definition) => toSheet(definition).lists);
  for (const key of lists[3]?.keys() ?? []) {
    const [was = [], own = [], other = [], is = []] = lists.map((all) => all.get(key) ?? []);
    const common = was.filter((id) => [own, other, is].every((list) => list.includes(id)));
    const left = other.filter((id) => common.includes(id));
    if (left.join() === common.join()) {
      expect([key, is.filter((id) => own.includes(id))]).toEqual([
        key,
        own.filter((id) => is.includes(id)),
      ]);
    }
  }
}

describe("merge", () => {
  test("two people added at the same place are both there, in the same order for both", () => {
    const base = single([a, b]);
    const [mine, theirs] = [single([a, d, b]), single([a, c, b])];
    expect(merged(base, mine, theirs)).toEqual(single([a, c, d, b]));
    expect(merged(base, theirs, mine)).toEqual(single([a, c, d, b]));
  });

  test("one reorders, the other adds and removes", () => {
    const base = single([a, b, c]);
    expect(merged(base, single([c, a, b], 1), single([a, b, d]))).toEqual(single([a, b, d]));
  });

  test("the anchor follows its turn, not its index", () => {
    const base = single([a, b, c], 2);
    expect(merged(base, single([b, c], 1), single([d, a, b, c], 3))).toEqual(single([d, b, c], 2));
  });

  test("one reorders a tier's layers, the other moves one of them to another tier", () => {
    const [first, second] = [layer("l", [a]), layer("m", [b])];
    const base = of([tier("first", [second, first]), tier("second", [])]);
    const mine = of([tier("first", [first, second]), tier("second", [])]);
    const theirs = of([tier("first", [second]), tier("second", [first])]);
    expect(merged(base, mine, theirs)).toEqual(theirs);
    expect(merged(base, theirs, mine)).toEqual(theirs);
  });

  test("both change the same field", () => {
    const base = of([tier("first", [])]);
    const [mine, theirs] = [
      of([{ ...tier("first", []), name: "One" }]),
      of([{ ...tier("first", []), name: "Two" }]),
    ];
    expect(merge(base, mine, theirs)).toEqual({
      ok: false,
      conflicts: [
        {
          key: "tier:first:name",
          entity: "tier",
          id: "first",
          field: "name",
          base: "first",
          mine: "One",
          theirs: "Two",
        },
      ],
    });
    const choices = { "tier:first:name": "theirs" } as const;
    expect(resolveConflicts(base, mine, theirs, choices)).toEqual({ ok: true, definition: theirs });
  });

  test("a tier removed by one, given a layer and an override by the other", () => {
    const base = of([tier("first", []), tier("second", [])]);
    const mine = of([tier("first", [])]);
    const theirs = of(
      [tier("first", []), tier("second", [layer("new", [a])])],
      [on("o", "second")],
    );
    expect(asked(base, mine, theirs)).toEqual(["tier:second:exists"]);
    const choose = (side: Side) =>
      resolveConflicts(base, mine, theirs, { "tier:second:exists": side });
    expect(choose("mine")).toEqual({ ok: true, definition: mine });
    expect(choose("theirs")).toEqual({ ok: true, definition: theirs });
  });

  test("a tier removed with its layer, a person added to that layer: one question, about the tier", () => {
    const base = of([tier("first", []), tier("second", [layer("l", [a])])]);
    const mine = of([tier("first", [])]);
    const theirs = of([tier("first", []), tier("second", [layer("l", [a, b])])]);
    expect(asked(base, mine, theirs)).toEqual(["tier:second:exists"]);
    expect(resolveConflicts(base, mine, theirs, { "tier:second:exists": "mine" })).toEqual({
      ok: true,
      definition: mine,
    });
  });

  test("both reorder, and not alike", () => {
    const base = single([a, b, c]);
    expect(asked(base, single([c, a, b], 1), single([b, a, c], 1))).toEqual(["turn:l:order"]);
  });

  test("each removes the turn that the other kept", () => {
    const base = single([a, b]);
    const [mine, theirs] = [single([a]), single([b])];
    expect(asked(base, mine, theirs)).toEqual(["turn:b:exists"]);
    const choose = (choices: Choices) => resolveConflicts(base, mine, theirs, choices);
    expect(choose({ "turn:b:exists": "theirs" })).toEqual({ ok: true, definition: theirs });
    expect(choose({ "turn:b:exists": "mine" })).toMatchObject({
      conflicts: [{ key: "turn:a:exists" }],
    });
    expect(choose({ "turn:b:exists": "mine", "turn:a:exists": "mine" })).toEqual({
      ok: true,
      definition: mine,
    });
    expect(choose({ "turn:b:exists": "mine", "turn:a:exists": "theirs" })).toMatchObject({
      conflicts: [{ key: "everything" }],
    });
  });

  test("two edits that only together are too much", () => {
    const tiers = Array.from({ length: 11 }, (_, index) => tier(`t${index}`, []));
    const result = asked(of(tiers), of([...tiers, tier("x", [])]), of([...tiers, tier("y", [])]));
    expect(result).toEqual(["everything"]);
  });

  test("answers by inherited names are no answers", () => {
    const base = single([a]);
    const choices: Choices = Object.create({ everything: "mine" });
    expect(resolveConflicts(base, single([a, b]), single([a, c]), choices)).toEqual({
      ok: true,
      definition: single([a, b, c]),
    });
  });

  test("with nothing on the other side, one side is the result", () => {
    void fc.assert(
      fc.property(editArbitrary.map(deepFreeze), ({ base, edited }) => {
        expect(merge(base, edited, base)).toEqual({ ok: true, definition: edited });
        expect(merge(base, base, edited)).toEqual({ ok: true, definition: edited });
        expect(merge(base, edited, edited)).toEqual({ ok: true, definition: edited });
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test("symmetric, valid, and nothing of either side is lost", () => {
    void fc.assert(
      fc.property(forkArbitrary.map(deepFreeze), ({ base, mine, theirs }) => {
        const result = merge(base, mine, theirs);
        const mirrored = merge(base, theirs, mine);
        expect(mirrored.ok).toBe(result.ok);
        if (!result.ok || !mirrored.ok) return;
        expect(mirrored.definition).toEqual(result.definition);
        expect(parseDefinition(result.definition, anyZone)).toEqual(result);
        for (const operation of [...diff(base, mine), ...diff(base, theirs)]) {
          expect([operation, holds(operation, result.definition)]).toEqual([operation, true]);
        }
        keepsOrder(base, mine, theirs, result.definition);
        keepsOrder(base, theirs, mine, result.definition);
        expect(apply(theirs, diff(theirs, result.definition))).toEqual(result.definition);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  test("any answers lead to a valid definition in a few rounds", () => {
    const sides = fc.array(fc.constantFrom<Side>("mine", "theirs"), { minLength: 1, maxLength: 9 });
    void fc.assert(
      fc.property(forkArbitrary, sides, ({ base, mine, theirs }, answers) => {
        const choices: Record<string, Side> = {};
        for (let round = 0; ; round += 1) {
          expect(round).toBeLessThan(8);
          const result = resolveConflicts(base, mine, theirs, choices);
          if (result.ok) {
            expect(parseDefinition(result.definition, anyZone)).toEqual(result);
            return;
          }
          expect(result.conflicts.filter(({ key }) => key in choices)).toEqual([]);
          for (const [index, { key }] of result.conflicts.entries()) {
            choices[key] = answers[(round + index) % answers.length] ?? "mine";
          }
        }
      }),
      { numRuns: 200 },
    );
  }, 30_000);

  test("all answers alike in conflicts only: that side's own fields win", () => {
    void fc.assert(
      fc.property(forkArbitrary, ({ base, mine, theirs }) => {
        const result = merge(base, mine, theirs);
        if (result.ok) return;
        const choices = Object.fromEntries(
          result.conflicts.map(({ key }) => [key, "mine" as const]),
        );
        const settled = resolveConflicts(base, mine, theirs, choices);
        if (!settled.ok) return;
        for (const operation of diff(base, mine)) {
          expect([operation, holds(operation, settled.definition)]).toEqual([operation, true]);
        }
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});
