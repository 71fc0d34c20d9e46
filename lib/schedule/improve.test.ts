import { describe, expect, test } from "vitest";
import { hours, ORIGIN } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { defaultLoadRules } from "./bands";
import type { Facts, Finding } from "./check";
import { type Duty, dutiesOf } from "./duty";
import type { Carried } from "./fair";
import { gapsByTime, heaviest, troubles } from "./improve";
import { countByPerson } from "./load";
import type { Gap, Interval, Shift } from "./types";

/** Monday 2026-05-04 plus so many hours. */
const span = (from: number, until: number): Interval => ({
  startsAt: ORIGIN + hours(from),
  endsAt: ORIGIN + hours(until),
});

test("gaps at the same local time of the same weekday are one", () => {
  const gap = (tier: string, from: number, until: number): Gap => ({ tier, ...span(from, until) });
  const week = 7 * 24;
  const found = gapsByTime(
    [
      gap("a", 9, 10),
      gap("a", 9 + week, 10 + week),
      gap("a", 9, 11),
      gap("a", 8, 10),
      gap("a", 9 + 24, 10 + 24),
      gap("b", 9, 10),
      gap("b", 9, 10 + 48),
    ],
    zones("Asia/Kolkata"),
  );
  const monday = { kind: "gap", tier: "a", weekday: 1, start: "14:30", days: 0, end: "15:30" };
  expect(found).toEqual([
    { ...monday, ms: hours(2) },
    { ...monday, end: "16:30", ms: hours(2) },
    { ...monday, start: "13:30", ms: hours(2) },
    { ...monday, weekday: 2, ms: hours(1) },
    { ...monday, tier: "b", ms: hours(1) },
    { ...monday, tier: "b", days: 2, ms: hours(49) },
  ]);
  const night = gapsByTime([gap("a", 20, 21)], zones("Asia/Kolkata"));
  expect(night).toEqual([{ ...monday, weekday: 2, start: "01:30", end: "02:30", ms: hours(1) }]);
});

test("findings of one kind about one person are one; of a rest counts what is missing", () => {
  const facts: Facts = { unreachable: new Set(), timeOff: [], minRestMs: hours(11) };
  const about = (kind: Finding["kind"], person: string, from: number, until: number): Finding => ({
    kind,
    person,
    ...span(from, until),
  });
  const found = troubles(
    [
      { kind: "gap", tier: "a", ...span(0, 9) },
      about("rest", "ann", 0, 8),
      about("double", "ann", 0, 5),
      about("rest", "bob", 0, 10),
      about("rest", "ann", 20, 30),
    ],
    facts,
  );
  expect(found).toEqual([
    { kind: "rest", person: "ann", ms: hours(3 + 1), times: 2 },
    { kind: "double", person: "ann", ms: hours(5), times: 1 },
    { kind: "rest", person: "bob", ms: hours(1), times: 1 },
  ]);
});

describe("what somebody carries most of", () => {
  const because = { revision: 1, layer: null, turn: null, overrides: [] };
  const duties = (person: string, ...spans: Interval[]): Duty[] => {
    const shifts = spans.map((one): Shift => ({ ...one, tier: "a", people: [person], because }));
    return dutiesOf(shifts, zones("UTC"), () => 0);
  };
  const carried = (person: string, fair = 1): Carried => ({ person, points: 0, fair });
  const saturday = 5 * 24;
  const counted = countByPerson(
    [
      // Of ten hours of weekday, nights and weekend each, so many for each.
      ...duties("ann", span(8, 12), span(22, 23), span(saturday + 1, saturday + 7)),
      ...duties("bob", span(12, 18), span(25, 29), span(saturday + 7, saturday + 9)),
      ...duties("cem", span(46, 51), span(saturday + 9, saturday + 11)),
    ],
    defaultLoadRules,
  );

  test("is the band in which the share is furthest above everybody else's", () => {
    const people = ["ann", "bob", "cem"].map((person) => carried(person));
    expect(heaviest("ann", counted, people)).toEqual({
      band: "weekend",
      share: 0.6,
      others: [0.2, 0.2],
    });
    expect(heaviest("bob", counted, people)).toEqual({
      band: "weekday",
      share: 0.6,
      others: [0, 0.4],
    });
    expect(heaviest("cem", counted, people)).toEqual({
      band: "night",
      share: 0.5,
      others: [0.1, 0.4],
    });
  });

  test("is held against those with a share of their own only", () => {
    const people = [carried("ann"), carried("bob", 0), carried("cem")];
    expect(heaviest("ann", counted, people)).toEqual({
      band: "weekday",
      share: 0.4,
      others: [0, 0],
    });
    expect(heaviest("bob", counted, [carried("bob")])).toEqual({
      band: "weekday",
      share: 0.6,
      others: null,
    });
  });

  test("is nothing where nobody was on call", () => {
    expect(heaviest("ann", [], [carried("ann")])).toEqual({
      band: "weekday",
      share: 0,
      others: null,
    });
    expect(heaviest("dia", counted, [carried("dia"), carried("ann")]).share).toBe(0);
  });
});
