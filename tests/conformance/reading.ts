import { DAY, formatDate, formatWallTime, HOUR, MINUTE, parseDate } from "@/lib/schedule/calendar";
import { current } from "@/lib/schedule/compile";
import type {
  Definition,
  Instant,
  Layer,
  Override,
  Revision,
  Weekday,
  Window,
} from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const DAY_NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** "MO", "Mon", "monday". */
export const readWeekday = (name: string): Weekday => {
  const day = EVERY_DAY[DAY_NAMES.indexOf(name.slice(0, 2).toUpperCase())];
  if (!day) {
    throw new RangeError(`not a weekday: ${name}`);
  }
  return day;
};

const EVERY = /^(all|any|daily|every)$/i;
const NAMED: Readonly<Record<string, readonly Weekday[]>> = {
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  workday: [1, 2, 3, 4, 5],
  workdays: [1, 2, 3, 4, 5],
  weekends: [6, 7],
  weekend: [6, 7],
};

/** "MO-FR" and "Sat..Mon" too. */
const readSpanOfDays = (text: string): readonly Weekday[] => {
  const [first = "", last] = text.split(/-|–|\.\./);
  const from = readWeekday(first);
  const length = last ? ((readWeekday(last) - from + 7) % 7) + 1 : 1;
  return EVERY_DAY.flatMap((_, i) => (i < length ? [EVERY_DAY[(from - 1 + i) % 7] ?? 1] : []));
};

const words = (text: string): string[] =>
  text
    .replace(/\s*(-|–|\.\.)\s*/g, "-")
    .replace(/\bevery ?day\b/i, "every")
    .split(/[\s,/+;]+|\band\b/)
    .filter(Boolean);

const isFlag = (entry: string | number | boolean): boolean =>
  /^(0|1|true|false)$/.test(String(entry));

/**
 * "all", "MO", "MO,TU", "Mon-Fri", "weekends", a list of names, or seven noughts and ones from Sunday on;
 * nothing means all.
 */
export const readWeekdays = (given: string | readonly (string | number | boolean)[]): Weekday[] => {
  const list = typeof given === "string" ? words(given) : given;
  const flags =
    list.length === 1 && /^[01]{7}$/.test(String(list[0])) ? [...String(list[0])] : list;
  if (list.length === 0 || (list.length === 1 && EVERY.test(String(list[0])))) {
    return [...EVERY_DAY];
  }
  if (flags.length === 7 && flags.every(isFlag)) {
    return EVERY_DAY.filter((day) => /^(1|true)$/.test(String(flags[day % 7])));
  }
  return list.flatMap((entry) => {
    if (typeof entry !== "string") {
      throw new RangeError(`not a weekday: ${entry}`);
    }
    return NAMED[entry.toLowerCase()] ?? readSpanOfDays(entry);
  });
};

/** "HH:MM", to milliseconds since midnight; 24:00 and more are the next day's. */
export const readClock = (text: string): number => {
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?$/.exec(text);
  if (!parts) {
    throw new RangeError(`not a time of day: ${text}`);
  }
  const [, hours, minutes, seconds = "0", fraction = "0"] = parts;
  const rest = Number(seconds) * 1000 + Math.floor(Number(fraction) * 1000);
  return Number(hours) * HOUR + Number(minutes) * MINUTE + rest;
};

const STAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\s+[A-Z+\d-]{1,5}){0,2}$/;

const stampOf = (text: string) => {
  const [, date, clock = "00:00", offset] = STAMP.exec(text.trim()) ?? [];
  if (!date) {
    throw new RangeError(`not a date and time: ${text}`);
  }
  return { wall: parseDate(date) * DAY + readClock(clock), offset };
};

const readOffset = (offset: string): number => {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  const length = Number(hours) * HOUR + Number(minutes) * MINUTE;
  return sign === "-" ? -length : length;
};

/** "2020-10-30 01:30", optionally with seconds, to a reading as `Zone` takes it; the date alone is midnight. */
export const readWall = (text: string): number => stampOf(text).wall;

/** An instant, "2020-10-30T01:30:00Z" or "2020-10-30 01:30 -0500"; one without an offset is UTC. Throws for anything else. */
export const readInstant = (text: string): Instant => {
  const { wall, offset = "Z" } = stampOf(text);
  return wall - readOffset(offset);
};

/** An instant as above; without an offset it is a local time, its first occurrence or the one that `pick` says. */
export const readMoment = (text: string, zone: Zone, pick = zone.first): Instant =>
  stampOf(text).offset ? readInstant(text) : pick(readWall(text));

/** As above, but a local time without an offset may be any of its occurrences: the one that `near` is, if it is one. */
export const readMomentNear = (text: string, zone: Zone, near: Instant | undefined): Instant =>
  near !== undefined && !stampOf(text).offset && zone.toWall(near) === readWall(text)
    ? near
    : readMoment(text, zone);

/** Whether instants and local times that stand for the same things agree; where one list is missing they do. */
export const sameMoments = (
  instants: readonly (string | null | undefined)[],
  locals: readonly (string | null | undefined)[],
  zone: Zone,
): boolean =>
  instants.length === 0 ||
  locals.length === 0 ||
  (instants.length === locals.length &&
    instants.every((one, i) => {
      const local = locals[i];
      return (
        !one ||
        !local ||
        readMoment(one, zone) === readMomentNear(local, zone, readMoment(one, zone))
      );
    }));

/** The reading in `zone` of an instant, or the local time itself. */
export const readWallIn = (text: string, zone: Zone): number =>
  stampOf(text).offset ? zone.toWall(readInstant(text)) : readWall(text);

export const iso = (at: Instant): string => new Date(at).toISOString().replace(".000Z", "Z");

/** The local date and time of a reading, as anchors and windows want them. */
export const parts = (wall: number) => ({
  date: formatDate(Math.floor(wall / DAY)),
  time: formatWallTime(wall),
});

/** A window that opens at a time of day, in milliseconds since midnight, and stays open for `length` of them. */
export const windowOf = (days: readonly Weekday[], start: number, length: number): Window => ({
  days,
  start: formatWallTime(start),
  end: formatWallTime(start + length),
  endsAfterDays: Math.floor((start + length) / DAY),
});

/** From `start` to `end` on the clock; an end that is not later is the next day's. */
export const windowBetween = (days: readonly Weekday[], start: string, end: string): Window => {
  const [opens, closes] = [readClock(start), readClock(end)];
  return windowOf(days, opens, closes > opens ? closes - opens : closes + DAY - opens);
};

export const layerOf = (id: string, layer: Pick<Layer, "rotation"> & Partial<Layer>): Layer => ({
  id,
  name: id,
  priority: 0,
  windows: [],
  ...layer,
});

/** A rotation that never hands off, for what other products call a user or a shift of one. */
export const always = (people: readonly string[]): Layer["rotation"] => ({
  unit: "month",
  every: 12_000,
  anchor: { date: "1970-01-01", time: "00:00", turn: 0 },
  turns: [{ id: people.join("+"), people }],
});

/** One tier, always to be covered. */
export const definitionOf = (
  zone: string,
  layers: readonly Layer[],
  overrides: readonly Override[] = [],
): Definition => ({
  zone,
  tiers: [{ id: "tier", name: "tier", cover: "always", layers }],
  overrides,
  calendars: [],
});

export const revisionsOf = (...given: Parameters<typeof definitionOf>): Revision[] =>
  current(definitionOf(...given));
