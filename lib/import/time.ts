import * as z from "zod";
import type { Instant, LocalDate, WallTime, Weekday } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?/;
const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;
const RANGE = "must be a date and time between 1970 and 2100";

function toNumbers(match: RegExpExecArray): readonly number[] {
  return match.slice(1, 7).map((part) => Number(part ?? 0));
}

/**
 * Local reading as if it were UTC, or null when no such date exists. Fractions of a second are
 * dropped.
 */
function toWallNumber(match: RegExpExecArray): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = toNumbers(match);
  if (year < 1970 || year > 2100 || hour > 23 || minute > 59 || second > 59) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(wall);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? wall : null;
}

function toOffset(text: string): number | null {
  if (text === "Z") return 0;
  const match = OFFSET.exec(text);
  if (match === null) return null;
  const ms = Number(match[2]) * HOUR + Number(match[3]) * MINUTE;
  if (ms > 18 * HOUR) return null;
  return match[1] === "-" ? -ms : ms;
}

/**
 * An ISO 8601 date and time with an offset, as an instant; null for anything else and outside 1970
 * to 2100.
 */
export function readInstant(text: string): Instant | null {
  const match = LOCAL.exec(text);
  if (match === null) return null;
  const wall = toWallNumber(match);
  const offset = toOffset(text.slice(match[0].length));
  return wall === null || offset === null ? null : wall - offset;
}

/**
 * An ISO 8601 date and time without an offset, as wall-clock milliseconds (see `Zone`); else null.
 */
export function readWall(text: string): number | null {
  const match = LOCAL.exec(text);
  return match === null || match[0].length !== text.length ? null : toWallNumber(match);
}

function reading(read: (text: string) => number | null, message: string) {
  return z
    .string()
    .max(40)
    .transform((text, context): number => {
      const value = read(text);
      if (value !== null) return value;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });
}

/** Parses to an `Instant`. */
export const instantText = reading(readInstant, `${RANGE}, with an offset`);
/** Parses to wall-clock milliseconds. */
export const wallText = reading(readWall, `${RANGE}, without an offset`);

/** The `HH:MM` of a number of milliseconds, the day ignored and seconds dropped. */
export function toTime(wall: number): WallTime {
  return new Date(wall).toISOString().slice(11, 16);
}

/** The date of a wall-clock reading. */
export function toDate(wall: number): LocalDate {
  return new Date(wall).toISOString().slice(0, 10);
}

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** The weekday `days` after Monday, either direction. */
export function weekdayAfterMonday(days: number): Weekday {
  return WEEKDAYS[((days % 7) + 7) % 7] ?? 1;
}

/** The weekday of a wall-clock reading. */
export function toWeekday(wall: number): Weekday {
  return weekdayAfterMonday(Math.floor(wall / DAY) + 3);
}

/** The zone, or null when our table does not know its name. */
export function findZone(zones: Zones, name: string): Zone | null {
  try {
    return zones(name);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
