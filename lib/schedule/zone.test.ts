import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "@/tests/engine/runs";
import { zones } from "@/tests/engine/zones";
import { clockChanges } from "./changes";
import { toZone, zonesFrom } from "./zone";

const utc = (text: string): number => Date.parse(text);
const wall = (text: string): number => Date.parse(`${text}:00Z`);
const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);

describe("a zone's clock", () => {
  const berlin = zones("Europe/Berlin");

  test("a time that does not exist is the end of the gap", () => {
    // 2026-03-29, 02:00 to 03:00 is left out
    expect(iso(berlin.first(wall("2026-03-29T01:59")))).toBe("2026-03-29T00:59");
    expect(iso(berlin.first(wall("2026-03-29T02:30")))).toBe("2026-03-29T01:00");
    expect(iso(berlin.last(wall("2026-03-29T02:30")))).toBe("2026-03-29T01:00");
    expect(iso(berlin.first(wall("2026-03-29T03:00")))).toBe("2026-03-29T01:00");
  });

  test("a time that comes twice has a first and a last", () => {
    // 2026-10-25, 02:00 to 03:00 comes twice
    expect(iso(berlin.first(wall("2026-10-25T02:30")))).toBe("2026-10-25T00:30");
    expect(iso(berlin.last(wall("2026-10-25T02:30")))).toBe("2026-10-25T01:30");
    expect(iso(berlin.last(wall("2026-10-25T02:00")))).toBe("2026-10-25T01:00");
    expect(iso(berlin.first(wall("2026-10-25T03:00")))).toBe("2026-10-25T02:00");
  });

  test("what it has reached never goes back", () => {
    expect(berlin.reached(utc("2026-10-25T01:10Z"))).toBe(wall("2026-10-25T03:00") - 1);
    expect(berlin.reached(utc("2026-10-25T02:00Z"))).toBe(wall("2026-10-25T03:00"));
  });

  test("half an hour forward in Lord Howe, a whole day in Apia", () => {
    const howe = zones("Australia/Lord_Howe");
    expect(iso(howe.first(wall("2025-10-05T02:15")))).toBe("2025-10-04T15:30");
    expect(howe.offsetAt(utc("2025-10-04T15:30Z")) - howe.offsetAt(utc("2025-10-04T15:29Z"))).toBe(
      1_800_000,
    );
    const apia = zones("Pacific/Apia");
    const jump = "2011-12-30T10:00";
    for (const skipped of ["2011-12-30T00:00", "2011-12-30T09:00", "2011-12-31T00:00"]) {
      expect(iso(apia.first(wall(skipped)))).toBe(jump);
    }
  });

  test("midnight that does not exist begins at one in Santiago", () => {
    expect(iso(zones("America/Santiago").first(wall("2025-09-07T00:00")))).toBe("2025-09-07T04:00");
  });

  test("offsets with seconds", () => {
    // Liberia was 44 min 30 s behind until 1972-01-07
    const monrovia = zones("Africa/Monrovia");
    expect(monrovia.offsetAt(utc("1971-06-01T00:00Z"))).toBe(-2_670_000);
    expect(monrovia.first(wall("1971-06-01T12:00"))).toBe(utc("1971-06-01T12:44:30Z"));
  });

  test("the last rule holds for ever, and JSON's null is no end", () => {
    const zone = toZone({ name: "Here", untils: [0, null], offsets: [0, 3_600_000] });
    expect(zone.toWall(8e15)).toBe(8e15 + 3_600_000);
    expect(zone.first(8e15)).toBe(8e15 - 3_600_000);
    expect(zone.nextChange(0)).toBe(Number.POSITIVE_INFINITY);
    expect(zone.toWall(-8e15)).toBe(-8e15);
  });

  test("first, last and reached fit together at every minute of a change", () => {
    for (const [name, day] of [
      ["Europe/Berlin", "2026-10-25"],
      ["Europe/Berlin", "2026-03-29"],
      ["Australia/Lord_Howe", "2026-04-05"],
      ["America/Santiago", "2025-04-06"],
      ["Pacific/Apia", "2011-12-30"],
    ] as const) {
      const zone = zones(name);
      const from = wall(`${day}T00:00`) - 86_400_000;
      for (let at = from; at < from + 3 * 86_400_000; at += 15 * 60_000) {
        expect(zone.first(at)).toBeLessThanOrEqual(zone.last(at));
        expect(zone.first(zone.reached(at))).toBeLessThanOrEqual(at);
        expect(zone.first(zone.reached(at) + 1)).toBeGreaterThan(at);
        expect(zone.last(zone.toWall(at))).toBeGreaterThanOrEqual(at);
      }
    }
  });

  test("any table means what its readings say one by one, in whatever order it is asked", () => {
    const [from, until] = [-40, 80];
    const instants = Array.from({ length: until - from }, (_, n) => from + n);
    const table = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -9, max: 9 })), {
        maxLength: 5,
        selector: ([end]) => end,
      })
      .map((rows) => rows.sort(([a], [b]) => a - b));
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: -9, max: 9 }),
        fc.shuffledSubarray(instants),
        (rows, rest, asked) => {
          const untils = [...rows.map(([end]) => end), null];
          const zone = toZone({
            name: "x",
            untils,
            offsets: [...rows.map(([, east]) => east), rest],
          });
          const offset = (at: number) => rows.find(([end]) => at < end)?.[1] ?? rest;
          const shown = (at: number) => at + offset(at);
          const changes = instants.filter((at) => offset(at) !== offset(at - 1));
          for (const at of asked) {
            expect(zone.offsetAt(at)).toBe(offset(at));
            expect(zone.toWall(at)).toBe(shown(at));
            expect(zone.reached(at)).toBe(Math.max(...instants.filter((t) => t <= at).map(shown)));
            expect(zone.nextChange(at)).toBe(
              changes.find((change) => change > at) ?? Number.POSITIVE_INFINITY,
            );
          }
          for (const wall of asked.filter(
            (reading) => reading > from + 20 && reading < until - 20,
          )) {
            expect(zone.first(wall)).toBe(instants.find((at) => shown(at) >= wall));
            const left = instants.findLast((at) => shown(at) <= wall) ?? from;
            expect(zone.last(wall)).toBe(shown(left) === wall ? left : left + 1);
          }
          expect(clockChanges(zone, from, until)).toEqual(
            changes.map((at) => ({ at, shiftMs: offset(at) - offset(at - 1) })),
          );
        },
      ),
      runs(100),
    );
  });

  test("lists the changes of a year", () => {
    expect(clockChanges(berlin, utc("2026-01-01T00:00Z"), utc("2027-01-01T00:00Z"))).toEqual([
      { at: utc("2026-03-29T01:00Z"), shiftMs: 3_600_000 },
      { at: utc("2026-10-25T01:00Z"), shiftMs: -3_600_000 },
    ]);
    const spring = utc("2026-03-29T01:00Z");
    expect(clockChanges(berlin, spring, spring + 1)).toHaveLength(1);
    expect(clockChanges(berlin, spring - 1, spring)).toEqual([]);
    expect(clockChanges(berlin, spring + 1, spring + 2)).toEqual([]);
    expect(clockChanges(zones("UTC"), 0, spring)).toEqual([]);
  });

  test("each zone is made of its own table, once", () => {
    const some = zonesFrom([
      { name: "Here", untils: [null], offsets: [1] },
      { name: "There", untils: [null], offsets: [2] },
    ]);
    expect([some("Here").offsetAt(0), some("There").offsetAt(0)]).toEqual([1, 2]);
    expect(some("There").name).toBe("There");
    expect(some("There")).toBe(some("There"));
  });

  test("refuses unknown names and broken tables", () => {
    const unknown = new RangeError("unknown zone: Mars/Olympus");
    expect(() => zonesFrom([])("Mars/Olympus")).toThrow(unknown);
    const broken = [
      { untils: [], offsets: [] },
      { untils: [5, 3, null], offsets: [0, 0, 0] },
      { untils: [5, 5, null], offsets: [0, 0, 0] },
      { untils: [null, 5, null], offsets: [0, 0, 0] },
      { untils: [5, null], offsets: [0] },
    ];
    for (const table of broken) {
      expect(() => toZone({ name: "x", ...table })).toThrow(new RangeError("not a zone table: x"));
    }
  });
});

test("a stretch with the offset of the one before is no change of the clock", () => {
  const HOUR = 3_600_000;
  // Tables say so where only a zone's abbreviation or its summer time changed.
  const zone = toZone({
    name: "Nowhere/Renamed",
    untils: [10 * HOUR, 20 * HOUR, 30 * HOUR, 40 * HOUR, null],
    offsets: [0, 0, 0, HOUR, HOUR],
  });
  expect(zone.nextChange(0)).toBe(30 * HOUR);
  expect(zone.nextChange(15 * HOUR)).toBe(30 * HOUR);
  expect(zone.nextChange(30 * HOUR)).toBe(Number.POSITIVE_INFINITY);
  expect(zone.nextChange(35 * HOUR)).toBe(Number.POSITIVE_INFINITY);
  expect(zone.toWall(9 * HOUR)).toBe(9 * HOUR);
  expect(zone.toWall(30 * HOUR)).toBe(31 * HOUR);
});
