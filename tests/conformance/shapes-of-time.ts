import { answers, type Shape } from "./shape";

const chicago = { time_zone: "America/Chicago", type: "daily", start_local: "2024-03-09 09:00" };
const handoffs = ["2024-03-10T14:00:00Z", "2024-03-11T14:00:00Z", "2024-03-12T14:00:00Z"];
const late = { type: "monthly", start_local: "2020-01-31 00:00", time_zone: "UTC" };
const GOALERT = { source: "target/goalert schedule/rotation" };

const ROTATIONS: readonly Shape[] = [
  [
    "rotation-turn",
    { ...chicago, query_day_utc: "2024-03-11" },
    { expected_utc: [handoffs[0], handoffs[1], handoffs[1], handoffs[2]] },
    { expected_utc: [handoffs[0], handoffs[1]] },
    { expected_utc: [] },
    {},
  ],
  [
    "rotation-turn",
    { ...chicago, query_date: "2024-03-11" },
    answers([
      { start: handoffs[0], end: handoffs[1] },
      { start: handoffs[1], end: handoffs[2] },
    ]),
    answers([{ start: handoffs[0], end: handoffs[2] }]),
  ],
  [
    "rotation-turn",
    { ...chicago, duration_s: 3600, query_day_utc: "2024-03-11" },
    answers([[handoffs[1], "2024-03-11T15:00:00Z"]]),
    answers([[handoffs[0], "2024-03-11T15:00:00Z"]]),
  ],
  [
    "rotation-handoffs",
    { ...chicago, window: { start: handoffs[0], end: handoffs[1] } },
    { expected_utc: handoffs },
    { expected_utc: handoffs, expected_local: handoffs.map(() => "2024-03-10 08:00 -0500") },
    {},
  ],
  [
    "rotation-end",
    { ...late, at_utc: "2020-02-10T00:00:00Z" },
    { ...GOALERT, expected_utc: "2020-03-02T00:00:00Z" },
    { ...GOALERT, expected_utc: "1999-01-01T00:00:00Z" },
    { ...GOALERT, expected_utc: "2020-03-01T00:00:00Z" },
    { source: "linkedin/oncall", expected_utc: "2020-03-02T00:00:00Z" },
    { expected_utc: null },
  ],
  [
    "rotation-handoffs",
    { ...late, window: ["2020-02-10", "2020-04-10"] },
    {
      expected_utc: [
        "2020-01-31T00:00Z",
        "2020-03-02T00:00Z",
        "2020-03-31T00:00Z",
        "2020-05-01T00:00Z",
      ],
    },
    {
      expected_utc: [
        "2020-01-31T00:00Z",
        "2020-03-01T00:00Z",
        "2020-03-31T00:00Z",
        "2020-05-01T00:00Z",
      ],
    },
  ],
  [
    "rotation-start",
    { ...chicago, start_local: "2024-03-09 02:30", at_utc: "2024-03-10T20:00:00Z" },
    { ...GOALERT, expected_utc: "2024-03-10T08:00:00Z", expected_local: "2024-03-10 03:00 -0500" },
    { ...GOALERT, expected_utc: "2024-03-10T08:30:00Z" },
    { source: "linkedin/oncall", expected_utc: "2024-03-10T08:30:00Z" },
  ],
  [
    "rotation-start",
    { ...chicago, start_local: "2024-03-09 02:30", at_utc: "2024-03-10T20:00:00Z" },
    { source: "linkedin/oncall", expected_utc: "2024-03-10T07:30:00Z" },
    { source: "linkedin/oncall", expected_utc: "2024-03-10T07:00:00Z" },
  ],
];

const gap = { date: "2024-03-10", local: "02:30", time_zone: "America/Chicago" };
const twice = { date: "2024-11-03", local: "01:30", time_zone: "America/Chicago" };
const CLOCKS: readonly Shape[] = [
  [
    "local-time-resolution",
    { ...gap, policy: "Foo" },
    { expected_utc: "2024-03-10T08:30:00Z" },
    { expected_utc: "1999-01-01T00:00:00Z" },
    { expected_utc: "banana" },
    {},
  ],
  [
    "local-time-resolution",
    { ...gap, policy: "LinkedIn" },
    { expected_utc: "2024-03-10T07:30:00Z" },
    { expected_utc: "2024-03-10T08:30:00Z" },
    { expected_utc: null },
  ],
  [
    "local-time-resolution",
    { ...gap, policy: "grafana" },
    answers("NonExistentTimeError"),
    { expected_utc: "2024-03-10T07:30:00Z" },
  ],
  [
    "local-time-resolution",
    { ...twice, policy: "OpsKnight window end" },
    { expected_local: "2024-11-03 01:30 -0500" },
    { expected_local: "2024-11-03 01:30 -0600" },
  ],
  [
    "local-time-resolution",
    { ...twice, policy: "end/last" },
    { expected_local: "2024-11-03 01:30 -0600", expected_utc: "2024-11-03T07:30:00Z" },
    { expected_utc: "2024-11-03T06:30:00Z" },
    { expected_local: "2024-11-03 01:30 -0500", expected_utc: "2024-11-03T07:30:00Z" },
  ],
];

const eight = { weekdays: "all", start: "08:00", end: "10:00", user: "a" };
const hour = ["2024-01-01T08:00:00Z", "2024-01-01T09:00:00Z"] as const;
const by = (user: string) => [{ user, start: hour[0], end: hour[1], truncated: true }];
const replacing = (...pairs: readonly (readonly [string, string])[]) => ({
  rules: [eight],
  overrides: pairs.map(([remove, add]) => ({
    remove,
    add,
    start: hour[0],
    end: "2024-01-01T10:00:00Z",
  })),
});
const SCHEDULES: readonly Shape[] = [
  [
    "schedule-shifts",
    { ...replacing(["a", "b"], ["b", "c"]), window: hour },
    answers(by("b")),
    answers(by("nonsense")),
    answers(by("a")),
    { source: "grafana/oncall", ...answers(by("b")) },
  ],
  [
    "schedule-shifts",
    { ...replacing(["a", "b"], ["a", "c"]), window: { from: hour[0], until: hour[1] } },
    answers(by("c")),
    answers(by("a")),
  ],
  [
    "schedule-shifts",
    { ...replacing(["a", "b"], ["b", "c"]), window: hour },
    answers(by("c")),
    answers([]),
  ],
];

const days = { group_sizes: [1, 1, 1, 1], start: "2024-05-06", days_shown: 9, frequency: "daily" };
const BY_DAY: readonly Shape[] = [
  [
    "rotation-by-day",
    { ...days, group_sizes: [2, 1], days_shown: 2 },
    answers({ "2024-05-06": ["A", "B"], "2024-05-07": ["C"] }),
    answers({ "2024-05-06": ["A", "B"], "2024-05-07": ["A"] }),
    answers({}),
    {},
  ],
  [
    "rotation-by-day",
    { ...days, group_sizes: [2, 1], days_shown: 2 },
    answers([
      ["2024-05-06", "AB"],
      ["2024-05-07", "C"],
    ]),
    answers([["2024-05-06", "AB"]]),
  ],
  [
    "rotation-by-day",
    { ...days, group_sizes: [1], days_shown: 1 },
    answers([{ date: "2024-05-06", users: ["A"] }]),
    answers([{ date: "2024-05-06", users: ["B"] }]),
  ],
  [
    "rotation-by-day",
    { ...days, interval: 2 },
    answers({
      "2024-05-06": "A",
      "2024-05-08": "B",
      "2024-05-10": "C",
      "2024-05-11": "D",
      "2024-05-14": "A",
    }),
    answers({
      "2024-05-06": "A",
      "2024-05-08": "B",
      "2024-05-10": "C",
      "2024-05-12": "D",
      "2024-05-13": "A",
    }),
    answers({ "2024-05-06": "A", "2024-05-07": "B", "2024-05-08": "B", "2024-05-10": "C" }),
  ],
];

const template = { time_zone: "US/Central", now_local: "2016-10-29 10:00", threshold_days: 14 };
const spring = { time_zone: "US/Central", now_local: "2020-03-01 10:00", threshold_days: 13 };
const POPULATED: readonly Shape[] = [
  [
    "populate-epochs",
    { ...template, events: "Mon 11:00, 7 days" },
    answers({ epochs: 3 }),
    answers({ quarks: 3 }),
    answers({ starts_local: [] }),
    answers({ epochs: 3, starts_local: ["1999-01-01 00:00"] }),
    {},
  ],
  [
    "populate-epochs",
    { ...spring, events: "Sun 02:30, 7 days" },
    answers({ starts_local: ["2020-03-01 02:30", "2020-03-08 01:30"] }),
    answers({ starts_local: ["2020-03-01 02:30", "2020-03-08 01:00"] }),
    answers({ starts_local: ["2020-03-01 02:30", "1999-03-08 01:30"] }),
  ],
  [
    "populate-epochs",
    { ...spring, events: "Sun 02:30, 1 day" },
    answers({ starts_local: ["2020-03-08 01:30"], starts_utc: ["2020-03-08T07:30:00Z"] }),
    answers({ starts_local: ["2020-03-08 01:00"], starts_utc: ["2020-03-08T07:30:00Z"] }),
    answers({ starts_local: ["2020-03-08 01:00"] }),
  ],
  [
    "populate-epochs",
    { ...template, events: "5 events: Mon-Fri 09:00-17:00" },
    answers({
      epochs: 3,
      starts_local: ["2016-10-31 09:00", "2016-11-01 09:00"],
      duration_hours: 8,
    }),
    answers({ epochs: 3, starts_local: ["2016-10-31 09:00", "2016-11-02 09:00"] }),
    answers({ duration_hours: 9 }),
  ],
  [
    "populate-epochs",
    { ...template, events: "Sat 12:00, 7 days" },
    answers({ duration_hours: 168 }),
    answers({ duration_hours: 24 }),
  ],
  [
    "populate-epochs",
    {
      ...template,
      events: [
        { start: 32_400, duration: 3600 },
        { start: 118_800, end: 126_000 },
      ],
    },
    answers({ ends_local: ["2016-10-23 10:00", "2016-10-24 11:00"] }),
    answers({ ends_local: ["2016-10-23 10:00", "2016-10-24 10:00"] }),
  ],
];

export const OF_TIME = [...ROTATIONS, ...CLOCKS, ...SCHEDULES, ...BY_DAY, ...POPULATED];
