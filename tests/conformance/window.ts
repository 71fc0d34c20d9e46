import * as z from "zod";
import { DAY, formatWallTime, HOUR, MINUTE, weekdayOf } from "@/lib/schedule/calendar";
import { coveredIn } from "@/lib/schedule/cover";
import type { Instant, Interval, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import {
  EVERY_DAY,
  iso,
  readClock,
  readMoment,
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
    weekdays_sun_first: weekdays.nullish(),
    weekdays: weekdays.nullish(),
    start: z.string(),
    end: z.string(),
    time_zone: z.string().default("UTC"),
    at: z.string().optional(),
    at_local: z.string().optional(),
    at_utc: z.string().optional(),
  }),
  expected: z.boolean(),
});

/** No weekday at all is never: not what an empty list of names means elsewhere. */
export const daysOf = (given: z.infer<typeof weekdays>) =>
  Array.isArray(given) && given.length === 7 && given.every((flag) => Number(flag) === 0)
    ? []
    : readWeekdays(given);

export const windowActive: Adapter = (given) => {
  const { input, expected } = activeShape.parse(given);
  const days = daysOf(input.weekdays_sun_first ?? input.weekdays ?? "all");
  const window = windowBetween(days, input.start, input.end);
  const zone = zones(input.time_zone);
  const at = readMoment(input.at_utc ?? input.at ?? input.at_local ?? "", zone);
  return judge(windowsCover([window], zone).at(at).on, expected);
};

const restrictionShape = z
  .looseObject({
    day: z.string().nullish(),
    start: z.string(),
    h: z.number().positive().optional(),
    duration_h: z.number().positive().optional(),
    duration_s: z.number().positive().optional(),
  })
  .transform(({ day, start, h, duration_h, duration_s }, context): Window => {
    const hours = h ?? duration_h ?? (duration_s ?? Number.NaN) / 3600;
    if (Number.isNaN(hours)) {
      context.addIssue({ code: "custom", message: "no length" });
      return z.NEVER;
    }
    return windowOf(day ? readWeekdays(day) : EVERY_DAY, readClock(start), hours * HOUR);
  });

/** "Mon 10:00 +1h; Sat 22:00 +28h", "09:00 for 8 h", "Mon-Fri 10:00 + 90 min". */
const readRestrictions = (text: string): Window[] =>
  [
    ...text.matchAll(
      /(?:\b([A-Z][a-z]+(?:\s*(?:-|–|,|\.\.)\s*[A-Z][a-z]+)*)\s+)?(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:\+|for)\s*([\d.]+)\s*(h|min)/g,
    ),
  ].map(([, days, time = "", length, unit]) =>
    windowOf(
      days ? readWeekdays(days) : EVERY_DAY,
      readClock(time),
      Number(length) * (unit === "h" ? HOUR : MINUTE),
    ),
  );

const zoneIn = (text: string): string => /\(([A-Z][\w/+-]*)\)/.exec(text)?.[1] ?? "UTC";

const nextShape = z.object({
  input: z.object({
    restrictions: z.union([z.string(), z.array(restrictionShape)]),
    at: z.string(),
    time_zone: z.string().optional(),
  }),
  expected: z.union([
    z.string().transform((starts) => ({ starts, which: undefined })),
    z.object({ which: z.union([z.string(), z.number()]).nullish(), starts: z.string() }),
  ]),
});

/** The span that is open at an instant, from its start, or the next one to open. */
const openOrNext = (windows: readonly Window[], zoneName: string, at: Instant): Interval | null => {
  const cover = windowsCover(windows, zones(zoneName));
  const spans = coveredIn(cover, at - 3 * WEEK, at + 3 * WEEK);
  return spans.find(({ endsAt }) => at < endsAt) ?? null;
};

export const restrictionCurrentOrNext: Adapter = (given) => {
  const { input, expected } = nextShape.parse(given);
  const { restrictions } = input;
  const inWords = typeof restrictions === "string";
  const windows = inWords ? readRestrictions(restrictions) : restrictions;
  const zoneName = input.time_zone ?? (inWords ? zoneIn(restrictions) : "UTC");
  if (windows.length === 0) {
    return failed(`cannot be read: no restriction in "${restrictions}"`);
  }
  const zone = zones(zoneName);
  const found = openOrNext(windows, zoneName, readMoment(input.at, zone));
  const dayOf = (at: Instant) => weekdayOf(Math.floor(zone.toWall(at) / DAY));
  // A number is a place in the list, and says no more than the start does.
  const which = typeof expected.which === "string" ? [readWeekday(expected.which)] : [];
  return judge(found && [iso(found.startsAt), ...which.map(() => dayOf(found.startsAt))], [
    iso(readMoment(expected.starts, zone)),
    ...which,
  ]);
};

const mergeShape = z.object({
  input: z.union([z.array(restrictionShape), z.string()]),
  expected: z.union([z.string(), z.array(restrictionShape)]),
});

const restrictionsIn = (given: string | readonly Window[]): readonly Window[] =>
  typeof given === "string" ? readRestrictions(given) : given;

/** A line for each span of a week as it is stated: none of them is put together with another. */
const linesOf = (windows: readonly Window[]): string[] =>
  windows.flatMap(({ days, start, end, endsAfterDays }) =>
    days.map((day) => {
      const length = endsAfterDays * DAY + readClock(end) - readClock(start);
      return `${day} ${start} ${length / HOUR} h`;
    }),
  );

/** Overlapping restrictions of a week become a union. */
export const restrictionMerge: Adapter = (given) => {
  const { input, expected } = mergeShape.parse(given);
  const windows = restrictionsIn(input);
  const theirs = restrictionsIn(expected);
  if (windows.length === 0 || theirs.length === 0) {
    return failed("cannot be read: no restrictions in its words");
  }
  // The week begins on Monday, 1970-01-05; what opened before it or closes after it is whole.
  const monday = 4 * DAY;
  const spans = coveredIn(windowsCover(windows, zones("UTC")), monday - WEEK, monday + 2 * WEEK)
    .filter(({ startsAt }) => startsAt >= monday && startsAt < monday + WEEK)
    .map(({ startsAt, endsAt }) => {
      const day = weekdayOf(Math.floor(startsAt / DAY));
      return `${day} ${formatWallTime(startsAt)} ${(endsAt - startsAt) / HOUR} h`;
    });
  return judge(spans.sort(), linesOf(theirs).sort());
};
