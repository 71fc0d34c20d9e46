import * as z from "zod";
import { DAY, formatWallTime, HOUR, weekdayOf } from "@/lib/schedule/calendar";
import { coveredIn } from "@/lib/schedule/cover";
import type { Instant, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import { zones } from "../engine/zones";
import { iso, readClock, readMoment, readWeekdays, windowBetween } from "./reading";
import { daysOf, restrictionsShape, weekdays, weekOf, zoneIn } from "./restriction";
import { type Adapter, failed, judge, nothingExpected, unread } from "./verdict";

const WEEK = 7 * DAY;
const ALWAYS = "always";

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
  expected: z.union([
    z.boolean(),
    z.looseObject({ active: z.boolean() }).transform(({ active }) => active),
  ]),
});

export const windowActive: Adapter = (given) => {
  const { input, expected } = activeShape.parse(given);
  const days = daysOf(input.weekdays_sun_first ?? input.weekdays ?? "all");
  const window = windowBetween(days, input.start, input.end);
  const zone = zones(input.time_zone);
  const at = readMoment(input.at_utc ?? input.at ?? input.at_local ?? "", zone);
  return judge(windowsCover([window], zone).at(at).on, expected);
};

const which = z.union([z.string(), z.number()]).nullish();
const nextShape = z.object({
  input: z.looseObject({
    restrictions: z.unknown(),
    at: z.string(),
    time_zone: z.string().optional(),
  }),
  expected: z
    .union([
      z.string().transform((starts) => ({ starts, which: undefined })),
      z
        .looseObject({ which, starts: z.string().nullish(), start: z.string().nullish() })
        .transform((said) => ({ which: said.which, starts: said.starts ?? said.start })),
    ])
    .nullish(),
});

const isName = (text: string): boolean => /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text);
const isAny = (text: string): boolean => /^(daily|every ?day|any|weekly|always)$/i.test(text);

/** A place in the list, from nought or from one, says no more than the start does. */
const isPlace = (text: string): boolean => /^(\d+|first|second|third|last)$/i.test(text);

/** The span that is open at an instant, from its start, or the next one to open. */
export const restrictionCurrentOrNext: Adapter = (given) => {
  const { input, expected } = nextShape.parse(given);
  const windows = restrictionsShape.parse(input.restrictions);
  if (windows.length === 0) {
    return unread(input.restrictions);
  }
  const theirs = expected?.starts;
  if (!theirs) {
    return nothingExpected();
  }
  const said = String(expected.which ?? "any");
  if (!isName(said) && !isAny(said) && !isPlace(said)) {
    return unread(said);
  }
  const zoneName = input.time_zone ?? zoneIn(input.restrictions);
  const zone = zones(zoneName);
  const at = readMoment(input.at, zone);
  const spans = coveredIn(windowsCover(windows, zone), at - 3 * WEEK, at + 3 * WEEK);
  const found = spans.find(({ endsAt }) => at < endsAt);
  if (!found || found.startsAt === at - 3 * WEEK) {
    return judge(
      found ? ALWAYS : "never",
      /^(always|never)$/i.test(theirs) ? theirs.toLowerCase() : theirs,
    );
  }
  const days = isName(said) ? [readWeekdays(said)] : [];
  const opensOn = weekdayOf(Math.floor(zone.toWall(found.startsAt) / DAY));
  const ours = days.map((list) => (list.includes(opensOn) ? list : [opensOn]));
  return judge([iso(found.startsAt), ...ours], [iso(readMoment(theirs, zone)), ...days]);
};

const mergeShape = z.object({ input: restrictionsShape, expected: restrictionsShape.nullish() });

/** A line for each span of a week as it is stated: none of them is put together with another. */
const linesOf = (windows: readonly Window[]): string[] =>
  windows.flatMap(({ days, start, end, endsAfterDays }) =>
    days.map((day) => {
      const length = endsAfterDays * DAY + readClock(end) - readClock(start);
      return `${day} ${start} ${length / HOUR} h`;
    }),
  );

const spanLine = (startsAt: Instant, endsAt: Instant): string =>
  `${weekdayOf(Math.floor(startsAt / DAY))} ${formatWallTime(startsAt)} ${(endsAt - startsAt) / HOUR} h`;

/** Overlapping restrictions of a week become a union; where nothing is left closed, it is "always". */
export const restrictionMerge: Adapter = (given) => {
  const { input: windows, expected: theirs } = mergeShape.parse(given);
  if (!theirs) {
    return nothingExpected();
  }
  if (windows.length === 0 || theirs.length === 0) {
    return failed("cannot be read: no restrictions in its words");
  }
  const merged = weekOf(windows);
  const ours = merged?.map(({ startsAt, endsAt }) => spanLine(startsAt, endsAt)).sort();
  return judge(ours ?? ALWAYS, weekOf(theirs) === null ? ALWAYS : linesOf(theirs).sort());
};
