import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import { compare } from "./diff";
import type { Definition } from "./types";

const roster = (given: Definition) => compile(current(given), zones);
const from = ORIGIN + hours(9);
const week = (n: number) => ({ startsAt: from + day(7 * n), endsAt: from + day(7 * n + 7) });

describe("the difference between two rosters", () => {
  const before = definition([layer("l", weekly([["ann"], ["bob"]]))]);
  const after = definition([layer("l", weekly([["ann"], ["cem"]]))]);

  test("says who gains and who loses what", () => {
    const found = compare(roster(before), roster(after), from, from + day(14), zones, "UTC");
    const nothing = { gained: [], lost: [], moved: [] };
    const same = { nightsBefore: 7, nightsAfter: 7, weekendsBefore: 2, weekendsAfter: 2 };
    expect(found.people).toEqual([
      { person: "ann", before: day(7), after: day(7), ...nothing, ...same },
      {
        person: "bob",
        before: day(7),
        after: 0,
        ...nothing,
        lost: [week(1)],
        ...same,
        nightsAfter: 0,
        weekendsAfter: 0,
      },
      {
        person: "cem",
        before: 0,
        after: day(7),
        ...nothing,
        gained: [week(1)],
        ...same,
        nightsBefore: 0,
        weekendsBefore: 0,
      },
    ]);
    expect(found.changed).toEqual([{ tier: "first", intervals: [week(1)] }]);
    expect(found.atChange.before).toEqual(found.atChange.after);
  });

  test("a change of tier is neither gained nor lost, but moved", () => {
    const tiers = (first: string, second: string): Definition => ({
      ...definition([]),
      tiers: [
        { id: "first", name: "", cover: "always", layers: [layer("l", weekly([[first]]))] },
        { id: "second", name: "", cover: "always", layers: [layer("m", weekly([[second]]))] },
      ],
    });
    const found = compare(
      roster(tiers("ann", "bob")),
      roster(tiers("bob", "ann")),
      from,
      from + day(7),
      zones,
      "UTC",
    );
    expect(found.people.map(({ gained, lost, moved }) => [gained, lost, moved])).toEqual([
      [[], [], [week(0)]],
      [[], [], [week(0)]],
    ]);
    expect(found.changed.map(({ tier }) => tier)).toEqual(["first", "second"]);
  });

  test("hours, nights and weekends before and after, in the zone, by the people's ids", () => {
    const swap = (...people: string[]) =>
      roster(
        definition([layer("l", { ...weekly(people.map((one) => [one])), every: 1, unit: "day" })]),
      );
    // Friday 09:00 to 13:00 in UTC is 22:00 to 02:00 in Apia.
    const friday = from + day(4);
    const found = (zone: string) =>
      compare(swap("dia"), swap("cem"), friday, friday + hours(4), zones, zone);
    const said = (zone: string) =>
      found(zone).people.map((one) => [
        one.person,
        one.nightsBefore,
        one.nightsAfter,
        one.weekendsBefore,
        one.weekendsAfter,
      ]);
    expect(said("UTC")).toEqual([
      ["cem", 0, 0, 0, 0],
      ["dia", 0, 0, 0, 0],
    ]);
    expect(said("Pacific/Apia")).toEqual([
      ["cem", 0, 1, 0, 1],
      ["dia", 1, 0, 1, 0],
    ]);
    expect(() => found("Mars/Olympus")).toThrow(RangeError);
    expect(found("UTC").atChange.before.map(({ people }) => people)).toEqual([["dia"]]);
    expect(found("UTC").atChange.after.map(({ people }) => people)).toEqual([["cem"]]);
  });

  test("nothing differs from itself", () => {
    const found = compare(roster(before), roster(before), from, from + day(30), zones, "UTC");
    expect(found.changed).toEqual([]);
    expect(found.people.every(({ before: was, after: is }) => was === is)).toBe(true);
  });
});
