import { describe, expect, test } from "vitest";
import { day, definition, hours, layer, ORIGIN, office, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { check, type Facts } from "./check";
import { compile, current } from "./compile";
import type { Definition } from "./types";

const quiet: Facts = { unreachable: new Set(), timeOff: [], minRestMs: 0 };
const find = (given: Definition, facts: Partial<Facts> = {}, length = day(1)) =>
  check(compile(current(given), zones), given, ORIGIN + day(1), ORIGIN + day(1) + length, zones, {
    ...quiet,
    ...facts,
  }).map(({ startsAt, endsAt, ...rest }) => ({
    ...rest,
    hours: [startsAt, endsAt].map((at) => (at - ORIGIN - day(1)) / hours(1)),
  }));

const daytime = definition([layer("l", weekly([["ann"]]), { windows: [office] })]);
const always = definition([layer("l", weekly([["ann"]]))]);

describe("findings", () => {
  test("none for a good roster", () => {
    expect(find(always)).toEqual([]);
  });

  test("gaps", () => {
    expect(find(daytime)).toEqual([
      { kind: "gap", tier: "first", hours: [0, 9] },
      { kind: "gap", tier: "first", hours: [17, 24] },
    ]);
  });

  test("people who cannot be reached", () => {
    expect(find(always, { unreachable: new Set(["ann", "bob"]) })).toEqual([
      { kind: "unreachable", tier: "first", person: "ann", hours: [0, 24] },
    ]);
  });

  test("people who have left, from then on", () => {
    const left = new Map([["ann", ORIGIN + day(1) + hours(6)]]);
    expect(find(always, { left })).toEqual([{ kind: "left", person: "ann", hours: [6, 24] }]);
    expect(find(always, { left: new Map([["bob", ORIGIN]]) })).toEqual([]);
    expect(find(always, { left: new Map([["ann", ORIGIN + day(2)]]) })).toEqual([]);
  });

  test("people who cannot be reached, tier by tier", () => {
    const both: Definition = {
      ...always,
      tiers: [
        { id: "first", name: "", cover: "never", layers: [layer("l", weekly([["ann"], ["ann"]]))] },
        {
          id: "second",
          name: "",
          cover: "never",
          layers: [layer("m", weekly([["ann"]]), { windows: [office] })],
        },
      ],
    };
    const found = find(both, { unreachable: new Set(["ann"]) }, day(7));
    const unreachable = found.filter(({ kind }) => kind === "unreachable");
    // From Tuesday on; the week's handoff does not cut it in two.
    expect(unreachable.map(({ tier, hours: [start, end] }) => [tier, start, end])).toEqual([
      ["first", 0, 168],
      ...[0, 1, 2, 3, 6].map((n) => ["second", 24 * n + 9, 24 * n + 17]),
    ]);
  });

  test("twice at once, also beside a long shift that goes on", () => {
    const slots = [9, 12, 15].map((hour) => ({
      id: `o${hour}`,
      kind: "add" as const,
      target: { scope: "schedule" as const },
      people: ["ann"],
      startsAt: ORIGIN + day(1) + hours(hour),
      endsAt: ORIGIN + day(1) + hours(hour + 1),
    }));
    expect(find({ ...always, overrides: slots })).toEqual(
      [9, 12, 15].map((hour) => ({ kind: "double", person: "ann", hours: [hour, hour + 1] })),
    );
  });

  test("twice at once", () => {
    const twice: Definition = {
      ...always,
      tiers: [
        ...always.tiers,
        {
          id: "second",
          name: "",
          cover: "never",
          layers: [layer("m", weekly([["ann"]]), { windows: [office] })],
        },
      ],
    };
    expect(find(twice)).toEqual([{ kind: "double", person: "ann", hours: [9, 17] }]);
  });

  test("on call during time off", () => {
    const off = { startsAt: ORIGIN + day(1) + hours(20), endsAt: ORIGIN + day(9) };
    const timeOff = [
      { ...off, person: "ann" },
      { startsAt: ORIGIN + day(1), endsAt: ORIGIN + day(9), person: "bob" },
    ];
    expect(find(always, { timeOff })).toEqual([
      { kind: "time-off", person: "ann", hours: [20, 24] },
    ]);
  });

  test("too little rest", () => {
    const found = find(daytime, { minRestMs: hours(17) }, day(2));
    expect(found.filter(({ kind }) => kind === "rest")).toEqual([
      { kind: "rest", person: "ann", hours: [17, 33] },
    ]);
    const enough = find(daytime, { minRestMs: hours(16) }, day(2));
    expect(enough.filter(({ kind }) => kind === "rest")).toEqual([]);
    expect(find(always, { minRestMs: hours(17) }, day(14))).toEqual([]);
  });

  test("come by start, whatever they say", () => {
    const timeOff = [
      { person: "ann", startsAt: ORIGIN + day(1) + hours(10), endsAt: ORIGIN + day(1) + hours(11) },
    ];
    expect(find(daytime, { timeOff }).map(({ kind }) => kind)).toEqual(["gap", "time-off", "gap"]);
  });
});
