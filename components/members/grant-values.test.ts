import { describe, expect, test } from "vitest";
import { type Matrix, presetValues } from "./grant-values";

const matrix: Matrix = {
  rows: [
    { name: "see", label: "See", team: true },
    { name: "edit", label: "Edit", team: true },
    { name: "own", label: "Own", team: false },
  ],
  columns: [
    { id: "", name: "Whole organisation" },
    { id: "t1", name: "Payments" },
  ],
  presets: [
    { name: "Viewer", permissions: ["see"] },
    { name: "Owner", permissions: ["see", "edit", "own"] },
  ],
  held: [],
  mayChange: ["see", "edit", "see@t1", "edit@t1"],
};

describe("presetValues", () => {
  test("fills its column and leaves the others alone", () => {
    expect([...presetValues(matrix, new Set(["edit", "edit@t1"]), "t1", "Viewer")]).toEqual([
      "edit",
      "see@t1",
    ]);
  });

  test("neither gives nor takes what the viewer may not change", () => {
    expect([...presetValues(matrix, new Set(), "", "Owner")]).toEqual(["see", "edit"]);
    expect([...presetValues(matrix, new Set(["own", "edit"]), "", "Viewer")]).toEqual([
      "own",
      "see",
    ]);
  });
});
