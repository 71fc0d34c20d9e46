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
import { toZone, type Zone, type Zones } from "@/lib/schedule/zone";
import { zoneData } from "../engine/zones";

const known = new Map<string, Zone>();

/** Every zone there is. Throws for an unknown name. */
export const zones: Zones = (name) => {
  const zone = known.get(name) ?? toZone(zoneData(name));
  known.set(name, zone);
  return zone;
};

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

/** "all", "MO", "MO,TU", a list of names, or seven noughts and ones from Sunday on; nothing means all. */
export const readWeekdays = (given: string | readonly (string | number | boolean)[]): Weekday[] => {
  const list = typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : given;
  if (list.length === 0 || list[0] === "all") {
    return [...EVERY_DAY];
  }
  if (list.every((entry) => typeof entry !== "string")) {
    return EVERY_DAY.filter((day) => Boolean(list[day % 7]));
  }
  return list.map((entry) => readWeekday(String(entry)));
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

/** "2020-10-30 01:30", optionally with seconds, to a reading as `Zone` takes it; the date alone is midnight. */
export const readWall = (text: string): number => {
  const [date = "", clock = "00:00"] = text.trim().split(/[T ]+/);
  return parseDate(date) * DAY + readClock(clock);
};

/** An ISO instant. Throws for anything else. */
export const readInstant = (text: string): Instant => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new RangeError(`not an instant: ${text}`);
  }
  return at;
};

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
