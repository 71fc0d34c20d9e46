import { DAY, HOUR, MINUTE, parseDate, parseTime, weekdayOf } from "@/lib/schedule/calendar";
import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { KINDS, type Kinds, type Load } from "./types";

const NOON = 12 * HOUR;
const MIDNIGHT = 24 * HOUR - MINUTE;

/** The local days of which the interval has this time of day; once for each. */
const daysWith = ({ startsAt, endsAt }: Interval, zone: Zone, timeOfDay: number): number[] => {
  const days: number[] = [];
  const first = Math.floor(zone.toWall(startsAt) / DAY) - 1;
  const last = Math.floor(zone.toWall(endsAt) / DAY) + 1;
  for (let day = first; day <= last; day += 1) {
    const at = zone.first(day * DAY + timeOfDay);
    if (startsAt <= at && at < endsAt) days.push(day);
  }
  return days;
};

/** The local days of which the interval has the noon or the last minute, once for each of both. */
export const halfDays = (interval: Interval, zone: Zone): number[] =>
  [NOON, MIDNIGHT].flatMap((time) => daysWith(interval, zone, time));

/**
 * What an interval comes to. It adds up: where intervals touch, nothing counts twice. Wall-clock time, so
 * that the day on which clocks change weighs as much as any other.
 */
export const measure = (interval: Interval, zone: Zone, kinds: Kinds): Load => {
  const named = new Set(kinds.holidays.map(parseDate));
  const halves = halfDays(interval, zone);
  const wall = zone.toWall(interval.endsAt) - zone.toWall(interval.startsAt);
  return {
    time: Math.max(0, Math.round(wall / MINUTE)),
    nights: daysWith(interval, zone, parseTime(kinds.nightAt)).length,
    weekends: halves.filter((day) => kinds.weekend.includes(weekdayOf(day))).length,
    holidays: halves.filter((day) => named.has(day)).length,
  };
};

export const NOTHING: Load = { time: 0, nights: 0, weekends: 0, holidays: 0 };

/** A load made kind by kind. */
export const byKind = (value: (kind: (typeof KINDS)[number]) => number): Load => {
  const [time = 0, nights = 0, weekends = 0, holidays = 0] = KINDS.map(value);
  return { time, nights, weekends, holidays };
};

export const addLoads = (loads: readonly Load[]): Load =>
  byKind((kind) => loads.reduce((sum, load) => sum + load[kind], 0));
