import { expect, test } from "vitest";
import { defaultLoadRules } from "@/lib/schedule/bands";
import { HOUR } from "@/lib/schedule/calendar";
import { day, definition, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { loadChanges } from "./draft-load";

test("whose load changes, by kind, and nobody else", () => {
  const base = definition([layer("l", weekly([["ann"], ["bob"], ["cy"]]))]);
  const override = {
    id: "o",
    kind: "replace",
    target: { scope: "schedule" },
    // Saturday and Sunday of Ann's week.
    startsAt: ORIGIN + day(5),
    endsAt: ORIGIN + day(7),
    person: "ann",
    by: "dee",
  } as const;
  const edited = { ...base, overrides: [override] };
  const told = loadChanges(base, edited, ORIGIN, ORIGIN + day(21), defaultLoadRules).map(
    ({ person, before, after }) => [
      person,
      (before?.bands.weekend ?? 0) / HOUR,
      (after?.bands.weekend ?? 0) / HOUR,
      (after?.points ?? 0) - (before?.points ?? 0),
    ],
  );
  expect(told).toEqual([
    ["ann", 48, 0, -72],
    ["dee", 0, 48, 72],
  ]);
  expect(loadChanges(base, base, ORIGIN, ORIGIN + day(21), defaultLoadRules)).toEqual([]);
});
