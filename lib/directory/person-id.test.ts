import { expect, test } from "vitest";
import { PERSON_COLOURS, personColour } from "./colour";
import { idPicker } from "./person-id";

test("twelve new people have twelve colours, and so have the next twelve", () => {
  const pick = idPicker([]);
  const people = Array.from({ length: 2 * PERSON_COLOURS }, pick);
  for (const half of [people.slice(0, PERSON_COLOURS), people.slice(PERSON_COLOURS)]) {
    expect(new Set(half.map(personColour)).size).toBe(PERSON_COLOURS);
  }
});

test("colours of people who are there already come last", () => {
  const there = idPicker([])();
  const pick = idPicker([there]);
  const colours = Array.from({ length: PERSON_COLOURS - 1 }, pick).map(personColour);
  expect(colours).not.toContain(personColour(there));
});
