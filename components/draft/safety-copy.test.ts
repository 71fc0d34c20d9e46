import { expect, test } from "vitest";
import { readCopy } from "./safety-copy";

const copy = {
  version: 3,
  work: {
    title: "t",
    words: "",
    definition: { zone: "UTC", tiers: [], overrides: [], calendars: [] },
  },
};

test("reads what it wrote", () => {
  expect(readCopy(JSON.stringify(copy))).toEqual(copy);
});

test.each([
  null,
  "",
  "{",
  "null",
  "[]",
  JSON.stringify({ version: 3 }),
  JSON.stringify({ ...copy, version: "3" }),
  JSON.stringify({ ...copy, work: { ...copy.work, definition: { zone: "UTC" } } }),
])("takes %j for nothing", (text) => {
  expect(readCopy(text)).toBeNull();
});
