import * as z from "zod";
import { DAY, formatWallTime, HOUR, weekdayOf } from "@/lib/schedule/calendar";
import { coveredIn } from "@/lib/schedule/cover";
import type { Instant, Interval, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import {
  EVERY_DAY,
  iso,
  readClock,
  readInstant,
  readWall,
  readWeekday,
  readWeekdays,
  windowBetween,
  windowOf,
  zones,
} from "./reading";
import { type Adapter, failed, judge } from "./verdict";

const WEEK = 7 * DAY;
export const weekdays = z.union([
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
]);

const activeShape = z.object({
  input: z.object({
    weekdays_sun_first: weekdays.optional(),
    weekdays: weekdays.optional(),
    start: z.string(),
    end: z.string(),
    time_zone: z.string().default("UTC"),
    at: z.string(),
  }),
  expected: z.boolean(),
});

/** No weekday at all is never: not what an empty list of names means elsewhere. */
const daysOf = (given: z.infer<typeof weekdays>) =>
  Array.isArray(given) && given.length === 7 && given.every((flag) => !flag)
    ? []
    : readWeekdays(given);

export const windowActive: Adapter = (given) => {
  const { input, expected } = activeShape.parse(given);
  const days = daysOf(input.weekdays_sun_first ?? input.weekdays ?? "all");
  const window = windowBetween(days, input.start, input.end);
  return judge(
    windowsCover([window], zones(input.time_zone)).at(readInstant(input.at)).on,
    expected,
  );
};

/** "Mon 10:00 +1h; Sat 22:00 +28h". */
const readRestrictions = (text: string): Window[] =>
  [...text.matchAll(/(?:([A-Z][a-z]+)\s+)?(\d{1,2}:\d{2})\s*\+\s*([\d.]+)\s*h/g)].map(
    ([, day, time = "", hours]) =>
      windowOf(day ? [readWeekday(day)] : EVERY_DAY, readClock(time), Number(hours) * HOUR),
  );

const zoneIn = (text: string): string => /\(([A-Z][\w/+-]*)\)/.exec(text)?.[1] ?? "UTC";

const nextShape = z.object({
  input: z.object({ restrictions: z.string(), at: z.string(), time_zone: z.string().optional() }),
  expected: z.object({ which: z.string().optional(), starts: z.string() }),
});

/** The span that is open at an instant, from its start, or the next one to open. */
const openOrNext = (windows: readonly Window[], zoneName: string, at: Instant): Interval | null => {
  const cover = windowsCover(windows, zones(zoneName));
  const spans = coveredIn(cover, at - 3 * WEEK, at + 3 * WEEK);
  return spans.find(({ endsAt }) => at < endsAt) ?? null;
};

export const restrictionCurrentOrNext: Adapter = (given) => {
  const { input, expected } = nextShape.parse(given);
  const windows = readRestrictions(input.restrictions);
  const zoneName = input.time_zone ?? zoneIn(input.restrictions);
  if (windows.length === 0) {
    return failed(`malformed: no restriction in "${input.restrictions}"`);
  }
  const zone = zones(zoneName);
  const found = openOrNext(windows, zoneName, zone.first(readWall(input.at)));
  const dayOf = (at: Instant) => weekdayOf(Math.floor(zone.toWall(at) / DAY));
  const which = expected.which ? [readWeekday(expected.which)] : [];
  return judge(found && [iso(found.startsAt), ...which.map(() => dayOf(found.startsAt))], [
    iso(zone.first(readWall(expected.starts))),
    ...which,
  ]);
};

const mergeShape = z.object({
  input: z.array(
    z.object({
      day: z.string().optional(),
      start: z.string(),
      h: z.number(),
    }),
  ),
  expected: z.string(),
});

/** "every weekday: 09:00 for 10.5 h and 22:00 for 4 h", or "Mon 09:00 for 1 h; Tue 10:00 for 2 h". */
const readSpans = (text: string): string[] =>
  [...text.matchAll(/(?:([A-Z][a-z]+)\s+)?(\d{1,2}:\d{2}) for ([\d.]+) ?h/g)].flatMap(
    ([, day, time, hours]) =>
      (day ? [readWeekday(day)] : EVERY_DAY).map((each) => `${each} ${time} ${Number(hours)} h`),
  );

/** Overlapping restrictions of a week become a union. */
export const restrictionMerge: Adapter = (given) => {
  const { input, expected } = mergeShape.parse(given);
  const windows = input.map(({ day, start, h }) =>
    windowOf(day ? [readWeekday(day)] : EVERY_DAY, readClock(start), h * HOUR),
  );
  // The week begins on Monday, 1970-01-05; what opened before it or closes after it is whole.
  const monday = 4 * DAY;
  const spans = coveredIn(windowsCover(windows, zones("UTC")), monday - WEEK, monday + 2 * WEEK)
    .filter(({ startsAt }) => startsAt >= monday && startsAt < monday + WEEK)
    .map(({ startsAt, endsAt }) => {
      const day = weekdayOf(Math.floor(startsAt / DAY));
      return `${day} ${formatWallTime(startsAt)} ${(endsAt - startsAt) / HOUR} h`;
    });
  return judge(spans.sort(), readSpans(expected).sort());
};
