import { describe, expect, test } from "vitest";
import { zones } from "@/tests/engine/zones";
import { toTurns } from "./rotation";
import type { Rotation, Weekday } from "./types";

const names = ["ann", "bob", "cem"];
const rotation = (
  unit: Rotation["unit"],
  every: number,
  anchor: string,
  weekdays: readonly Weekday[] = [],
): Rotation => ({
  unit,
  every,
  anchor: { date: anchor.slice(0, 10), time: anchor.slice(11), turn: 0 },
  turns: names.map((id) => ({ id, people: [id] })),
  weekdays,
});

const turnsOf = (given: Rotation, zone: string) => {
  const turns = toTurns(given, zones(zone));
  if (!turns) {
    throw new Error("no turns");
  }
  return turns;
};

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
const handoffs = (given: Rotation, zone: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => iso(turnsOf(given, zone).bounds(from + i).startsAt));

/** Who has the turn, or "-" on a day left out. */
const who = (given: Rotation, zone: string, at: string): string => {
  const turns = turnsOf(given, zone);
  const { on, ordinal } = turns.pieceAt(Date.parse(at));
  return on ? (names[turns.index(ordinal)] ?? "?") : "-";
};

describe("handoffs", () => {
  test("keep their wall-clock time when clocks go forward", () => {
    expect(handoffs(rotation("day", 1, "2026-03-28T02:30"), "Europe/Berlin", 0, 3)).toEqual([
      "2026-03-28T01:30Z",
      "2026-03-29T01:00Z",
      "2026-03-30T00:30Z",
    ]);
  });

  test("happen the first time round when clocks go back", () => {
    expect(handoffs(rotation("day", 1, "2020-10-30T01:30"), "America/Chicago", 1, 3)).toEqual([
      "2020-10-31T06:30Z",
      "2020-11-01T06:30Z",
      "2020-11-02T07:30Z",
    ]);
  });

  test("by the hour stay aligned to the wall clock", () => {
    // 01:30 comes twice on 2020-11-01: that turn lasts two hours
    const hourly = rotation("hour", 1, "2020-10-31T23:30");
    expect(handoffs(hourly, "America/Chicago", 0, 5)).toEqual([
      "2020-11-01T04:30Z",
      "2020-11-01T05:30Z",
      "2020-11-01T06:30Z",
      "2020-11-01T08:30Z",
      "2020-11-01T09:30Z",
    ]);
    expect(who(hourly, "America/Chicago", "2020-11-01T07:45Z")).toBe("cem");
  });

  test("a turn that a gap swallows uses up its place", () => {
    // 02:00 and 03:00 on 2020-03-08 are the same instant in Chicago: bob's hour does not happen
    const hourly = rotation("hour", 1, "2020-03-08T01:00");
    expect(who(hourly, "America/Chicago", "2020-03-08T07:59Z")).toBe("ann");
    expect(who(hourly, "America/Chicago", "2020-03-08T08:00Z")).toBe("cem");
    expect(turnsOf(hourly, "America/Chicago").bounds(1)).toEqual({
      startsAt: Date.parse("2020-03-08T08:00Z"),
      endsAt: Date.parse("2020-03-08T08:00Z"),
    });
  });

  test("Apia has no 2011-12-30: its turn begins with the next day and gives way at nine", () => {
    const daily = rotation("day", 1, "2011-12-29T09:00");
    expect(handoffs(daily, "Pacific/Apia", 0, 4)).toEqual([
      "2011-12-29T19:00Z",
      "2011-12-30T10:00Z",
      "2011-12-30T19:00Z",
      "2011-12-31T19:00Z",
    ]);
  });

  test("half an hour in Lord Howe", () => {
    expect(handoffs(rotation("day", 1, "2020-10-03T02:15"), "Australia/Lord_Howe", 0, 3)).toEqual([
      "2020-10-02T15:45Z",
      "2020-10-03T15:30Z",
      "2020-10-04T15:15Z",
    ]);
  });

  test("months count from the anchor and clamp", () => {
    expect(handoffs(rotation("month", 1, "2024-01-31T00:00"), "UTC", -2, 6)).toEqual([
      "2023-11-30T00:00Z",
      "2023-12-31T00:00Z",
      "2024-01-31T00:00Z",
      "2024-02-29T00:00Z",
      "2024-03-31T00:00Z",
      "2024-04-30T00:00Z",
    ]);
  });
});

describe("whose turn", () => {
  test("goes round, before the anchor as well as after", () => {
    const weekly = rotation("week", 1, "2026-05-04T09:00");
    const mondays = ["2026-04-20", "2026-04-27", "2026-05-04", "2026-05-11", "2026-05-18"];
    expect(mondays.map((day) => who(weekly, "UTC", `${day}T09:00Z`))).toEqual([
      "bob",
      "cem",
      "ann",
      "bob",
      "cem",
    ]);
    expect(who(weekly, "UTC", "2026-05-11T08:59Z")).toBe("ann");
  });

  test("begins with the anchor's turn, whatever number it has", () => {
    const weekly = rotation("week", 1, "2026-05-04T09:00");
    const from = (turn: number) => ({ ...weekly, anchor: { ...weekly.anchor, turn } });
    expect([2, 4, -1].map((turn) => who(from(turn), "UTC", "2026-05-04T09:00Z"))).toEqual([
      "cem",
      "bob",
      "cem",
    ]);
  });

  test("days left out use up nobody's turn", () => {
    const weekdays = rotation("day", 1, "2026-05-06T09:00", [1, 2, 3, 4, 5]);
    const days = ["06", "07", "08", "09", "10", "11", "12"];
    expect(days.map((day) => who(weekdays, "UTC", `2026-05-${day}T12:00Z`))).toEqual([
      "ann",
      "bob",
      "cem",
      "-",
      "-",
      "ann",
      "bob",
    ]);
    expect(who(weekdays, "UTC", "2026-05-09T08:59Z")).toBe("cem");
    const untils = ["2026-05-06", "2026-05-08", "2026-05-09"].map((day) =>
      iso(turnsOf(weekdays, "UTC").pieceAt(Date.parse(`${day}T12:00Z`)).until),
    );
    expect(untils).toEqual(["2026-05-07T09:00Z", "2026-05-09T09:00Z", "2026-05-11T09:00Z"]);
    expect(who(weekdays, "UTC", "2026-05-05T12:00Z")).toBe("cem");
  });

  test("an anchor on a day left out means the next day that counts", () => {
    const weekends = rotation("day", 2, "2024-08-01T00:00", [6, 7]);
    const days = ["03", "04", "10", "11", "17"];
    expect(days.map((day) => who(weekends, "UTC", `2024-08-${day}T12:00Z`))).toEqual([
      "ann",
      "ann",
      "bob",
      "bob",
      "cem",
    ]);
  });

  test("hours go on after the days left out", () => {
    const long = rotation("hour", 16, "2026-05-08T00:00", [1, 2, 3, 4, 5]);
    expect(who(long, "UTC", "2026-05-08T15:59Z")).toBe("ann");
    expect(who(long, "UTC", "2026-05-08T16:00Z")).toBe("bob");
    expect(who(long, "UTC", "2026-05-09T00:00Z")).toBe("-");
    expect(who(long, "UTC", "2026-05-11T07:59Z")).toBe("bob");
    expect(who(long, "UTC", "2026-05-11T08:00Z")).toBe("cem");
  });

  test("a weekly turn rests on the days left out", () => {
    const weekly = rotation("week", 1, "2024-08-05T00:00", [1, 2, 3, 4, 5]);
    const days = ["05", "09", "10", "12", "17", "19"];
    expect(days.map((day) => who(weekly, "UTC", `2024-08-${day}T12:00Z`))).toEqual([
      "ann",
      "ann",
      "-",
      "bob",
      "-",
      "cem",
    ]);
  });

  test("with no turns, or every 0, there is nothing to rotate", () => {
    expect(
      toTurns({ ...rotation("day", 1, "2026-01-01T00:00"), turns: [] }, zones("UTC")),
    ).toBeNull();
    expect(toTurns(rotation("day", 0, "2026-01-01T00:00"), zones("UTC"))).toBeNull();
    expect(toTurns(rotation("week", 1.5, "2026-01-01T00:00"), zones("UTC"))).toBeNull();
    expect(() => toTurns(rotation("day", 1, "2026-02-30T00:00"), zones("UTC"))).toThrow(RangeError);
  });
});
