import { expect, test } from "vitest";
import { closingLine, readParts } from "@/scripts/soak-parts";

test("parts are named in any order and run in theirs; a word that is none is refused", () => {
  expect(readParts("kills,engine")).toEqual(["engine", "kills"]);
  expect(readParts("kills,none")).toBeNull();
  expect(readParts("")).toBeNull();
});

test("the closing line is the count of tests, or the last that is not empty", () => {
  expect(closingLine("a\n3 rounds, 0 failures.\n\n")).toBe("3 rounds, 0 failures.");
  const vitest = "\u001b[2m      Tests \u001b[22m 5 passed (5)\n   Duration  3s\n";
  expect(closingLine(vitest)).toBe("Tests  5 passed (5)");
  expect(closingLine("")).toBe("said nothing");
});
