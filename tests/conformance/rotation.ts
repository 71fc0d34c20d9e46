import * as z from "zod";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { type Turns, toTurns } from "@/lib/schedule/rotation";
import type { Instant, RotationUnit } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { POLICIES } from "./policy";
import { always, iso, parts, readInstant, readWall, zones } from "./reading";
import { type Adapter, judge } from "./verdict";

export const UNITS = { hourly: "hour", daily: "day", weekly: "week", monthly: "month" } as const;

const rotationShape = z.looseObject({
  type: z.enum(["hourly", "daily", "weekly", "monthly"]),
  shift_length: z.int().min(1).default(1),
  start_local: z.string(),
  time_zone: z.string(),
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
  const start = readWall(input.start_local);
  const turns = turnsFrom(UNITS[input.type], input.shift_length, start, zone);
  const isLate = input.type === "monthly" && Number(input.start_local.slice(8, 10)) > 28;
  return { zone, turns, difference: isLate ? POLICIES.monthOverflow : null };
};

const boundShape = z.object({
  input: rotationShape.extend({ at_local: z.string() }),
  expected_local: z.string().optional(),
  expected_utc: z.string().optional(),
  duration_hours: z.number().optional(),
});

/** Where the turn at a local time begins or ends, and how far away that is. */
const bound =
  (side: "startsAt" | "endsAt"): Adapter =>
  (given) => {
    const { input, expected_local = "", expected_utc, duration_hours } = boundShape.parse(given);
    const { zone, turns, difference } = readRotation(input);
    const at = zone.first(readWall(input.at_local));
    const { ordinal, until } = turns.pieceAt(at);
    const found = side === "endsAt" ? until : turns.bounds(ordinal).startsAt;
    const expected = expected_utc
      ? readInstant(expected_utc)
      : zone.first(readWall(expected_local));
    const hours = (instant: Instant) =>
      duration_hours === undefined ? [] : [Math.abs(instant - at) / HOUR];
    return judge(
      [iso(found), ...hours(found)],
      [iso(expected), ...(duration_hours === undefined ? [] : [duration_hours])],
      difference,
    );
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

const localWithOffset = (text: string): Instant =>
  readInstant(text.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, "$1T$2$3:$4"));

const handoffsShape = z.object({
  input: rotationShape.extend({ window: z.tuple([z.string(), z.string()]) }),
  expected_local: z.array(z.string()).optional(),
  expected_utc: z.array(z.string()).optional(),
});

/** Every start and end of the turns that hold from the window's first to its last instant, both included. */
export const rotationHandoffs: Adapter = (given) => {
  const { input, expected_local, expected_utc } = handoffsShape.parse(given);
  const { turns, difference } = readRotation(input);
  const [opens, closes] = input.window;
  const [from, last] = [readInstant(opens), readInstant(closes)];
  const found = [
    turns.bounds(turns.pieceAt(from).ordinal).startsAt,
    ...handoffs(turns, from, last),
  ];
  const expected = expected_utc?.map(readInstant) ?? (expected_local ?? []).map(localWithOffset);
  return judge(found.map(iso), expected.map(iso), difference);
};

const pair = z.tuple([z.string(), z.string()]);
const turnShape = z.object({
  input: rotationShape.extend({ duration_s: z.number().optional(), query_day_utc: z.string() }),
  expected_utc: z.union([pair, z.array(pair)]),
});

/** The whole turns that touch a day of UTC; a shift shorter than its turn ends by the clock on the wall. */
export const rotationTurn: Adapter = (given) => {
  const { input, expected_utc } = turnShape.parse(given);
  const { zone, turns } = readRotation(input);
  const day = readInstant(`${input.query_day_utc.slice(0, 10)}T00:00:00Z`);
  const inside = handoffs(turns, day, day + DAY - 1).filter((at) => at < day + DAY);
  const found = [day, ...inside].map((at): readonly [Instant, Instant] => {
    const { startsAt, endsAt } = turns.bounds(turns.pieceAt(at).ordinal);
    const length = (input.duration_s ?? Number.POSITIVE_INFINITY) * 1000;
    return [startsAt, Math.min(zone.first(zone.toWall(startsAt) + length), endsAt)];
  });
  const touching = found.filter(([, endsAt]) => endsAt > day);
  const expected = expected_utc.flat().map((text) => iso(readInstant(text)));
  return judge(touching.flat().map(iso), expected);
};
