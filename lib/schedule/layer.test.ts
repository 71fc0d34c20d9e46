import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, office, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { partsOf } from "./home";
import { compileLayer } from "./layer";
import type { Layer, Rotation } from "./types";

const MAY = { id: "may", name: "May", days: [{ date: "2026-05-05", name: "Liberation Day" }] };

const compiled = (rotation: Rotation, more: Partial<Layer> = {}) => {
  const given = { ...definition([layer("l", rotation, more)]), calendars: [MAY] };
  const [part] = given.tiers.flatMap(({ layers }) => layers.flatMap((l) => partsOf(l, given)));
  if (!part) {
    throw new Error("no part");
  }
  return compileLayer(part, 0, given, zones);
};

/** Hours from ORIGIN in the first three days in which it covers, and in which it says so when asked hour by hour. */
const covered = (rotation: Rotation, more: Partial<Layer> = {}): number[] => {
  const one = compiled(rotation, more);
  const found = one.hours(ORIGIN, ORIGIN + day(3)).map((at) => (at - ORIGIN) / hours(1));
  for (let hour = 0; hour < 72; hour += 1) {
    const passed = found.filter((edge) => edge <= hour).length;
    const { on, until } = one.pieceAt(ORIGIN + hours(hour));
    expect([hour, on]).toEqual([hour, passed % 2 === 1]);
    expect(until).toBeGreaterThan(ORIGIN + hours(hour));
  }
  return found;
};

const ann = weekly([["ann"]]);

describe("a layer covers", () => {
  test("always, when nothing is said", () => {
    expect(covered(ann)).toEqual([0, 72]);
  });

  test("from its beginning, until its end, or between them", () => {
    expect(covered(ann, { from: ORIGIN + hours(10) })).toEqual([10, 72]);
    expect(covered(ann, { until: ORIGIN + hours(50) })).toEqual([0, 50]);
    expect(covered(ann, { from: ORIGIN + hours(10), until: ORIGIN + hours(50) })).toEqual([10, 50]);
  });

  test("in its windows, on holidays only or on none, all at once", () => {
    const windows = [office];
    const from = ORIGIN + hours(12);
    const off = { calendar: "may", mode: "off" } as const;
    const only = { calendar: "may", mode: "only" } as const;
    expect(covered(ann, { windows })).toEqual([9, 17, 33, 41, 57, 65]);
    expect(covered(ann, { windows, from, holidays: off })).toEqual([12, 17, 57, 65]);
    expect(covered(ann, { windows, from, holidays: only })).toEqual([33, 41]);
  });

  test("as if there were no holidays, where their calendar does not exist", () => {
    expect(covered(ann, { holidays: { calendar: "gone", mode: "off" } })).toEqual([0, 72]);
    expect(covered(ann, { holidays: { calendar: "gone", mode: "only" } })).toEqual([]);
  });

  test("on days that count, from handoff to handoff, and in its windows on these", () => {
    const days = { ...ann, unit: "day", weekdays: [1, 3] } as const;
    expect(covered(days)).toEqual([9, 33, 57, 72]);
    expect(covered(days, { windows: [{ ...office, start: "08:00" }] })).toEqual([
      9, 17, 32, 33, 57, 65,
    ]);
  });

  test("never without turns", () => {
    expect(covered({ ...ann, turns: [] })).toEqual([]);
  });
});

test("what holds, holds until the turn or the window ends, whichever is first", () => {
  const daily = { ...weekly([["ann"], ["bob"]]), unit: "day" } as const;
  const nights = { days: office.days, start: "05:00", end: "12:00", endsAfterDays: 0 };
  const one = compiled(daily, { windows: [nights] });
  const untils = [2, 6, 10].map((hour) => one.pieceAt(ORIGIN + hours(hour)).until - ORIGIN);
  expect(untils).toEqual([hours(5), hours(9), hours(12)]);
});

test("a turn has its people, each once, and lasts from handoff to handoff", () => {
  const one = compiled(weekly([["ann"], ["bob", "cem", "bob"]]));
  expect(one.held(1)).toEqual({
    people: ["bob", "cem"],
    turn: {
      id: "t1",
      index: 1,
      startsAt: ORIGIN + day(7) + hours(9),
      endsAt: ORIGIN + day(14) + hours(9),
    },
  });
  const none = new RangeError("layer l has no turn 3");
  expect(() => compiled({ ...ann, turns: [] }).held(3)).toThrow(none);
  expect(() => compiled({ ...ann, every: 0 }).held(3)).toThrow(none);
});
