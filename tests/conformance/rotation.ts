import * as z from "zod";
import { DAY, dateOf, HOUR } from "@/lib/schedule/calendar";
import { type Turns, toTurns } from "@/lib/schedule/rotation";
import type { Instant, RotationUnit } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { POLICIES } from "./policy";
import { always, iso, parts, readInstant, readMoment, readWallIn, zones } from "./reading";
import { type Adapter, judge } from "./verdict";

const UNITS = { hour: "hour", dail: "day", day: "day", week: "week", month: "month" } as const;

/** "hourly", "Weekly", "TypeDaily", "days". */
export const rotationUnit = z.string().transform((text, context): RotationUnit => {
  const [, stem = ""] = /^(?:type)?(hour|dail|day|week|month)/i.exec(text.trim()) ?? [];
  const unit = Object.entries(UNITS).find(([name]) => name === stem.toLowerCase())?.[1];
  if (!unit) {
    context.addIssue({ code: "custom", message: `no unit of rotation: ${text}` });
    return z.NEVER;
  }
  return unit;
});

/** How many units a turn lasts; nought and less mean one, as in GoAlert. */
export const shiftLength = z
  .int()
  .default(1)
  .transform((count) => (count > 0 ? count : 1));

const rotationShape = z.looseObject({
  type: rotationUnit,
  shift_length: shiftLength,
  start_local: z.string().optional(),
  start_utc: z.string().optional(),
  start: z.string().optional(),
  time_zone: z.string().default("UTC"),
});

/** The turns of a rotation that begins at a local reading; seconds are left out. */
export const turnsFrom = (unit: RotationUnit, every: number, start: number, zone: Zone) => {
  const rotation = { ...always(["a"]), unit, every, anchor: { ...parts(start), turn: 0 } };
  const turns = toTurns(rotation, zone);
  if (!turns) {
    throw new RangeError(`nothing to rotate every ${every}`);
  }
  return turns;
};

const readRotation = (input: z.infer<typeof rotationShape>) => {
  const zone = zones(input.time_zone);
  const stated = input.start_local ?? input.start ?? input.start_utc;
  if (stated === undefined) {
    throw new RangeError("the rotation has no start");
  }
  const start = readWallIn(stated, zone);
  const turns = turnsFrom(input.type, input.shift_length, start, zone);
  const isLate = input.type === "month" && dateOf(Math.floor(start / DAY)).day > 28;
  return { zone, turns, difference: isLate ? POLICIES.monthOverflow : null };
};

const boundShape = z.object({
  input: rotationShape.extend({
    at_local: z.string().optional(),
    at_utc: z.string().optional(),
    at: z.string().optional(),
  }),
  expected_local: z.string().optional(),
  expected_utc: z.string().optional(),
  duration_hours: z.number().optional(),
});

/** Where the turn at an instant begins or ends, and, where the case says so, how far away that is. */
const bound =
  (side: "startsAt" | "endsAt"): Adapter =>
  (given) => {
    const { input, expected_local, expected_utc, duration_hours } = boundShape.parse(given);
    const { zone, turns, difference } = readRotation(input);
    const asked = input.at_utc ?? input.at_local ?? input.at ?? input.start_local;
    const expected = expected_utc ?? expected_local;
    if (asked === undefined || expected === undefined) {
      throw new RangeError(asked === undefined ? "no instant to ask about" : "nothing is expected");
    }
    const at = readMoment(asked, zone);
    const { ordinal, until } = turns.pieceAt(at);
    const { startsAt } = turns.bounds(ordinal);
    const found = side === "endsAt" ? until : startsAt;
    // Suites state the way to the bound, or the length of the whole turn.
    const ways = [Math.abs(found - at), until - startsAt].map((way) => way / HOUR);
    const hours = duration_hours === undefined ? [] : [duration_hours];
    const ours = hours.map((theirs) => (ways.includes(theirs) ? theirs : ways[0]));
    return judge([iso(found), ...ours], [iso(readMoment(expected, zone)), ...hours], difference);
  };

export const rotationEnd = bound("endsAt");
export const rotationStart = bound("startsAt");

/** The ends of the turns that hold from one instant to another, both included. Throws where time stands still. */
const handoffs = (turns: Turns, from: Instant, last: Instant): Instant[] => {
  const found: Instant[] = [];
  for (let at = from; at <= last; ) {
    const { until } = turns.pieceAt(at);
    if (until <= at) {
      throw new RangeError(`the turn at ${iso(at)} ends at ${iso(until)}`);
    }
    found.push(until);
    at = until;
  }
  return found;
};

const handoffsShape = z.object({
  input: rotationShape.extend({ window: z.tuple([z.string(), z.string()]) }),
  expected_local: z.array(z.string()).optional(),
  expected_utc: z.array(z.string()).optional(),
});

/** Every start and end of the turns that hold from the window's first to its last instant, both included. */
export const rotationHandoffs: Adapter = (given) => {
  const { input, expected_local, expected_utc } = handoffsShape.parse(given);
  const { zone, turns, difference } = readRotation(input);
  const [opens, closes] = input.window;
  const [from, last] = [readMoment(opens, zone), readMoment(closes, zone)];
  const found = [
    turns.bounds(turns.pieceAt(from).ordinal).startsAt,
    ...handoffs(turns, from, last),
  ];
  const expected = (expected_utc ?? expected_local ?? []).map((text) => readMoment(text, zone));
  return judge(found.map(iso), expected.sort((a, b) => a - b).map(iso), difference);
};

const pair = z.tuple([z.string(), z.string()]);
const turnShape = z.object({
  input: rotationShape.extend({
    duration_s: z.number().positive().optional(),
    query_day_utc: z.string(),
  }),
  expected_utc: z.union([z.array(z.string()), z.array(pair)]).optional(),
  expected: z.unknown().optional(),
});

const spans = z.union([pair, z.array(pair), z.object({ start: z.string(), end: z.string() })]);

const readSpans = (given: unknown): string[] => {
  const read = spans.parse(given);
  return Array.isArray(read) ? read.flat() : [read.start, read.end];
};

/** The whole turns that touch a day of UTC; a shift shorter than its turn ends by the clock on the wall. */
export const rotationTurn: Adapter = (given) => {
  const { input, expected_utc, expected } = turnShape.parse(given);
  const { zone, turns } = readRotation(input);
  const day = readInstant(input.query_day_utc.slice(0, 10));
  const inside = handoffs(turns, day, day + DAY - 1).filter((at) => at < day + DAY);
  const found = [day, ...inside].map((at): readonly [Instant, Instant] => {
    const { startsAt, endsAt } = turns.bounds(turns.pieceAt(at).ordinal);
    const length = (input.duration_s ?? Number.POSITIVE_INFINITY) * 1000;
    return [startsAt, Math.min(zone.first(zone.toWall(startsAt) + length), endsAt)];
  });
  const touching = found.filter(([, endsAt]) => endsAt > day);
  const theirs = readSpans(expected_utc ?? expected).map((text) => iso(readMoment(text, zone)));
  return judge(touching.flat().map(iso), theirs);
};
