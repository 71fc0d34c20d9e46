import * as z from "zod";
import { DAY, HOUR, MINUTE } from "@/lib/schedule/calendar";
import { coveredIn } from "@/lib/schedule/cover";
import type { Interval, Weekday, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import { zones } from "../engine/zones";
import {
  EVERY_DAY,
  readClock,
  readWeekday,
  readWeekdays,
  windowBetween,
  windowOf,
} from "./reading";

const WEEK = 7 * DAY;

export const weekdays = z.union([
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
]);

/** No weekday at all is never: not what an empty list of names means elsewhere. */
export const daysOf = (given: z.infer<typeof weekdays>) =>
  Array.isArray(given) && given.length === 7 && given.every((flag) => Number(flag) === 0)
    ? []
    : readWeekdays(given);

const ALWAYS =
  /\b(?:always|24\/7|24x7|all (?:the )?(?:time|week|day)|no restrictions?|around the clock)\b/i;

/** Every minute of every day. */
export const ALWAYS_OPEN: readonly Window[] = [windowOf(EVERY_DAY, 0, DAY)];

const text = z.string().nullish();
const number = z.number().nullish();
/** In ours, PagerDuty's, Opsgenie's or Grafana OnCall's words; members have their plain names already. */
const ownShape = z.looseObject({
  day: z.union([z.string(), z.number()]).nullish(),
  weekdays: weekdays.nullish(),
  start_day: text,
  end_day: text,
  start_day_of_week: z.union([z.number(), z.string()]).nullish(),
  start: text,
  start_time: text,
  start_time_of_day: text,
  end: text,
  end_time: text,
  end_time_of_day: text,
  start_h: number,
  start_min: number,
  end_h: number,
  end_min: number,
  h: number,
  duration_h: number,
  duration_hours: number,
  duration_s: number,
  duration_seconds: number,
  duration: number,
});
type Own = z.infer<typeof ownShape>;

const named = (day: string | number): readonly Weekday[] =>
  typeof day === "number" ? EVERY_DAY.filter((one) => one === day) : readWeekdays(day);

const clockIn = (given: string): number =>
  readClock(given.replace(/^\d{4}-\d{2}-\d{2}[T ]/, "").replace(/Z$/, ""));

const opensAt = (own: Own): number | null => {
  const words = own.start_time_of_day ?? own.start_time ?? own.start;
  return words
    ? clockIn(words)
    : typeof own.start_h === "number"
      ? own.start_h * HOUR + (own.start_min ?? 0) * MINUTE
      : null;
};

const closesAt = (own: Own): number | null => {
  const words = own.end_time_of_day ?? own.end_time ?? own.end;
  return words
    ? clockIn(words)
    : typeof own.end_h === "number"
      ? own.end_h * HOUR + (own.end_min ?? 0) * MINUTE
      : null;
};

const lengthOf = (own: Own): number | null => {
  const hours = own.h ?? own.duration_h ?? own.duration_hours;
  const seconds = own.duration_s ?? own.duration_seconds ?? own.duration;
  return typeof hours === "number"
    ? hours * HOUR
    : typeof seconds === "number"
      ? seconds * 1000
      : null;
};

/** From one weekday's time to another's: Opsgenie states both days. */
const acrossDays = (own: Own, opens: number, closes: number): Window | null => {
  const { start_day, end_day } = own;
  if (!(start_day && end_day)) {
    return null;
  }
  const [from, to] = [readWeekday(start_day), readWeekday(end_day)];
  const length = (to - from) * DAY + closes - opens;
  return windowOf([from], opens, length > 0 ? length : length + WEEK);
};

const toWindow = (own: Own): Window | string => {
  const [opens, closes, length] = [opensAt(own), closesAt(own), lengthOf(own)];
  const day = own.start_day_of_week ?? own.start_day ?? own.day;
  const days = day ? named(day) : own.weekdays ? daysOf(own.weekdays) : EVERY_DAY;
  if (opens === null || (closes === null && length === null)) {
    return opens === null ? "no start" : "no length";
  }
  if (length !== null) {
    return windowOf(days, opens, length);
  }
  const [from, to] = [opens, closes ?? opens];
  return acrossDays(own, from, to) ?? windowOf(days, from, to > from ? to - from : to + DAY - from);
};

const DAY_LIST = "[A-Z][a-z]+(?:\\s*(?:-|–|,|\\.\\.|\\/|and)\\s*[A-Z][a-z]+)*";
const CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2})?";
const IN_WORDS = new RegExp(
  `(?:\\b(${DAY_LIST}):?\\s+)?(?:from |at )?(${CLOCK})\\s*(?:(?:\\+|for|,)\\s*([\\d.]+)\\s*(h|min|s)|(?:-|–|to|until)\\s*(${CLOCK}))`,
  "g",
);
const LENGTHS: Readonly<Record<string, number>> = { h: HOUR, min: MINUTE, s: 1000 };

/** "Mon 10:00 +1h; Sat 22:00 +28h", "09:00 for 8 h", "Mon-Fri 10:00-18:00", "always". */
const readWords = (given: string): readonly Window[] => {
  const found = [...given.matchAll(IN_WORDS)].map(([, days, time = "", length, unit = "", end]) => {
    const on = days && !/^(weekly|daily|utc)$/i.test(days) ? readWeekdays(days) : EVERY_DAY;
    return end
      ? windowBetween(on, time, end)
      : windowOf(on, readClock(time), Number(length) * (LENGTHS[unit] ?? 0));
  });
  return found.length === 0 && ALWAYS.test(given) ? ALWAYS_OPEN : found;
};

const one = ownShape.transform((own, context): Window => {
  const window = toWindow(own);
  if (typeof window === "string") {
    context.addIssue({ code: "custom", message: window });
    return z.NEVER;
  }
  return window;
});

const list = z
  .array(
    z.union([
      one,
      z.string().transform(readWords),
      z.looseObject({ restriction: one }).transform((given) => given.restriction),
    ]),
  )
  .transform((windows): readonly Window[] => (windows.length > 0 ? windows.flat() : ALWAYS_OPEN));

/** A list, one of them, words, or a member `restriction` or `restrictions`; an empty list restricts nothing. */
export const restrictionsShape: z.ZodType<readonly Window[], unknown> = z.union([
  z.string().transform(readWords),
  list,
  z
    .looseObject({ restrictions: z.union([list, z.string().transform(readWords)]) })
    .transform((given) => given.restrictions),
  z.looseObject({ restriction: one }).transform((given) => [given.restriction]),
  one.transform((window) => [window]),
]);

/** The zone that stands in brackets. */
export const zoneIn = (words: unknown): string =>
  /\(([A-Z][\w/+-]*)\)/.exec(typeof words === "string" ? words : "")?.[1] ?? "UTC";

/** The week that begins on Monday, 1970-01-05. */
export const MONDAY = 4 * DAY;

/** The spans of a week, whole, put together where they meet or overlap; null where it is never closed. */
export const weekOf = (windows: readonly Window[]): readonly Interval[] | null => {
  const cover = windowsCover(windows, zones("UTC"));
  const spans = coveredIn(cover, MONDAY - WEEK, MONDAY + 2 * WEEK);
  return spans.some(({ startsAt, endsAt }) => startsAt < MONDAY && endsAt > MONDAY + WEEK)
    ? null
    : spans.filter(({ startsAt }) => startsAt >= MONDAY && startsAt < MONDAY + WEEK);
};
