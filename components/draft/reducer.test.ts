import { describe, expect, test } from "vitest";
import { type EditorAction, reduce, sameWork, startFrom, type Work } from "./reducer";

const work: Work = {
  title: "First roster",
  words: "",
  definition: { zone: "UTC", tiers: [], overrides: [], calendars: [] },
};
const run = (...actions: EditorAction[]) => actions.reduce(reduce, startFrom(work));
const zone = (name: string, group?: string): EditorAction => ({
  type: "edit",
  edit: (definition) => ({ ...definition, zone: name }),
  ...(group && { group }),
});
const zoneOf = (state: { readonly present: Work }) => state.present.definition.zone;

describe("reduce", () => {
  test("undo and redo walk through the steps", () => {
    const state = run(zone("a"), zone("b"), zone("c"), { type: "undo" }, { type: "undo" });
    expect(zoneOf(state)).toBe("a");
    expect(zoneOf(reduce(state, { type: "redo" }))).toBe("b");
  });

  test("undo gives the very same work back, so that it counts as saved again", () => {
    expect(run(zone("a"), { type: "undo" }).present).toBe(work);
  });

  test("a new edit forgets what was undone", () => {
    const state = run(zone("a"), zone("b"), { type: "undo" }, zone("c"));
    expect(reduce(state, { type: "redo" })).toBe(state);
  });

  test("edits of one group are one step, until something comes between", () => {
    const typed = run(zone("a", "name"), zone("ab", "name"), zone("abc", "name"));
    expect(zoneOf(reduce(typed, { type: "undo" }))).toBe("UTC");
    const paused = run(zone("a", "name"), { type: "pause" }, zone("ab", "name"), { type: "undo" });
    expect(zoneOf(paused)).toBe("a");
  });

  test("ungrouped edits are never joined", () => {
    expect(run(zone("a"), zone("b")).past).toHaveLength(2);
  });

  test("an edit that changes nothing is no step", () => {
    const nothing: EditorAction = { type: "edit", edit: (definition) => definition };
    expect(run(nothing).past).toHaveLength(0);
    expect(run({ type: "write", field: "title", text: "First roster" }).past).toHaveLength(0);
  });

  test("undo at the beginning and redo at the end do nothing", () => {
    const state = startFrom(work);
    expect(reduce(state, { type: "undo" })).toBe(state);
    expect(reduce(state, { type: "redo" })).toBe(state);
  });

  test("what is restored can be undone", () => {
    const copy = { ...work, title: "From yesterday" };
    const state = run({ type: "restore", work: copy });
    expect(state.present).toBe(copy);
    expect(reduce(state, { type: "undo" }).present).toBe(work);
  });

  test("keeps the latest 200 steps", () => {
    const many = Array.from({ length: 250 }, (_, i) => zone(`z${i}`));
    expect(run(...many).past).toHaveLength(200);
  });
});

test("sameWork compares what is said", () => {
  expect(sameWork(work, structuredClone(work))).toBe(true);
  expect(sameWork(work, { ...work, words: "why" })).toBe(false);
});
