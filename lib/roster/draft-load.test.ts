import { expect, test } from "vitest";
import { defaultLoadRules } from "@/lib/schedule/bands";
import { HOUR } from "@/lib/schedule/calendar";
import { day, definition, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { loadChanges, scoreOf } from "./draft-load";

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

test("the score of the schedule before and after", () => {
  const facts = { unreachable: new Set<string>(), timeOff: [], minRestMs: 0 };
  const span = { startsAt: ORIGIN, endsAt: ORIGIN + day(14) };
  const of = (groups: readonly string[][]) =>
    scoreOf(definition([layer("l", weekly(groups))]), span, defaultLoadRules, facts);
  expect(of([["ann"], ["bob"]])).toBe(100);
  expect(of([["ann"], []])).toBe(50);
  expect(scoreOf({ ...definition([]), tiers: [] }, span, defaultLoadRules, facts)).toBeNull();
});
