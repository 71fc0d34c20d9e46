import { describe, expect, test } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import { fixture } from "@/tests/fixtures/import/files";
import { zones } from "@/tests/fixtures/import/zones";
import { compareComputed } from "./proof";
import { readFile } from "./read";
import { toSchedules } from "./schedules";
import { DAY } from "./time";
import type { ImportedSchedule } from "./types";

function importText(text: string) {
  const read = readFile(text);
  if (!read.ok) throw new Error(read.message);
  return toSchedules(read.source, zones);
}

function convert(
  shifts: readonly object[],
  beside: object = {},
  schedule: object = {},
): ImportedSchedule {
  const [one] = importText(
    JSON.stringify({
      schedules: [{ id: "S1", name: "S", type: "web", time_zone: "UTC", ...schedule }],
      on_call_shifts: shifts.map((shift, index) => ({
        id: `O${index}`,
        name: `Shift ${index}`,
        ...shift,
      })),
      ...beside,
    }),
  ).schedules;
  if (one === undefined) throw new Error("nothing came over");
  return one;
}

describe("a schedule with levels, a short first turn, an override and a clock change", () => {
  const imported = importText(fixture("grafana-oncall.json"));
  const [schedule] = imported.schedules;

  test("is proved by Grafana's own final shifts", () => {
    if (schedule === undefined) throw new Error("nothing came over");
    const proof = compareComputed(schedule.definition, schedule.computed, schedule.covers, zones);
    expect(proof).toEqual({ equal: true, checked: schedule.covers, differences: [] });
  });

  test("says what became of each shift", () => {
    expect(schedule?.notes.map(({ level, what }) => `${level} ${what}`)).toEqual([
      "mapped Combining: higher levels replace lower ones, equal levels are on call together.",
      "skipped Shift OGONE00009",
      'mapped Shift "Business hours"',
      'mapped Shift "Nights and weekends"',
      'mapped Shift "Saturday desk"',
      'skipped Shift "Month end"',
      'mapped Override "Override"',
    ]);
    expect(schedule?.definition.tiers[0]?.layers.map(({ priority }) => priority)).toEqual([
      1, 0, 0,
    ]);
  });

  test("a schedule fed by iCal is refused alone", () => {
    expect(imported.refused).toMatchObject([{ name: "From calendar" }]);
  });
});

/** Who is on call at noon of each of the days from `start`: `AAB.` */
function noons(schedule: ImportedSchedule, start: number, days: number): string {
  const roster = compile(current(schedule.definition), zones);
  return Array.from({ length: days }, (_, day) => {
    const people = roster.onCallAt(start + day * DAY + DAY / 2).flatMap((held) => held.people);
    return people.length === 0 ? "." : [...people].sort().join("");
  }).join(" ");
}

describe("rotations, day by day", () => {
  const rolling = (change: object) => ({
    type: "rolling_users",
    duration: 43_200,
    week_start: "MO",
    interval: 1,
    rolling_users: [["A"], ["B"], ["C"]],
    ...change,
  });
  const weekdays = ["MO", "TU", "WE", "TH", "FR"];
  const weekend = ["SA", "SU"];

  // 2024-08-01 is a Thursday. Shifts last from 06:00 to 18:00.
  test.each([
    ["daily", "01", { frequency: "daily" }, "A B C A B C A"],
    [
      "daily, 2 groups",
      "01",
      { frequency: "daily", rolling_users: [["A", "B"], ["C"]] },
      "AB C AB C AB C",
    ],
    ["daily every 2", "01", { frequency: "daily", interval: 2 }, "A . B . C . A"],
    ["daily on weekdays", "01", { frequency: "daily", by_day: weekdays }, "A B . . C A B C A . ."],
    [
      "daily on weekends, every 2",
      "01",
      { frequency: "daily", interval: 2, by_day: weekend },
      ". . A A . . . . . B B",
    ],
    [
      "weekly on weekdays: short first turn",
      "01",
      { frequency: "weekly", by_day: weekdays },
      "A A . . B B B B B . . C",
    ],
    [
      "weekly on weekends, every 2",
      "01",
      { frequency: "weekly", interval: 2, by_day: weekend },
      ". . A A . . . . . . . . . . . . B B",
    ],
    ["weekly", "01", { frequency: "weekly" }, "A . . . . . . B . . . . . . C"],
    ["weekly, whole weeks", "01", { frequency: "weekly", duration: 604_800 }, "A A A A A A A B B"],
    [
      "from the second group",
      "01",
      { frequency: "daily", start_rotation_from_user_index: 1 },
      "B C A B",
    ],
    ["hourly every 24", "01", { frequency: "hourly", interval: 24, duration: 86_400 }, "A B C A"],
    [
      "hourly, half of 48",
      "01",
      { frequency: "hourly", interval: 48, duration: 86_400 },
      "A . B . C",
    ],
    ["until", "01", { frequency: "daily", until: "2024-08-03T06:00:00" }, "A B . ."],
    [
      "not before its rotation starts",
      "01",
      { frequency: "daily", rotation_start: "2024-08-02T06:00:00" },
      ". B C A",
    ],
  ])("%s", (_, day, change, expected) => {
    const schedule = convert([rolling({ start: `2024-08-${day}T06:00:00`, ...change })]);
    expect(noons(schedule, Date.UTC(2024, 7, Number(day)), expected.split(" ").length)).toBe(
      expected,
    );
    expect(schedule.notes.every(({ level }) => level === "mapped")).toBe(true);
  });

  test("recurrent events have one group, every other week or day", () => {
    const base = {
      type: "recurrent_event",
      users: ["A", "B"],
      duration: 43_200,
      interval: 2,
      week_start: "MO",
    };
    const start = "2024-08-01T06:00:00";
    const weekly = convert([{ ...base, start, frequency: "weekly", by_day: ["TH", "SA"] }]);
    expect(noons(weekly, Date.UTC(2024, 7, 1), 17)).toBe("AB . AB . . . . . . . . . . . AB . AB");
    const daily = convert([{ ...base, start, frequency: "daily", by_day: ["TH", "SA", "SU"] }]);
    expect(noons(daily, Date.UTC(2024, 7, 1), 11)).toBe("AB . AB . . . . . . . AB");
  });

  test.each([
    ["on days of the month", { frequency: "daily", by_monthday: [1] }],
    [
      "monthly on the 31st",
      { frequency: "monthly", start: "2024-08-31T06:00:00", duration: 2_678_400 },
    ],
    ["monthly for a day", { frequency: "monthly" }],
    ["hourly on Mondays", { frequency: "hourly", by_day: ["MO"] }],
    ["for a day and a half", { frequency: "daily", interval: 3, duration: 129_600 }],
    ["half an hour each hour", { frequency: "hourly", duration: 1800 }],
    ["with nobody", { frequency: "daily", rolling_users: [] }],
    ["of no frequency", {}],
    ["of too many turns", { frequency: "weekly", interval: 999 }],
    ["in an unknown zone", { frequency: "daily", time_zone: "Mars/Olympus" }],
  ])("a shift %s is skipped with the reason", (_, change) => {
    const schedule = convert([rolling({ start: "2024-08-01T06:00:00", ...change })]);
    expect(schedule.definition.tiers[0]?.layers).toEqual([]);
    expect(schedule.notes.at(-1)).toMatchObject({ level: "skipped", why: expect.any(String) });
  });

  test.each([
    ["longer than its period", { frequency: "daily", duration: 90_000 }],
    ["monthly", { frequency: "monthly", duration: 2_592_000 }],
    ["with seconds", { frequency: "daily", start: "2024-08-01T06:00:30" }],
  ])("a shift %s comes over with a change", (_, change) => {
    const schedule = convert([rolling({ start: "2024-08-01T06:00:00", ...change })]);
    expect(schedule.definition.tiers[0]?.layers).toHaveLength(1);
    expect(schedule.notes.at(-1)?.level).toBe("changed");
  });
});

describe("exceptions", () => {
  const daily = {
    type: "rolling_users",
    frequency: "daily",
    start: "2024-08-01T00:00:00",
    duration: 86_400,
    level: 1,
    rolling_users: [["A"]],
  };
  const event = {
    type: "single_event",
    start: "2024-08-02T00:00:00",
    duration: 86_400,
    users: ["B"],
  };
  const day = Date.UTC(2024, 7, 1);

  test("a single event on the same level adds its people", () => {
    const schedule = convert([daily, { ...event, level: 1 }]);
    expect(schedule.definition.overrides).toMatchObject([{ kind: "add", people: ["B"] }]);
    expect(noons(schedule, day, 3)).toBe("A AB A");
  });

  test("on a higher level it replaces, on a lower one it yields", () => {
    expect(noons(convert([daily, { ...event, level: 2 }]), day, 3)).toBe("A B A");
    expect(noons(convert([daily, { ...event, level: 0 }]), day, 3)).toBe("A A A");
  });

  test("overrides win over every level; overlapping ones are together, higher levels alone", () => {
    const override = {
      type: "override",
      start: "2024-08-02T00:00:00",
      duration: 172_800,
      level: 0,
    };
    const both = [
      { ...override, users: ["B"] },
      { ...override, users: ["C"], start: "2024-08-03T00:00:00" },
    ];
    expect(noons(convert([daily, ...both]), day, 5)).toBe("A B BC C A");
    const higher = {
      ...override,
      users: ["D"],
      start: "2024-08-03T00:00:00",
      duration: 86_400,
      level: 3,
    };
    expect(noons(convert([daily, higher, ...both]), day, 5)).toBe("A B D C A");
  });

  test("taken swaps replace one person, open ones are reported", () => {
    const swap = {
      schedule: "S1",
      swap_start: "2024-08-02T00:00:00Z",
      swap_end: "2024-08-03T00:00:00Z",
      beneficiary: "A",
    };
    const shift_swaps = {
      results: [
        { ...swap, benefactor: "Z" },
        { ...swap, benefactor: null },
      ],
    };
    const schedule = convert([daily], { shift_swaps });
    expect(noons(schedule, day, 3)).toBe("A Z A");
    expect(schedule.people.map(({ key }) => key)).toEqual(["A", "Z"]);
    expect(schedule.notes.slice(-2).map(({ level }) => level)).toEqual(["mapped", "skipped"]);
  });

  test("a shift in a zone of its own keeps it", () => {
    const schedule = convert([{ ...daily, time_zone: "Asia/Tokyo" }]);
    expect(schedule.definition.tiers[0]?.layers[0]?.zone).toBe("Asia/Tokyo");
    expect(schedule.definition.tiers[0]?.layers[0]?.from).toBe(Date.UTC(2024, 6, 31, 15));
  });
});
