import { describe, expect, test } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import { keepTurn, keepTurnIn } from "@/lib/schedule/edit";
import type { Definition, Revision } from "@/lib/schedule/types";
import { definition, layer, office, weekly } from "./examples";
import { zones } from "./zones";

const at = (text: string): number => Date.parse(`${text}Z`);
const brief = (instant: number): string =>
  new Date(instant).toISOString().replace(/:00\.000Z$/, "");

/** "2026-05-04T09:00 ann", each shift by its beginning, and the end of the last. */
const told = (revisions: readonly Revision[], from: string, until: string): string[] => {
  const shifts = compile(revisions, zones).resolve(at(from), at(until));
  return shifts.map((shift) => `${brief(shift.startsAt)} ${shift.people.join("+")}`);
};
const alone = (given: Definition, from: string, until: string) => told(current(given), from, until);
const daily = (date: string, time: string) => ({
  ...weekly([["ann"], ["bob"]]),
  unit: "day" as const,
  anchor: { date, time, turn: 0 },
});

describe("what happens seldom, worked out by hand", () => {
  test("a schedule moves to another zone: whoever has the turn keeps it to the next handoff there", () => {
    const turning = daily("2026-05-04", "09:00");
    const berlin = { ...definition([layer("l", turning)]), zone: "Europe/Berlin" };
    const moved = at("2026-05-06T12:00");
    const kept = keepTurnIn(turning, moved, zones("Europe/Berlin"), zones("America/New_York"));
    const revisions = [
      { number: 1, from: at("2026-05-01T00:00"), definition: berlin },
      {
        number: 2,
        from: moved,
        definition: { ...definition([layer("l", kept)]), zone: "America/New_York" },
      },
    ];
    // 09:00 is 07:00Z in Berlin and 13:00Z in New York, where the turn of 5 May still runs at noon: without
    // the edit Bob, who had handed over, would come back for an hour.
    expect(told(revisions, "2026-05-05T07:00", "2026-05-08T00:00")).toEqual([
      "2026-05-05T07:00 bob",
      "2026-05-06T07:00 ann",
      "2026-05-06T12:00 ann",
      "2026-05-06T13:00 bob",
      "2026-05-07T13:00 ann",
    ]);
  });

  test("an edit in the middle of a turn: whoever has it keeps it, the new one comes next", () => {
    const before = weekly([["ann"], ["bob"]]);
    const now = at("2026-05-06T12:00");
    const [ann, bob] = before.turns;
    const turns = [ann, { id: "new", people: ["dia"] }, bob].filter((turn) => turn !== undefined);
    const after = keepTurn(before, turns, now, zones("UTC"));
    const revisions = [
      { number: 1, from: at("2026-05-01T00:00"), definition: definition([layer("l", before)]) },
      { number: 2, from: now, definition: definition([layer("l", after)]) },
    ];
    expect(told(revisions, "2026-05-04T09:00", "2026-06-01T00:00")).toEqual([
      "2026-05-04T09:00 ann",
      "2026-05-06T12:00 ann",
      "2026-05-11T09:00 dia",
      "2026-05-18T09:00 bob",
      "2026-05-25T09:00 ann",
    ]);
  });

  test("months from the 31st, before the anchor and after it", () => {
    const monthly = {
      ...weekly([["ann"], ["bob"], ["cem"]]),
      unit: "month" as const,
      anchor: { date: "2024-01-31", time: "09:00", turn: 0 },
    };
    const given = definition([layer("l", monthly)]);
    expect(alone(given, "2023-11-30T09:00", "2024-05-01T00:00")).toEqual([
      "2023-11-30T09:00 bob",
      "2023-12-31T09:00 cem",
      "2024-01-31T09:00 ann",
      "2024-02-29T09:00 bob",
      "2024-03-31T09:00 cem",
      "2024-04-30T09:00 ann",
    ]);
  });

  test("Apia leaves out 2011-12-30: that day's turn lasts from midnight to nine on the 31st", () => {
    const given = {
      ...definition([layer("l", daily("2011-12-28", "09:00"))]),
      zone: "Pacific/Apia",
    };
    // UTC-10 until the end of the 29th, UTC+14 from the 31st on.
    expect(alone(given, "2011-12-28T19:00", "2012-01-01T12:00")).toEqual([
      "2011-12-28T19:00 ann",
      "2011-12-29T19:00 bob",
      "2011-12-30T10:00 ann",
      "2011-12-30T19:00 bob",
      "2011-12-31T19:00 ann",
    ]);
  });

  test("Santiago has no midnight on 2025-09-07: the handoff is at one", () => {
    const given = {
      ...definition([layer("l", daily("2025-09-05", "00:00"))]),
      zone: "America/Santiago",
    };
    expect(alone(given, "2025-09-06T04:00", "2025-09-09T00:00")).toEqual([
      "2025-09-06T04:00 bob",
      "2025-09-07T04:00 ann",
      "2025-09-08T03:00 bob",
    ]);
  });

  test("Lord Howe moves by half an hour: 02:15 does not exist and means 02:30", () => {
    const given = {
      ...definition([layer("l", daily("2025-10-04", "02:15"))]),
      zone: "Australia/Lord_Howe",
    };
    // UTC+10:30 until 2025-10-04T15:30Z, UTC+11 after.
    expect(alone(given, "2025-10-03T15:45", "2025-10-06T00:00")).toEqual([
      "2025-10-03T15:45 ann",
      "2025-10-04T15:30 bob",
      "2025-10-05T15:15 ann",
    ]);
  });

  test("Monrovia's clock was 44 minutes and 30 seconds slow until 1972-01-07", () => {
    const given = {
      ...definition([layer("l", daily("1972-01-05", "09:00"))]),
      zone: "Africa/Monrovia",
    };
    expect(alone(given, "1972-01-05T09:44:30", "1972-01-08T00:00")).toEqual([
      "1972-01-05T09:44:30.000Z ann",
      "1972-01-06T09:44:30.000Z bob",
      "1972-01-07T09:00 ann",
    ]);
  });

  test("two sides of the date line: the same Monday morning, a day apart", () => {
    const west = layer("w", weekly([["ann"]]), { zone: "Pacific/Apia", windows: [office] });
    const east = layer("e", weekly([["bob"]]), { zone: "Pacific/Pago_Pago", windows: [office] });
    // Monday 4 May, 09:00, is Sunday 20:00Z in Apia (UTC+13) and Monday 20:00Z in Pago Pago (UTC-11).
    expect(alone(definition([west, east]), "2026-05-03T12:00", "2026-05-05T04:00")).toEqual([
      "2026-05-03T20:00 ann",
      "2026-05-04T20:00 ann",
      "2026-05-04T20:00 bob",
    ]);
  });

  test("a holiday calendar switches one layer off and another on", () => {
    const may = { id: "may", name: "May", days: [{ date: "2026-05-05", name: "Liberation Day" }] };
    const holidays = { calendar: "may" };
    const given = definition([
      layer("usual", weekly([["ann"]]), { holidays: { ...holidays, mode: "off" } }),
      layer("feast", weekly([["bob"]]), { holidays: { ...holidays, mode: "only" } }),
    ]);
    const days = { ...given, calendars: [may] };
    expect(alone(days, "2026-05-04T09:00", "2026-05-07T00:00")).toEqual([
      "2026-05-04T09:00 ann",
      "2026-05-05T00:00 bob",
      "2026-05-06T00:00 ann",
    ]);
  });
});
