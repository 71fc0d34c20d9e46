import { describe, expect, test } from "vitest";
import { fixture } from "@/tests/fixtures/import/files";
import { zones } from "@/tests/fixtures/import/zones";
import { compareComputed } from "./proof";
import { readFile } from "./read";
import { toSchedules } from "./schedules";
import type { Imported, ImportedSchedule } from "./types";

function importText(text: string): Imported {
  const read = readFile(text);
  if (!read.ok) throw new Error(read.message);
  return toSchedules(read.source, zones);
}

function one(imported: Imported): ImportedSchedule {
  const [schedule] = imported.schedules;
  if (schedule === undefined) throw new Error("nothing came over");
  return schedule;
}

const prove = ({ definition, computed, covers }: ImportedSchedule) =>
  compareComputed(definition, computed, covers, zones);

const layer = (change: object = {}) => ({
  name: "Layer",
  start: "2026-01-05T09:00:00Z",
  rotation_virtual_start: "2026-01-05T09:00:00Z",
  rotation_turn_length_seconds: 86_400,
  users: [{ user: { id: "U1", summary: "Ada" } }],
  ...change,
});

const convert = (layers: readonly object[], beside: object = {}, schedule: object = {}) =>
  importText(
    JSON.stringify({
      schedule: { id: "S1", name: "S", time_zone: "UTC", schedule_layers: layers, ...schedule },
      ...beside,
    }),
  );

describe("a schedule with layers, restrictions, an override and a clock change", () => {
  const schedule = one(importText(fixture("pagerduty-schedule.json")));

  test("is proved by PagerDuty's own final schedule", () => {
    expect(prove(schedule)).toEqual({ equal: true, checked: schedule.covers, differences: [] });
    expect(schedule.covers).toEqual({
      startsAt: Date.UTC(2026, 9, 11, 22),
      endsAt: Date.UTC(2026, 10, 8, 23),
    });
  });

  test("lists the one difference planted in it", () => {
    const planted = one(importText(fixture("pagerduty-one-difference.json")));
    expect(prove(planted).equal).toBe(false);
    expect(prove(planted).differences).toEqual([
      {
        startsAt: Date.UTC(2026, 9, 27, 17),
        endsAt: Date.UTC(2026, 9, 27, 19),
        ours: ["PAMARA1"],
        theirs: ["PCHIYO3"],
      },
    ]);
  });

  test("keeps precedence as descending priorities, handoffs as wall-clock times", () => {
    const [tier] = schedule.definition.tiers;
    expect(tier?.layers.map(({ name, priority }) => [name, priority])).toEqual([
      ["Weekend days", 3],
      ["Primary", 2],
    ]);
    expect(tier?.layers[1]?.rotation).toMatchObject({
      unit: "week",
      every: 1,
      anchor: { date: "2026-01-05", time: "09:00", turn: 0 },
    });
    expect(tier?.layers[0]?.windows).toEqual([
      { days: [6, 7], start: "10:00", end: "18:00", endsAfterDays: 0 },
    ]);
  });

  test("has its people with their addresses, and says what became of each part", () => {
    expect(schedule.people).toContainEqual({
      key: "PBRUNO2",
      name: "Bruno Keller",
      email: "bruno@example.com",
    });
    expect(schedule.people).toHaveLength(4);
    expect(schedule.notes.map(({ level, what }) => `${level} ${what}`)).toEqual([
      "mapped Combining: the highest layer that covers a time has it alone.",
      'mapped Layer "Weekend days"',
      'mapped Layer "Primary"',
      'skipped Layer "Primary until 2025"',
      "mapped Overrides: 1",
    ]);
  });
});

describe("parts that do not come over, or not exactly", () => {
  const levels = (imported: Imported) =>
    one(imported)
      .notes.slice(1)
      .map(({ level }) => level);

  test("turns of ninety minutes", () => {
    const imported = convert([layer({ rotation_turn_length_seconds: 5400 })]);
    expect(one(imported).notes[1]).toMatchObject({
      level: "skipped",
      why: expect.stringContaining("whole hours"),
    });
    expect(one(imported).definition.tiers[0]?.layers).toEqual([]);
  });

  test("an empty layer, no layers at all, an unknown restriction", () => {
    expect(levels(convert([layer({ users: [] })]))).toEqual(["skipped"]);
    expect(levels(convert([]))).toEqual([]);
    const monthly = {
      type: "monthly_restriction",
      start_time_of_day: "08:00",
      duration_seconds: 60,
    };
    expect(levels(convert([layer({ restrictions: [monthly] })]))).toEqual(["skipped"]);
  });

  test("seconds in a handoff or a restriction", () => {
    const start = { rotation_virtual_start: "2026-01-05T09:00:41Z" };
    expect(levels(convert([layer(start)]))).toEqual(["mapped", "changed"]);
    const restriction = {
      type: "daily_restriction",
      start_time_of_day: "08:00:30",
      duration_seconds: 3600,
    };
    expect(levels(convert([layer({ restrictions: [restriction] })]))).toEqual([
      "mapped",
      "changed",
    ]);
  });

  test("a handoff in the second of two equal hours", () => {
    const second = layer({ rotation_virtual_start: "2026-10-25T02:30:00+01:00" });
    expect(levels(convert([second], {}, { time_zone: "Europe/Berlin" }))).toEqual([
      "mapped",
      "changed",
    ]);
  });

  test("a daily restriction of 28 hours is always, a weekly one over a weekend is one window", () => {
    const daily = {
      type: "daily_restriction",
      start_time_of_day: "08:00:00",
      duration_seconds: 28 * 3600,
    };
    expect(
      one(convert([layer({ restrictions: [daily] })])).definition.tiers[0]?.layers[0]?.windows,
    ).toEqual([]);
    const weekly = {
      type: "weekly_restriction",
      start_day_of_week: 5,
      start_time_of_day: "18:00:00",
      duration_seconds: 62 * 3600,
    };
    const [tier] = one(convert([layer({ restrictions: [weekly] })])).definition.tiers;
    expect(tier?.layers[0]?.windows).toEqual([
      { days: [5], start: "18:00", end: "08:00", endsAfterDays: 3 },
    ]);
    expect(tier?.cover).toEqual(tier?.layers[0]?.windows);
  });

  test("a schedule in an unknown zone, without layers, or twice in the file", () => {
    const schedules = [
      { id: "S1", name: "A", time_zone: "Mars/Olympus", schedule_layers: [] },
      { id: "S2", name: "B", time_zone: "UTC" },
      { id: "S3", name: "C", time_zone: "UTC", schedule_layers: [layer()] },
      { id: "S3", name: "C", time_zone: "UTC", schedule_layers: [] },
      { id: "__proto__x", name: "<i>D</i>", time_zone: "constructor", schedule_layers: [] },
    ];
    const imported = importText(JSON.stringify({ schedules }));
    expect(imported.schedules.map(({ name }) => name)).toEqual(["C"]);
    expect(imported.refused.map(({ name }) => name)).toEqual(["A", "B", "C", "<i>D</i>"]);
  });
});

describe("overrides", () => {
  const override = (start: number, end: number, id: string) => ({
    start: `2026-01-06T${start}:00:00Z`,
    end: `2026-01-06T${end}:00:00Z`,
    user: { id },
  });

  test("that overlap keep the file's order and are reported", () => {
    const overrides = [override(10, 14, "U2"), override(12, 16, "U3")];
    const schedule = one(convert([layer()], { overrides }));
    expect(schedule.definition.overrides.map(({ id, kind }) => [id, kind])).toEqual([
      ["override-1", "temporary"],
      ["override-2", "temporary"],
    ]);
    expect(schedule.notes.at(-1)).toMatchObject({ level: "changed", what: "Overrides" });
    const theirs = [
      { startsAt: Date.UTC(2026, 0, 6, 10), endsAt: Date.UTC(2026, 0, 6, 12), person: "U2" },
      { startsAt: Date.UTC(2026, 0, 6, 12), endsAt: Date.UTC(2026, 0, 6, 16), person: "U3" },
      { startsAt: Date.UTC(2026, 0, 6, 16), endsAt: Date.UTC(2026, 0, 6, 18), person: "U1" },
    ];
    const window = { startsAt: Date.UTC(2026, 0, 6, 10), endsAt: Date.UTC(2026, 0, 6, 18) };
    expect(compareComputed(schedule.definition, theirs, window, zones).differences).toEqual([]);
  });

  test("are taken from the schedule's own timeline when the list is missing", () => {
    const overrides_subschedule = { rendered_schedule_entries: [override(10, 14, "U2")] };
    const schedule = one(convert([layer()], {}, { overrides_subschedule }));
    expect(schedule.definition.overrides).toHaveLength(1);
    expect(schedule.people.map(({ key }) => key)).toEqual(["U1", "U2"]);
  });
});
