import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDefinition } from "@/lib/roster/schema";
import { fixture } from "@/tests/fixtures/import/files";
import { zones } from "@/tests/fixtures/import/zones";
import { LIMITS } from "./limits";
import { matchPeople, renamePeople, toPersonMap } from "./people";
import { compareComputed } from "./proof";
import { readFile } from "./read";
import { toSchedules } from "./schedules";
import { findZone } from "./time";

const isZone = (name: string) => findZone(zones, name) !== null;

/**
 * All that happens to a file until a draft could be made of it. Refusals are fine, exceptions and
 * definitions that the roster refuses are not.
 */
function importAll(text: string): void {
  const read = readFile(text);
  if (!read.ok) {
    expect(read.message).toMatch(/[.?]$/);
    return;
  }
  for (const { definition, people, computed, covers } of toSchedules(read.source, zones)
    .schedules) {
    const created = new Map(people.map(({ key }, index) => [key, `person-${index}`]));
    const map = toPersonMap(matchPeople(people, []), created);
    const renamed = renamePeople(definition, map);
    expect(parseDefinition(renamed, isZone)).toEqual({ ok: true, definition: renamed });
    compareComputed(renamed, computed, covers, zones, map);
  }
}

type Slot = { readonly holder: Record<string, unknown>; readonly key: string };

/** Every place of a JSON value, depth first. */
function slots(value: unknown): readonly Slot[] {
  if (typeof value !== "object" || value === null) return [];
  const holder: Record<string, unknown> = Object.assign(value);
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...slots(holder[key])]);
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    1,
    -1,
    604_800,
    1e300,
    "",
    "__proto__",
    "constructor",
    "\u202e\u0000",
    "<script>alert(1)</script>",
    "UTC",
    "1970-01-01T00:00:00Z",
    "2100-12-31T23:59:59-12:00",
    "1970-01-01T00:00:00",
    "2100-12-31T23:59:59",
    [],
    {},
    [[]],
  ),
  fc.integer(),
  fc.string(),
);

describe("hostile files never get through as an exception", () => {
  test.each(["pagerduty-schedule.json", "opsgenie-schedules.json", "grafana-oncall.json"])(
    "%s with anything anywhere",
    (name) => {
      const text = fixture(name);
      const count = slots(JSON.parse(text)).length;
      const places = fc.array(fc.tuple(fc.nat(count - 1), junk), { minLength: 1, maxLength: 3 });
      const property = fc.property(places, (changes) => {
        const file: unknown = JSON.parse(text);
        const all = slots(file);
        for (const [index, value] of changes) {
          const slot = all[index];
          if (slot) slot.holder[slot.key] = value;
        }
        importAll(JSON.stringify(file));
      });
      fc.assert(property, { numRuns: 150 });
    },
    30_000,
  );

  test("any text at all", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), importAll), { numRuns: 200 });
  });
});

test("too many layers are refused for that schedule alone", () => {
  const shift = (index: number) => ({
    id: `O${index}`,
    type: "recurrent_event",
    frequency: "daily",
    start: "2026-01-01T00:00:00",
    duration: 3600,
    users: ["U1"],
  });
  const on_call_shifts = Array.from({ length: LIMITS.layers + 1 }, (_, index) => shift(index));
  const schedules = [
    { id: "S1", name: "Big", type: "web", shifts: on_call_shifts.map(({ id }) => id) },
    { id: "S2", name: "Small", type: "web", shifts: ["O1"] },
  ];
  const read = readFile(JSON.stringify({ schedules, on_call_shifts }));
  if (!read.ok) throw new Error(read.message);
  const imported = toSchedules(read.source, zones);
  expect(imported.schedules.map(({ name }) => name)).toEqual(["Small"]);
  expect(imported.refused).toMatchObject([{ name: "Big", why: expect.stringContaining("layers") }]);
});

describe("what a definition cannot hold is left out with a note", () => {
  const recurring = { frequency: "daily", start: "2026-01-01T00:00:00", duration: 86_400 };
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `U${index}`);

  test.each([
    ["more than 20 in a turn", { ...recurring, type: "recurrent_event", users: ids(21) }],
    [
      "101 turns",
      { ...recurring, type: "rolling_users", rolling_users: ids(101).map((id) => [id]) },
    ],
    [
      "turns of 400 days",
      {
        ...recurring,
        type: "recurrent_event",
        users: ["U"],
        interval: 400,
        duration: 400 * 3600,
        frequency: "hourly",
      },
    ],
    [
      "an end before its start",
      { ...recurring, type: "recurrent_event", users: ["U"], until: "2025-01-01T00:00:00" },
    ],
    ["21 in an override", { ...recurring, type: "override", users: ids(21) }],
  ])("%s", (_, shift) => {
    const schedules = [{ id: "S1", name: "S", type: "web" }];
    const text = JSON.stringify({ schedules, on_call_shifts: [{ id: "O1", ...shift }] });
    importAll(text);
    const read = readFile(text);
    const [schedule] = read.ok ? toSchedules(read.source, zones).schedules : [];
    expect(schedule?.definition.tiers[0]?.layers).toEqual([]);
    expect(schedule?.definition.overrides).toEqual([]);
    expect(schedule?.notes.at(-1)?.level).toBe("skipped");
  });
});
