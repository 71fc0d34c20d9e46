import { answers, type Shape } from "./shape";

const FINALS: readonly Shape[] = [
  [
    "final-schedule",
    {
      shifts: [{ user: "A", start: "10:00", end: "15:00" }],
      overrides: [{ user: ["B"], start: 12, end: 13 }],
    },
    answers([
      { start: "10:00", end: "12:00", user: "A" },
      { start: "12:00", end: "13:00", user: "B" },
      { start: "13:00", end: "15:00", user: "A" },
    ]),
    answers([{ start: "10:00", end: "15:00", user: "A" }]),
    {},
  ],
  [
    "final-schedule",
    { shifts: [{ users: ["A", "B"], start: "2024-05-06T22:00:00Z", duration: 14_400 }] },
    answers([{ start_h: 22, end_h: 26, users: ["B", "A"] }]),
    answers([{ start_h: 22, end_h: 24, users: ["B"] }]),
  ],
  [
    "final-schedule",
    { shifts: [{ user: "A", start: 0, end: 24 }] },
    answers([{ start: 0, end: 24, user: "A", is_gap: false }]),
    answers([{ start: 0, end: 24, user: null, is_gap: true }]),
  ],
  [
    "final-schedule-instant",
    { shifts: [{ user: "A", start: "10:00", duration_s: 18_000 }], at: "12:30" },
    answers([{ start: 10, end: 15, user: "A" }]),
    answers([{ start: 12, end: 15, user: "A" }]),
    {},
  ],
];

const PD = { type: "weekly_restriction", start_day_of_week: 1, start_time_of_day: "10:00:00" };
const OPSGENIE = {
  startDay: "saturday",
  startHour: 22,
  startMin: 0,
  endDay: "monday",
  endHour: 2,
  endMin: 0,
};
const GRAFANA = { start: "2024-01-01T09:00:00", duration: 43_200, by_day: ["MO", "TU"] };
const next = "restriction-current-or-next";
const RESTRICTIONS: readonly Shape[] = [
  [
    next,
    { restrictions: [{ ...PD, duration_seconds: 3600 }], at: "2023-02-21 08:00" },
    answers({ which: "mon", starts: "2023-02-27 10:00" }),
    answers({ which: "tue", starts: "2023-02-27 10:00" }),
    answers({ which: "banana", starts: "2023-02-27 10:00" }),
    {},
  ],
  [
    next,
    {
      restrictions: { type: "weekday-and-time-of-day", restrictions: [OPSGENIE] },
      at: "2023-02-26 12:00",
    },
    answers({ which: 0, starts: "2023-02-25 22:00" }),
    answers({ which: 0, starts: "2023-02-26 22:00" }),
  ],
  [
    next,
    { restrictions: [GRAFANA], at: "2023-02-22 12:00" },
    answers({ starts: "2023-02-27 09:00" }),
    answers({ starts: "2023-02-23 09:00" }),
  ],
  [
    next,
    { restrictions: "daily: 10:00 +1h; 22:00 +4h (UTC)", at: "2023-02-22 12:00" },
    answers({ which: "daily", starts: "2023-02-22 22:00" }),
    answers({ which: "daily", starts: "2023-02-23 10:00" }),
  ],
  [
    next,
    { restrictions: [], at: "2023-02-22 12:00" },
    answers("always"),
    answers("2023-02-22 12:00"),
  ],
  [
    next,
    { restrictions: "Mon-Fri 09:00-17:00 (Europe/Berlin)", at: "2024-07-01 12:00" },
    answers("2024-07-01 09:00"),
    answers("2024-07-01 07:00"),
  ],
  [
    "restriction-merge",
    [{ start: "08:00", h: 24 }],
    answers("always"),
    answers("daily 08:00 for 12 h"),
  ],
  [
    "restriction-merge",
    [
      { type: "daily_restriction", start_time_of_day: "00:00:00", duration_seconds: 43_200 },
      { type: "daily_restriction", start_time_of_day: "12:00:00", duration_seconds: 43_200 },
    ],
    answers("every weekday: 00:00 for 24 h"),
    answers("every weekday: 00:00 for 12 h"),
    {},
  ],
  [
    "restriction-merge",
    { type: "time-of-day", restriction: { startHour: 18, startMin: 30, endHour: 6, endMin: 0 } },
    answers("daily 18:30-06:00"),
    answers("daily 18:30-07:00"),
  ],
  [
    "restriction-merge",
    {
      restrictions: [
        { ...PD, duration_seconds: 7200 },
        { ...PD, start_time_of_day: "11:00:00", duration_seconds: 7200 },
      ],
    },
    answers([{ ...PD, duration_seconds: 10_800 }]),
    answers([{ ...PD, start_day_of_week: 2, duration_seconds: 10_800 }]),
  ],
  [
    "restriction-merge",
    ["Sat 22:00 +28h", "Mon 01:00 +2h"],
    answers("Sat 22:00 +29h"),
    answers("Sat 22:00 +28h; Mon 01:00 +2h"),
  ],
];

const X = "shift: X daily 12:00-15:00; swap by X on day 2; benefactor Y";
const SWAPS: readonly Shape[] = [
  [
    "swap",
    { base: X, swap: "day2 12:00-13:00 taken; day2 14:00-15:00 taken by Z" },
    answers(["day2 12-13 Y", "day2 13-14 X", "day2 14-15 Z"]),
    answers(["day2 12-13 Y", "day2 13-15 X"]),
    answers([]),
    {},
  ],
  [
    "swap",
    { base: X, swap: "day2 12:00-13:00 untaken; day3 12:00-15:00 taken" },
    answers(["day2 12-15 X", "day3 12-15 Y"]),
    answers(["day2 12-13 Y", "day2 13-15 X", "day3 12-15 X"]),
  ],
  [
    "swap",
    {
      base: `shift: X daily 10:00-18:00; override: Z day2 16:00-18:00; swap by X; benefactor Y`,
      swap: "day2 10:00-18:00 taken",
    },
    answers(["day1 10-18 X", "day2 10-16 Y", "day2 16-18 Z"]),
    answers(["day1 10-18 X", "day2 10-18 Y"]),
  ],
  [
    "swap",
    {
      base: "shifts: X daily 09:00-12:00, Z daily 12:00-15:00; swap by Z; benefactor Y",
      swap: "day1 9-15 taken",
    },
    answers(["day1 9-12 X", "day1 12-15 Y"]),
    answers(["day1 9-12 Y", "day1 12-15 Y"]),
  ],
  [
    "swap",
    {
      base: "shift: X daily 22:00-02:00; swap by X; benefactor Y",
      swap: "day1 23:00 to day2 01:00 taken",
    },
    answers(["day1 22-23 X", "day1 23:00-day2 01:00 Y", "day2 01-02 X", "day2 22-02 X"]),
    answers(["day1 22-23 X", "day1 23-2 Y", "day2 22-02 X"]),
  ],
  [
    "swap",
    { base: X, swap: "day2 13:00-14:00 untaken" },
    answers(["day2 12-13 X", "day2 13-14 X [swap requested]", "day2 14-15 X"]),
    answers(["day2 12-13 X", "day2 13-14 Y [swap requested]", "day2 14-15 X"]),
  ],
  [
    "swap",
    { base: X, swap: "X -> Y day2 12:00-13:00 taken; Y -> Z day2 12:00-13:00 taken" },
    answers(["day2 12-13 Z", "day2 13-15 X"]),
    answers(["day2 12-13 Y", "day2 13-15 X"]),
  ],
];

const halves = answers({ score: 86, uncovered_pct: 29, balanced: true });
const notHalves = answers({ score: 47, uncovered_pct: 29 });
const whole = answers({ score: 100, uncovered_pct: 0, balanced: true });
const notWhole = answers({ score: 93, uncovered_pct: 0 });
const QUALITIES: readonly Shape[] = [
  [
    "quality",
    "8 users, weekday shifts 00:00-12:00 (users 1-4) and 12:00-24:00 (users 5-8), one week",
    halves,
    notHalves,
    answers({ marks: 12, comment: "well" }),
    {},
  ],
  ["quality", "one user 24/7", whole, notWhole],
  ["quality", "2 x 12h shifts daily of 4 users", whole, notWhole],
  ["quality", "weekdays: two 12 h shifts, 4 users each", halves, notHalves],
  ["quality", "Mon-Fri 00:00 to noon users 1-4, noon-midnight users 5-8", halves, notHalves],
  [
    "quality",
    "weekday shifts: 0:00-12:00 first 4 users; 12:00-24:00 other 4 users (for a week)",
    halves,
    notHalves,
  ],
];

const ACTIVE: readonly Shape[] = [
  [
    "window-active",
    { weekdays: ["MO"], start: "20:00", end: "08:00", at: "2017-07-25T07:00:00Z" },
    answers({ active: true }),
    answers({ active: false }),
    {},
  ],
];

export const OF_WORDS = [...FINALS, ...RESTRICTIONS, ...SWAPS, ...QUALITIES, ...ACTIVE];
