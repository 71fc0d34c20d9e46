import { expect, test } from "vitest";
import type { Definition } from "@/lib/schedule/types";
import { placeInWords, problemAt, problemInWords, problemUnder, toProblem } from "./problems";

const definition: Definition = {
  zone: "UTC",
  tiers: [
    {
      id: "one",
      name: "Primary",
      cover: "always",
      layers: [
        {
          id: "l",
          name: "",
          priority: 0,
          windows: [],
          rotation: {
            unit: "week",
            every: 1,
            anchor: { date: "", time: "09:00", turn: 0 },
            turns: [],
          },
        },
      ],
    },
  ],
  overrides: [],
  calendars: [],
};

test.each([
  ["", ""],
  ["zone", "Time zone"],
  ["tiers.0.name", "Tier “Primary”, name"],
  ["tiers.0.layers.0.name", "Tier “Primary”, layer, name"],
  ["tiers.0.layers.0.rotation.turns", "Tier “Primary”, layer, turns"],
  ["tiers.0.layers.0.rotation.anchor.date", "Tier “Primary”, layer, start"],
  ["tiers.0.layers.0.windows.1.end", "Tier “Primary”, layer, hours"],
  ["overrides.3.endsAt", "Override 4, end"],
])("the path %j is said as %j", (path, words) => {
  expect(placeInWords(path, definition)).toBe(words);
});

test("finds problems at a path and under it", () => {
  const problems = [{ path: "tiers.0.layers.10.name", message: "Give it a name." }];
  expect(problemAt(problems, "tiers.0.layers.10.name")).toBe("Give it a name.");
  expect(problemUnder(problems, "tiers.0.layers.10")).toBe("Give it a name.");
  expect(problemUnder(problems, "tiers.0.layers.1")).toBeUndefined();
});

test("reads the server's lines back", () => {
  const problem = toProblem("tiers.0.name: Give it a name: short.");
  expect(problem).toEqual({ path: "tiers.0.name", message: "Give it a name: short." });
  expect(problemInWords(problem, definition)).toBe("Tier “Primary”, name: Give it a name: short.");
  expect(toProblem("Too large.")).toEqual({ path: "", message: "Too large." });
});
