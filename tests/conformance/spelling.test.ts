import { describe, expect, test } from "vitest";
import { runCase } from "./run";

type Spelling = {
  readonly kind: string;
  readonly input: unknown;
  /** Members beside `input`: what the suite expects, and the same with another answer. */
  readonly right: Readonly<Record<string, unknown>>;
  readonly wrong: Readonly<Record<string, unknown>>;
};

const daily = { type: "daily", start_local: "2017-11-04 08:00", time_zone: "America/Chicago" };
const rule = { start: "08:00", end: "10:00" };
const morning = ["2018-01-01T08:00:00Z", "2018-01-01T09:00:00Z"] as const;
const shift = { user: "a", start: morning[0], end: morning[1], truncated: true };
const weekdays = "Mon-Fri 00:00-12:00 by users 1-4; 12:00-24:00 by users 5-8";
const swaps = { base: "shift: X and Z daily 12-15 (together); swap by X on day 2; benefactor Y" };
const template = { time_zone: "US/Central", now_local: "2016-10-29 10:00", threshold_days: 14 };

const SPELLINGS: readonly Spelling[] = [
  {
    kind: "rotation-end",
    input: { ...daily, at: "2017-11-04T13:00:00Z" },
    right: { expected_end: "2017-11-05 08:00:00" },
    wrong: { expected_end: "2017-11-05 07:00:00" },
  },
  {
    kind: "rotation_end",
    input: { ...daily, type: "TypeDaily", shiftLength: 0, at_local: "2017-11-04 08:00:30" },
    right: { expected: "2017-11-05T08:00:00-06:00" },
    wrong: { expected: "2017-11-05T08:00:00-05:00" },
  },
  {
    kind: "rotation-start",
    input: { type: "daily", start: "2018-12-10", at: "2018-12-04T23:59:59.999999999Z" },
    right: { expected_start: "2018-12-04" },
    wrong: { expected_start: "2018-12-05" },
  },
  {
    kind: "rotation-handoffs",
    input: { ...daily, tz: undefined, window: ["2017-11-04 09:00", "2017-11-04 10:00"] },
    right: {
      expected_handoffs: ["2017-11-04 08:00:00 -0500 CDT", "2017-11-05 08:00:00 -0600 CST"],
    },
    wrong: { expected_handoffs: ["2017-11-04 08:00:00 -0500 CDT"] },
  },
  {
    kind: "local-time-resolution",
    input: { policy: "last", local: "2018-11-04T01:30", zone: "America/Chicago" },
    right: { expected_local: "2018-11-04 01:30" },
    wrong: { expected_utc: "2018-11-04T06:30:00Z" },
  },
  {
    kind: "window-active",
    input: { days: "Mon-Fri", start: "08:00:00", end: "20:00", at: "2017-07-24 09:00" },
    right: { expected_active: true },
    wrong: { expected_active: false },
  },
  {
    kind: "window-active",
    input: { weekday_filter: "0000011", start: "08:00", end: "20:00", at: "2017-07-24T09:00:00Z" },
    right: { expected: false },
    wrong: { expected: true },
  },
  {
    kind: "schedule-shifts",
    input: { rules: [{ ...rule, userId: "a" }], overrides: null, window: morning },
    right: { expected_shifts: [shift] },
    wrong: { expected_shifts: [{ ...shift, truncated: false }] },
  },
  {
    kind: "schedule-shifts",
    input: { rules: [{ ...rule, rotation: { ...daily, users: [] } }], window: morning },
    right: { expected: [] },
    wrong: { expected: [shift] },
  },
  {
    kind: "rotation-by-day",
    input: {
      users_per_group: [1, 1],
      start: "2024-05-06",
      total_days: 4,
      frequency: "daily",
      interval: 2,
    },
    right: { expected: { "2024-05-06": "A", "2024-05-08": "B" } },
    wrong: { expected: { "2024-05-06": "B" } },
  },
  {
    kind: "final-schedule",
    input: { shifts: [{ user: "A", priorityLevel: 1, start_h: 10, end_h: 15 }] },
    right: { expected: [{ start_h: 10, duration_h: 5, users: ["A"] }] },
    wrong: { expected: [{ start_h: 10, duration_h: 4, users: ["A"] }] },
  },
  {
    kind: "final-schedule-instant",
    input: { shifts: [{ user: "A", start_h: 10, duration_h: 5 }], overrides: null, query: 10.5 },
    right: { expected: [{ start_h: 10, end_h: 15, user: "A" }] },
    wrong: { expected: [] },
  },
  {
    kind: "swap",
    input: { ...swaps, swap: "day 2, 10 to 13, taken" },
    right: { expected: ["day2 12-13 Y+Z", "day2 13-15 X, Z"] },
    wrong: { expected: ["day2 12-15 X+Z"] },
  },
  {
    kind: "quality",
    input: `as above + Sat/Sun 24h from 12:00 by first 4`,
    right: { expected: { score: 88, overloaded_pct: 29 } },
    wrong: { expected: { score: 88, overloaded_pct: 28 } },
  },
  {
    kind: "quality",
    input: "8 users: Mon-Fri 00-12 four of them together, 12-24 the other four",
    right: { expected: { total_score: 86, not_covered_pct: 29, balanced: true } },
    wrong: { expected: { total_score: 86, not_covered_pct: 30 } },
  },
  {
    kind: "quality",
    input: `${weekdays}; weekends by all 8`,
    right: { expected: { score: 100 } },
    wrong: { expected: { score: 99 } },
  },
  {
    kind: "populate-epochs",
    input: { ...template, events: "one weekly event: Mon 11:00, a week" },
    right: { expected: { epochs: 3, invariant: "consecutive, starts at 11:00" } },
    wrong: { expected: { epochs: 3, invariant: "consecutive, starts at 10:00" } },
  },
  {
    kind: "restriction-current-or-next",
    input: {
      restrictions: [{ day: "Wed", start: "10:00", duration_s: 72_000 }],
      at: "2023-02-23T05:00Z",
    },
    right: { expected_start: "2023-02-22 10:00" },
    wrong: { expected_start: "2023-03-01 10:00" },
  },
  {
    kind: "restriction-merge",
    input: "Mon 09:00 for 60 min; Mon 09:30 +2h",
    right: { expected: [{ day: "Mon", start: "09:00", hours: 2.5 }] },
    wrong: { expected: [{ day: "Mon", start: "09:00", hours: 3 }] },
  },
];

describe("the same kinds in other spellings", () => {
  test.each(SPELLINGS)("$kind $input", ({ kind, input, right, wrong }) => {
    expect(runCase({ id: "X", kind, input, ...right })).toMatchObject({ outcome: "passed" });
    const other = runCase({ id: "X", kind, input, ...wrong });
    expect(other.outcome).toBe("failed");
    expect(other.reason).toContain("we say");
  });
});
