import * as z from "zod";
import { DAY, dateOf, dayOf, formatDate, HOUR, mod, weekdayOf } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Rotation, Turn, Weekday } from "@/lib/schedule/types";
import { zones } from "../engine/zones";
import { peerIn, RULES } from "./policy";
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
} from "./reading";
import { weekdays } from "./restriction";
import { rotationUnit } from "./rotation";
import { type Adapter, judge, nothingExpected, type PeerAnswer } from "./verdict";

const people = z.union([z.string(), z.array(z.string())]).nullish();
const named = z.looseObject({ date: z.string().optional(), day: z.string().optional() });

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
  source: z.string().nullish(),
  expected: z
    .union([
      z.record(z.string(), people),
      z.array(z.union([z.tuple([z.string(), people]), named, z.string()])),
    ])
    .nullish(),
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

/**
 * Grafana OnCall's suite has a case that it calls wrong itself: without weekdays, groups after the third
 * follow day after day, and each comes back after the interval of all groups.
 */
const dayAfterDay = (input: Input, start: number): PeerAnswer[] => {
  const { interval, group_sizes } = input;
  if (input.frequency !== "day" || interval < 2 || !isEveryDay(input.weekdays)) {
    return [];
  }
  const groups = toGroups(group_sizes).map((group, i) => ({
    group,
    offset: Math.min(i, 2) * interval + Math.max(0, i - 2),
  }));
  const answer = Array.from({ length: input.days_shown }, (_, day) => {
    const held = groups.filter(({ offset }) => {
      const passed = day - offset;
      return passed >= 0 && passed % (interval * groups.length) === 0;
    });
    return lineOf(
      formatDate(Math.floor(start / DAY) + day),
      held.flatMap(({ group }) => group),
    );
  }).filter((line) => line !== null);
  return [
    {
      policy: "Grafana OnCall",
      does: "without weekdays, groups after the third follow day after day",
      rule: RULES.intervalWithoutDays,
      answer,
    },
  ];
};

const lineOf = (date: string, held: readonly string[]): string | null =>
  held.length > 0 ? `${date} ${[...held].sort().join("")}` : null;

const lettersOf = (given: z.infer<typeof people>): string[] =>
  [...(typeof given === "string" ? given : (given ?? []).join(""))].filter((one) => /\w/.test(one));

/** By date, whether they are members, pairs, records or words such as "2024-08-02 A". */
const readDays = (expected: NonNullable<z.infer<typeof shape>["expected"]>): string[] => {
  const entries = Array.isArray(expected)
    ? expected.map((one): readonly [string, z.infer<typeof people>] => {
        if (typeof one === "string") {
          return [one.slice(0, 10), one.slice(10)];
        }
        return Array.isArray(one)
          ? [one[0], one[1]]
          : [one.date ?? one.day ?? "", people.parse(one.users ?? one.user ?? one.group)];
      })
    : Object.entries(expected);
  return entries
    .map(([date, held]) => lineOf(parts(readWall(date)).date, lettersOf(held)))
    .filter((line) => line !== null)
    .sort();
};

/** Who begins a shift on which day. */
export const rotationByDay: Adapter = (given) => {
  const { source, input, expected } = shape.parse(given);
  if (!expected || Object.keys(expected).length === 0) {
    return nothingExpected();
  }
  const zone = zones(input.time_zone);
  const start = readWall(input.start);
  const rotation = toRotation(input, start, readWeekdays(input.weekdays ?? "all"));
  const windows = [windowOf(EVERY_DAY, mod(start, DAY), input.shift_hours * HOUR)];
  const from = readMoment(input.rotation_start ?? input.start, zone);
  const until = input.until ? { until: readMoment(input.until, zone) } : {};
  const layer = layerOf("layer", { rotation, windows, from, ...until });
  const roster = compile(revisionsOf(input.time_zone, [layer]), zones);
  const found = Array.from({ length: input.days_shown }, (_, i) => start + i * DAY)
    .map((wall) => {
      const held = roster.onCallAt(zone.first(wall)).flatMap((entry) => entry.people);
      return lineOf(formatDate(Math.floor(wall / DAY)), held);
    })
    .filter((line) => line !== null);
  return judge(found, readDays(expected), dayAfterDay(input, start), peerIn(source));
};
