import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PERSON_COLOURS, personColour } from "@/lib/directory/colour";
import { initialsOf } from "./initials";

describe("personColour", () => {
  test("is the same for the same id", () => {
    expect(personColour("a-1")).toBe(personColour("a-1"));
  });

  test("uses every colour about equally", () => {
    const counts = new Array<number>(PERSON_COLOURS).fill(0);
    for (let i = 0; i < 12_000; i++) {
      const colour = personColour(`person-${i}`);
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1200);
  });

  test("every number it can return is in people.css", () => {
    const css = readFileSync(new URL("./people.css", import.meta.url), "utf8");
    for (let colour = 0; colour < PERSON_COLOURS; colour++) {
      expect(css).toContain(`[data-person="${colour}"]`);
    }
  });
});

test("initials are of the first and the last word", () => {
  expect(initialsOf("Ada King Lovelace")).toBe("AL");
  expect(initialsOf("bo")).toBe("B");
  expect(initialsOf("  ")).toBe("?");
});
