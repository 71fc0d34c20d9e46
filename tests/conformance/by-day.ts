import * as z from "zod";
import { DAY, dateOf, dayOf, formatDate, HOUR, mod, weekdayOf } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Rotation, Turn, Weekday } from "@/lib/schedule/types";
import { POLICIES } from "./policy";
import {
  EVERY_DAY,
  layerOf,
  parts,
  readMoment,
  readWall,
  readWeekday,
  readWeekdays,
  revisionsOf,
  windowOf,
  zones,
} from "./reading";
import { rotationUnit } from "./rotation";
import { type Adapter, judge } from "./verdict";
import { weekdays } from "./window";

const shape = z.object({
  input: z.object({
    group_sizes: z.array(z.int().min(0)),
    start: z.string(),
    rotation_start: z.string().nullish(),
    until: z.string().nullish(),
    weekdays: weekdays.nullish(),
    days_shown: z.int().min(1),
    frequency: rotationUnit,
    interval: z.int().min(1).default(1),
    week_start: z.string().default("MO"),
    shift_hours: z.number().positive().default(12),
    time_zone: z.string().default("UTC"),
  }),
  expected: z.record(z.string(), z.string()),
});
type Input = z.infer<typeof shape>["input"];

/** [2, 1] is the groups AB and C. */
const toGroups = (sizes: readonly number[]): string[][] => {
  let next = 0;
  return sizes.map((size) =>
    Array.from({ length: size }, () => {
      next += 1;
      return String.fromCharCode(64 + next);
    }),
  );
};

/** Whole weeks and months turn on the calendar's own boundary, so the first turn may be short. */
const boundary = (input: Input, start: number): number => {
  const day = Math.floor(start / DAY);
  if (input.frequency === "week") {
    return start - mod(weekdayOf(day) - readWeekday(input.week_start), 7) * DAY;
  }
  const { year, month } = dateOf(day);
  return start - (day - dayOf(year, month, 1)) * DAY;
};

/** Every nth week or month is that group's; in those between nobody is on call. */
const spread = (groups: readonly string[][], interval: number): Turn[] =>
  groups.flatMap((people, group) =>
    Array.from({ length: interval }, (_, i) => ({
      id: `${group}.${i}`,
      people: i === 0 ? people : [],
    })),
  );

const isEveryDay = (named: Input["weekdays"]): boolean =>
  !named || named === "all" || named.length === 0;

/** Days turn one by one where weekdays are named; everywhere else an interval leaves out what lies between. */
const toRotation = (input: Input, start: number, days: readonly Weekday[]): Rotation => {
  const groups = toGroups(input.group_sizes);
  const calendar = input.frequency === "week" || input.frequency === "month";
  const skips = calendar || isEveryDay(input.weekdays);
  return {
    unit: input.frequency,
    every: skips ? 1 : input.interval,
    anchor: { ...parts(calendar ? boundary(input, start) : start), turn: 0 },
    turns: spread(groups, skips ? input.interval : 1),
    weekdays: days,
  };
};

/** Who begins a shift on which day. */
export const rotationByDay: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const zone = zones(input.time_zone);
  const start = readWall(input.start);
  const rotation = toRotation(input, start, readWeekdays(input.weekdays ?? "all"));
  const windows = [windowOf(EVERY_DAY, mod(start, DAY), input.shift_hours * HOUR)];
  const from = readMoment(input.rotation_start ?? input.start, zone);
  const until = input.until ? { until: readMoment(input.until, zone) } : {};
  const layer = layerOf("layer", { rotation, windows, from, ...until });
  const roster = compile(revisionsOf(input.time_zone, [layer]), zones);
  const found = Array.from({ length: input.days_shown }, (_, i) => start + i * DAY).flatMap(
    (wall) => {
      const people = roster.onCallAt(zone.first(wall)).flatMap((entry) => entry.people);
      const date = formatDate(Math.floor(wall / DAY));
      return people.length > 0 ? [`${date} ${people.sort().join("")}`] : [];
    },
  );
  const theirs = Object.entries(expected)
    .filter(([, people]) => people !== "")
    .map(([date, people]) => `${date} ${[...people].sort().join("")}`)
    .sort();
  // Theirs has more shifts than ours then, and no others in their place.
  const repeats =
    input.frequency === "day" &&
    input.interval > 1 &&
    isEveryDay(input.weekdays) &&
    found.every((shift) => theirs.includes(shift));
  return judge(found, theirs, repeats ? POLICIES.intervalWithoutDays : null);
};
