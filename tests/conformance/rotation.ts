import * as z from "zod";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { toTurns } from "@/lib/schedule/rotation";
import type { Instant, RotationUnit } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "../engine/zones";
import { type Around, type Given, oursAround, peerHandoffs } from "./handoffs";
import { peerIn } from "./policy";
import {
  always,
  iso,
  parts,
  readInstant,
  readMoment,
  readMomentNear,
  readWallIn,
  sameMoments,
} from "./reading";
import { spanShape } from "./span";
import { type Adapter, failed, judge, nothingExpected } from "./verdict";

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

const readRotation = (input: z.infer<typeof rotationShape>): Given => {
  const zone = zones(input.time_zone);
  const stated = input.start_local ?? input.start ?? input.start_utc;
  if (stated === undefined) {
    throw new RangeError("the rotation has no start");
  }
  const start = readWallIn(stated, zone);
  const { type: unit, shift_length: every } = input;
  return { unit, every, start, zone, turns: turnsFrom(unit, every, start, zone) };
};

const text = z.string().nullish();
const boundShape = z.object({
  source: text,
  input: rotationShape.extend({
    at_local: z.string().optional(),
    at_utc: z.string().optional(),
    at: z.string().optional(),
  }),
  expected_local: text,
  expected_utc: text,
  duration_hours: z.number().nullish(),
});

/** Where the turn at an instant begins or ends, and, where the case says so, how far away that is. */
const bound =
  (side: "startsAt" | "endsAt"): Adapter =>
  (given) => {
    const { source, input, expected_local, expected_utc, duration_hours } = boundShape.parse(given);
    const rotation = readRotation(input);
    const { zone } = rotation;
    const asked = input.at_utc ?? input.at_local ?? input.at ?? input.start_local;
    const expected = expected_utc ?? expected_local;
    if (asked === undefined) {
      throw new RangeError("no instant to ask about");
    }
    if (!expected) {
      return nothingExpected();
    }
    if (!sameMoments([expected_utc], [expected_local], zone)) {
      return failed(`the case contradicts itself: ${expected_utc} is not ${expected_local}`);
    }
    const at = readMoment(asked, zone);
    const hours = typeof duration_hours === "number" ? [duration_hours] : [];
    const answer = (around: Around): readonly [Instant, readonly unknown[]] => {
      const [startsAt = at, endsAt = at] = around(at, at);
      const found = side === "endsAt" ? endsAt : startsAt;
      // Suites state the way to the bound, or the length of the whole turn.
      const ways = [Math.abs(found - at), endsAt - startsAt].map((way) => way / HOUR);
      const said = hours.map((theirs) => (ways.includes(theirs) ? theirs : ways[0]));
      return [found, [iso(found), ...said]];
    };
    const [found, ours] = answer(oursAround(rotation.turns));
    const peers = peerHandoffs(rotation, [at, at], (around) => answer(around)[1]);
    return judge(
      ours,
      [iso(readMomentNear(expected, zone, found)), ...hours],
      peers,
      peerIn(source),
    );
  };

export const rotationEnd = bound("endsAt");
export const rotationStart = bound("startsAt");

const texts = z.array(z.string()).nullish();
const handoffsShape = z.object({
  source: text,
  input: rotationShape.extend({ window: spanShape }),
  expected_local: texts,
  expected_utc: texts,
});

/** Every start and end of the turns that hold from the window's first to its last instant, both included. */
export const rotationHandoffs: Adapter = (given) => {
  const { source, input, expected_local, expected_utc } = handoffsShape.parse(given);
  const expected = expected_utc ?? expected_local;
  if (!expected) {
    return nothingExpected();
  }
  const rotation = readRotation(input);
  const { zone } = rotation;
  if (!sameMoments(expected_utc ?? [], expected_local ?? [], zone)) {
    return failed("the case contradicts itself: its local times are not its instants");
  }
  const [opens, closes] = input.window;
  const window = [readMoment(opens, zone), readMoment(closes, zone)] as const;
  const answer = (around: Around) => around(...window).map(iso);
  const near = oursAround(rotation.turns)(...window);
  const theirs = expected
    .map((one, i) => readMomentNear(one, zone, near[i]))
    .sort((a, b) => a - b)
    .map(iso);
  const peers = peerHandoffs(rotation, window, answer);
  return judge(answer(oursAround(rotation.turns)), theirs, peers, peerIn(source));
};

const turnShape = z.object({
  source: text,
  input: rotationShape.extend({
    duration_s: z.number().positive().optional(),
    query_day_utc: z.string(),
  }),
  expected_utc: z.unknown().optional(),
  expected: z.unknown().optional(),
});

const spans = z.union([
  z.array(z.string()).refine((list) => list.length % 2 === 0, "instants come in pairs"),
  z.array(spanShape),
  spanShape,
]);

/** The whole turns that touch a day of UTC; a shift shorter than its turn ends by the clock on the wall. */
export const rotationTurn: Adapter = (given) => {
  const { source, input, expected_utc, expected = expected_utc } = turnShape.parse(given);
  if (expected === undefined || expected === null) {
    return nothingExpected();
  }
  const rotation = readRotation(input);
  const { zone } = rotation;
  const day = readInstant(input.query_day_utc.slice(0, 10));
  const length = (input.duration_s ?? Number.POSITIVE_INFINITY) * 1000;
  const answer = (around: Around): string[] => {
    const bounds = around(day, day + DAY - 1);
    return bounds.slice(0, -1).flatMap((startsAt, i) => {
      const endsAt = Math.min(
        zone.first(zone.toWall(startsAt) + length),
        bounds[i + 1] ?? startsAt,
      );
      return endsAt > day && startsAt < day + DAY ? [iso(startsAt), iso(endsAt)] : [];
    });
  };
  const theirs = spans
    .parse(expected)
    .flat()
    .map((one) => iso(readMoment(one, zone)));
  const peers = peerHandoffs(rotation, [day, day + DAY], answer);
  return judge(answer(oursAround(rotation.turns)), theirs, peers, peerIn(source));
};
