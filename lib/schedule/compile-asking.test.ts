import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import type { Definition } from "./types";

const roster = (given: Definition) => compile(current(given), zones);

describe("asking", () => {
  test("the next change is the next instant with other people", () => {
    const pair = roster(definition([layer("l", weekly([["ann"], ["bob"]]))]));
    expect(pair.nextChange(ORIGIN + day(1))).toBe(Date.parse("2026-05-11T09:00Z"));
    const alone = roster(definition([layer("l", weekly([["ann"]]))]));
    expect(alone.nextChange(ORIGIN)).toBeNull();
  });

  const added = (...spans: readonly [string, number, number][]): Definition => ({
    ...definition([]),
    overrides: spans.map(([person, startsAt, endsAt], i) => ({
      id: `o${i}`,
      kind: "add",
      target: { scope: "schedule" },
      people: [person],
      startsAt,
      endsAt,
    })),
  });

  test("other people are a change; the same ones in another order, turn or layer are none", () => {
    const pairs = weekly([
      ["ann", "bob"],
      ["bob", "ann"],
      ["bob", "cem"],
    ]);
    const twice = [layer("l", pairs), layer("m", weekly([["ann"]]), { until: ORIGIN + day(2) })];
    const handoffs = [7, 14, 21].map((days) => ORIGIN + day(days) + hours(9));
    const changes = [ORIGIN + day(1), handoffs[1] ?? 0].map(roster(definition(twice)).nextChange);
    expect(changes).toEqual([handoffs[1], handoffs[2]]);
    const swapped = {
      ...definition([]),
      tiers: ["ann", "bob"].map((person, i) => ({
        id: `${i}`,
        name: "",
        cover: "always" as const,
        layers: [layer(`l${i}`, weekly([[person], [person === "ann" ? "bob" : "ann"]]))],
      })),
    };
    expect(roster(swapped).nextChange(ORIGIN + day(1))).toBe(handoffs[0]);
  });

  test("a change is looked for a year ahead", () => {
    const nextOf = (startsAt: number) =>
      roster(added(["ann", startsAt, startsAt + day(1)])).nextChange(ORIGIN);
    expect(nextOf(ORIGIN + day(366))).toBe(ORIGIN + day(366));
    expect(nextOf(ORIGIN + day(366) + 1)).toBeNull();
  });

  test("the shifts at an instant are whole, long and short ones", () => {
    const [long, short] = [
      [ORIGIN - day(300), ORIGIN + day(200)],
      [ORIGIN, ORIGIN + hours(1)],
    ] as const;
    const later = [ORIGIN + hours(1), ORIGIN + hours(2)] as const;
    const both = roster(added(["ann", ...long], ["bob", ...short], ["cem", ...later]));
    const at = (instant: number) =>
      both.shiftsAt(instant).map((one) => [...one.people, one.startsAt, one.endsAt]);
    expect(at(ORIGIN)).toEqual([
      ["ann", ...long],
      ["bob", ...short],
    ]);
    expect(at(ORIGIN + hours(1))).toEqual([
      ["ann", ...long],
      ["cem", ...later],
    ]);
    const [past, ahead] = [day(-365), day(-1) / 2].map((from) =>
      roster(added(["ann", ORIGIN + from, ORIGIN + from + day(365)])).shiftsAt(ORIGIN - hours(1)),
    );
    expect(past?.[0]).toMatchObject({ startsAt: ORIGIN - day(365), endsAt: ORIGIN });
    expect(ahead?.[0]).toMatchObject({ endsAt: ORIGIN + day(364.5) });
  });

  test("shifts come by start, then the tiers' order, across revisions too", () => {
    const tiers = ["second", "first"].map((id) => ({
      id,
      name: "",
      cover: "always" as const,
      layers: [layer(`l-${id}`, weekly([[id]]))],
    }));
    const given = { ...definition([]), tiers };
    const { resolve } = compile(
      [
        { number: 1, from: ORIGIN - day(9), definition: given },
        { number: 2, from: ORIGIN + day(1), definition: given },
      ],
      zones,
    );
    expect(resolve(ORIGIN, ORIGIN + day(2)).map(say)).toEqual([
      "Mon 00:00-Mon 09:00 second",
      "Mon 00:00-Mon 09:00 first",
      "Mon 09:00-Tue 00:00 second",
      "Mon 09:00-Tue 00:00 first",
      "Tue 00:00-Wed 00:00 second",
      "Tue 00:00-Wed 00:00 first",
    ]);
  });

  test("a revision in whose time nothing is asked is left alone, even a broken one", () => {
    const fine = definition([layer("l", weekly([["ann"]]))]);
    const broken = { ...fine, zone: "Mars/Olympus" };
    const revisions = [
      { number: 1, from: ORIGIN - day(9), definition: broken },
      { number: 2, from: ORIGIN, definition: fine },
      { number: 3, from: ORIGIN + day(1), definition: broken },
      { number: 4, from: ORIGIN + day(1), definition: fine },
      { number: 5, from: ORIGIN + day(3), definition: broken },
    ];
    const { resolve, onCallAt } = compile(revisions, zones);
    expect(resolve(ORIGIN, ORIGIN + day(3)).map(({ because }) => because.revision)).toEqual([
      2, 2, 4,
    ]);
    expect(() => resolve(ORIGIN, ORIGIN + day(3) + 1)).toThrow(RangeError);
    expect(() => resolve(ORIGIN - 1, ORIGIN)).toThrow(RangeError);
    expect(onCallAt(ORIGIN)[0]?.because.revision).toBe(2);
  });

  test("a shift without end is shown a year each way", () => {
    const temporary = {
      ...definition([]),
      overrides: [
        {
          id: "o",
          kind: "add" as const,
          target: { scope: "schedule" as const },
          people: ["ann"],
          startsAt: -1e14,
          endsAt: 1e14,
        },
      ],
    };
    const [shift] = roster(temporary).shiftsAt(ORIGIN);
    expect(shift && [shift.startsAt, shift.endsAt]).toEqual([ORIGIN - day(366), ORIGIN + day(366)]);
  });

  test("broken contracts are RangeErrors", () => {
    const fine = roster(definition([layer("l", weekly([["ann"]]))]));
    expect(() => fine.onCallAt(Number.NaN)).toThrow(new RangeError("not an instant: NaN"));
    expect(() => fine.shiftsAt(Number.NEGATIVE_INFINITY)).toThrow(RangeError);
    expect(() => fine.resolve(Number.NaN, 0)).toThrow(RangeError);
    expect(() => fine.nextChange(Number.NaN)).toThrow(RangeError);
    expect(() => fine.resolve(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(fine.resolve(5, 5)).toEqual([]);
    const strange = roster({
      ...definition([layer("l", weekly([["ann"]]))]),
      zone: "Mars/Olympus",
    });
    expect(() => strange.onCallAt(0)).toThrow(RangeError);
  });

  test("the age of a rotation changes nothing about its answers", () => {
    const old = {
      ...weekly([["ann"], ["bob"]]),
      anchor: { date: "1026-05-05", time: "09:00", turn: 0 },
    };
    const found = roster(definition([layer("l", old)])).onCallAt(ORIGIN);
    expect(found[0]?.because.turn?.startsAt).toBeLessThanOrEqual(ORIGIN);
    expect(found[0]?.because.turn?.endsAt).toBeGreaterThan(ORIGIN);
  });
});
