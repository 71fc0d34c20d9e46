import * as z from "zod";
import { DAY, HOUR, mod, parseDate } from "@/lib/schedule/calendar";
import { readClock, readWeekdays } from "./reading";

const WEEK = 7 * DAY;

const number = z.number().optional();
const eventShape = z.looseObject({ start: z.number(), duration: number, end: number });
export const eventsShape = z.union([z.string(), z.array(eventShape)]);

export type Event = { readonly offset: number; readonly length: number };

/** Events of a template that repeats every `weeks`, counted from a Sunday's midnight. */
export type Template = {
  readonly events: readonly Event[];
  readonly weeks: number;
  readonly lastEpoch: number | null;
};

const LENGTH = /\b(\d+(?:\.\d+)?|a|one)[- ]?(h|hours?|days?|weeks?)\b/;

const lengthIn = (text: string): number => {
  const [, count, unit = ""] = LENGTH.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: WEEK };
  return (Number(count) || 1) * (units[unit[0] ?? ""] ?? 0);
};

const NAME = "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\\w*";
const CLOCK = "\\d{1,2}:\\d{2}|noon|midnight";
const EVENT = new RegExp(
  `\\b(${NAME})(?:\\s*(-|–|\\.\\.|to)\\s*(${NAME}))?\\b[^;]*?(${CLOCK})(?:\\s*(?:-|–|to)\\s*(${CLOCK}))?`,
  "g",
);

const clockOf = (text: string): number =>
  readClock(text.replace("noon", "12:00").replace("midnight", "00:00"));

/** "Wed..Tue 12:00, 12h each", "Mon-Fri 09:00-17:00", "14 daily events from Wed 12:00, 12h". */
const eventsIn = (text: string): Event[] => {
  const [, counted] = /(\d+) (?:\w+ )?(?:events?|shifts?)\b/.exec(text) ?? [];
  const found = [...text.matchAll(EVENT)];
  const stated = found.flatMap(([whole, from = "", , to, opens = "", closes], i) => {
    const rest = text.slice(text.indexOf(whole) + whole.length, found[i + 1]?.index);
    const start = clockOf(opens);
    const span = closes
      ? mod(clockOf(closes) - start, DAY) || DAY
      : lengthIn(rest) || lengthIn(text);
    const days = readWeekdays(to ? `${from}-${to}` : from);
    const first = mod(days[0] ?? 0, 7) * DAY + start;
    return days.map((_, day) => ({ offset: first + day * DAY, length: span }));
  });
  const [only] = stated;
  return only && stated.length === 1 && counted
    ? Array.from({ length: Number(counted) }, (_, i) => ({
        ...only,
        offset: only.offset + i * DAY,
      }))
    : stated;
};

/** From the first event's start to the last one's end, in whole weeks. */
const weeksOf = (events: readonly Event[]): number => {
  const first = Math.min(...events.map(({ offset }) => offset));
  const last = Math.max(...events.map(({ offset, length }) => offset + length));
  return Math.ceil((last - first) / WEEK);
};

/** Null for words that are none of these. */
export const readTemplate = (
  given: z.infer<typeof eventsShape>,
  lastEpoch: string | null | undefined,
): Template | null => {
  const words = typeof given === "string" ? given.replace(/;? ?last epoch.*$/, "") : "";
  const last =
    lastEpoch?.slice(0, 10) ??
    /last epoch:? (\d{4}-\d{2}-\d{2})/.exec(typeof given === "string" ? given : "")?.[1];
  const events =
    typeof given === "string"
      ? eventsIn(words)
      : given.map(({ start, end, duration = (end ?? start) - start }) => ({
          offset: start * 1000,
          length: duration * 1000,
        }));
  const isWhole = events.length > 0 && events.every(({ length }) => length > 0);
  return isWhole
    ? { events, weeks: weeksOf(events), lastEpoch: last ? parseDate(last) : null }
    : null;
};
