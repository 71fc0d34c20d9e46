import { describe, expect, test } from "vitest";
import { day, definition, layer, ORIGIN, office, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import type { Definition } from "./types";

const roster = (given: Definition) => compile(current(given), zones);
/** Monday 2026-05-04 00:00Z to the Monday after. */
const week = (given: Definition): string[] =>
  roster(given)
    .resolve(ORIGIN, ORIGIN + 7 * day(1))
    .map(say);

describe("one layer", () => {
  test("a shift for every turn, even when the same person follows", () => {
    const alone = definition([layer("l", weekly([["ann"]]))]);
    expect(week(alone)).toEqual(["Mon 00:00-Mon 09:00 ann", "Mon 09:00-Mon 00:00 ann"]);
    const [first] = roster(alone).shiftsAt(ORIGIN + day(3));
    expect(first).toEqual({
      tier: "first",
      startsAt: Date.parse("2026-05-04T09:00Z"),
      endsAt: Date.parse("2026-05-11T09:00Z"),
      people: ["ann"],
      because: {
        revision: 1,
        layer: "l",
        turn: {
          id: "t0",
          index: 0,
          startsAt: Date.parse("2026-05-04T09:00Z"),
          endsAt: Date.parse("2026-05-11T09:00Z"),
        },
        overrides: [],
      },
    });
  });

  test("23 hours when clocks go forward", () => {
    const berlin = {
      ...definition([
        layer("l", {
          ...weekly([["ann"], ["bob"]]),
          unit: "day",
          anchor: { date: "2026-03-28", time: "09:00", turn: 0 },
        }),
      ]),
      zone: "Europe/Berlin",
    };
    const [shift] = roster(berlin).shiftsAt(Date.parse("2026-03-29T00:00Z"));
    expect(shift && (shift.endsAt - shift.startsAt) / 3_600_000).toBe(23);
  });

  test("rests outside its windows and between from and until", () => {
    const cut = layer("l", weekly([["ann"]]), {
      windows: [office],
      from: Date.parse("2026-05-05T12:00Z"),
      until: Date.parse("2026-05-07T10:00Z"),
    });
    expect(week(definition([cut]))).toEqual([
      "Tue 12:00-Tue 17:00 ann",
      "Wed 09:00-Wed 17:00 ann",
      "Thu 09:00-Thu 10:00 ann",
    ]);
  });

  test("works on holidays only, or never on them", () => {
    const calendars = [{ id: "c", name: "", days: [{ date: "2026-05-06", name: "Midweek" }] }];
    const only = layer("l", weekly([["ann"]]), { holidays: { calendar: "c", mode: "only" } });
    expect(week({ ...definition([only]), calendars })).toEqual(["Wed 00:00-Thu 00:00 ann"]);
    const off = layer("l", weekly([["ann"]]), { holidays: { calendar: "c", mode: "off" } });
    expect(week({ ...definition([off]), calendars })).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 09:00-Wed 00:00 ann",
      "Thu 00:00-Mon 00:00 ann",
    ]);
  });

  test("nobody without turns, and no mistake", () => {
    expect(week(definition([layer("l", { ...weekly([["ann"]]), turns: [] })]))).toEqual([]);
    expect(week(definition([layer("l", { ...weekly([["ann"]]), every: 0 })]))).toEqual([]);
    expect(week({ ...definition([]), tiers: [] })).toEqual([]);
  });
});

describe("layers together", () => {
  const all = layer("all", weekly([["ann"]]));

  test("a higher one replaces a lower one while it covers", () => {
    const high = layer("high", weekly([["bob"]]), { priority: 1, windows: [office] });
    expect(week(definition([all, high])).slice(0, 4)).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 09:00-Mon 17:00 bob",
      "Mon 17:00-Tue 09:00 ann",
      "Tue 09:00-Tue 17:00 bob",
    ]);
  });

  test("equals stand side by side", () => {
    const other = layer("other", weekly([["bob"]]));
    expect(week(definition([all, other]))).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 00:00-Mon 09:00 bob",
      "Mon 09:00-Mon 00:00 ann",
      "Mon 09:00-Mon 00:00 bob",
    ]);
  });

  test("a turn left empty on purpose hides what lies below; a day left out does not", () => {
    const empty = layer("high", weekly([[]]), { priority: 1, windows: [office] });
    expect(week(definition([all, empty])).slice(0, 3)).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 17:00-Tue 09:00 ann",
      "Tue 17:00-Wed 09:00 ann",
    ]);
    const left = layer("high", { ...weekly([["bob"]]), weekdays: [3] }, { priority: 1 });
    expect(week(definition([all, left]))).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 09:00-Wed 09:00 ann",
      "Wed 09:00-Thu 09:00 bob",
      "Thu 09:00-Mon 00:00 ann",
    ]);
  });
});

describe("revisions", () => {
  const one = definition([layer("l", weekly([["ann"]]))]);
  const two = definition([layer("l", weekly([["bob"]]))]);
  const wednesday = ORIGIN + day(2);
  const both = compile(
    [
      { number: 2, from: wednesday, definition: two },
      { number: 1, from: ORIGIN, definition: one },
    ],
    zones,
  );

  test("the past resolves with what held then", () => {
    expect(both.resolve(ORIGIN - day(7), ORIGIN + day(4)).map(say)).toEqual([
      "Mon 00:00-Mon 09:00 ann",
      "Mon 09:00-Wed 00:00 ann",
      "Wed 00:00-Fri 00:00 bob",
    ]);
    expect(both.onCallAt(wednesday - 1).map(({ because }) => because.revision)).toEqual([1]);
    expect(both.onCallAt(ORIGIN - 1)).toEqual([]);
  });

  test("of two from the same instant the higher number holds", () => {
    const again = compile(
      [
        { number: 3, from: ORIGIN, definition: two },
        { number: 2, from: ORIGIN, definition: one },
      ],
      zones,
    );
    expect(again.onCallAt(ORIGIN).map(({ people }) => people)).toEqual([["bob"]]);
  });

  test("none at all is nobody, for ever", () => {
    const empty = compile([], zones);
    expect(empty.resolve(0, day(1))).toEqual([]);
    expect(empty.onCallAt(0)).toEqual([]);
    expect(empty.nextChange(0)).toBeNull();
  });
});
