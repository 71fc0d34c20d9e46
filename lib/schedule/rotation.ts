import { addMonths, DAY, dateOf, HOUR, mod, monthNumber, parseDate, parseTime } from "./calendar";
import type { Instant, Interval, Rotation } from "./types";
import { type CountedDays, countedDays } from "./weekdays";
import type { Zone } from "./zone";

/**
 * What a rotation or a layer does at an instant, and until when at least nothing about it changes. Turns are
 * numbered without end in both directions; at the anchor begins number 0. While `on` is false it puts nobody
 * on call and covers nothing.
 */
export type Piece = { readonly on: boolean; readonly ordinal: number; readonly until: Instant };

export type Turns = {
  /** Whether every day counts, so that every piece is on. */
  readonly neverRests: boolean;
  pieceAt(at: Instant): Piece;
  /** From the handoff to the next; where days are left out, to the end of the turn's last day. */
  bounds(ordinal: number): Interval;
  /** Which entry of `Rotation.turns` has this number's turn; there must be at least one. */
  index(ordinal: number): number;
};

/** Where turns lie on the local clock, its readings written as if they were UTC. */
type Frame = {
  ordinal(wall: number): number;
  begins(ordinal: number): number;
  ends(ordinal: number): number;
};

const evenFrame = (anchor: number, length: number): Frame => ({
  ordinal: (wall) => Math.floor((wall - anchor) / length),
  begins: (ordinal) => anchor + ordinal * length,
  ends: (ordinal) => anchor + (ordinal + 1) * length,
});

const monthFrame = (day: number, time: number, every: number): Frame => {
  const month = monthNumber(dateOf(day));
  const begins = (ordinal: number): number => addMonths(day, ordinal * every) * DAY + time;
  return {
    ordinal: (wall) => {
      const now = monthNumber(dateOf(Math.floor(wall / DAY)));
      const guess = Math.floor((now - month) / every);
      return begins(guess) > wall ? guess - 1 : guess;
    },
    begins,
    ends: (ordinal) => begins(ordinal + 1),
  };
};

/** Days or hours of counted days only, numbered as if the left-out days did not exist. */
const countedFrame = (days: CountedDays, time: number, every: number, perDay: number): Frame => {
  const length = DAY / perDay;
  const begins = (slot: number): number =>
    days.nth(Math.floor(slot / perDay)) * DAY + time + mod(slot, perDay) * length;
  return {
    ordinal: (wall) => {
      const day = Math.floor((wall - time) / DAY);
      const inDay = days.counts(day) ? Math.floor(mod(wall - time, DAY) / length) : 0;
      return Math.floor((days.before(day) * perDay + inDay) / every);
    },
    begins: (ordinal) => begins(ordinal * every),
    ends: (ordinal) => begins((ordinal + 1) * every - 1) + length,
  };
};

const LENGTHS = { hour: HOUR, day: DAY, week: 7 * DAY };

const toFrame = (rotation: Rotation, days: CountedDays | null): Frame => {
  const day = parseDate(rotation.anchor.date);
  const time = parseTime(rotation.anchor.time);
  const { unit, every } = rotation;
  if (unit === "month") {
    return monthFrame(day, time, every);
  }
  if (days && unit !== "week") {
    return countedFrame(days, time, every, unit === "day" ? 1 : 24);
  }
  return evenFrame(day * DAY + time, every * LENGTHS[unit]);
};

/**
 * Prepares a rotation. Handoffs keep their wall-clock time: one that falls into a clock change's gap happens
 * at the gap's end, an ambiguous one the first time round. A turn that a gap swallows whole still uses up
 * its place. The cost of a question does not depend on how far from the anchor it lies.
 *
 * Null when there is nothing to rotate: no turns, or `every` below 1. RangeError for a malformed anchor.
 *
 * @example Daily at 02:30 in Europe/Berlin, around 2026-03-29 when 02:00 to 03:00 does not exist:
 * handoffs at 28 Mar 01:30Z, 29 Mar 01:00Z (03:00 on the wall), 30 Mar 00:30Z.
 */
export const toTurns = (rotation: Rotation, zone: Zone): Turns | null => {
  const { every, turns, anchor } = rotation;
  const days = countedDays(rotation.weekdays ?? [], parseDate(anchor.date));
  const frame = toFrame(rotation, days);
  if (turns.length === 0 || !(Number.isInteger(every) && every >= 1)) {
    return null;
  }
  const time = parseTime(anchor.time);
  const find = (at: Instant): Piece => {
    const wall = zone.reached(at);
    const ordinal = frame.ordinal(wall);
    if (!days) {
      return { on: true, ordinal, until: zone.first(frame.ends(ordinal)) };
    }
    const day = Math.floor((wall - time) / DAY);
    const change = (day + days.run(day)) * DAY + time;
    const on = days.counts(day);
    return { on, ordinal, until: zone.first(on ? Math.min(change, frame.ends(ordinal)) : change) };
  };
  // The piece found last: the question after this is mostly about it too.
  const last = { since: Number.NaN, piece: { on: false, ordinal: 0, until: Number.NaN } };
  const pieceAt = (at: Instant): Piece => {
    if (!(last.since <= at && at < last.piece.until)) {
      last.piece = find(at);
      last.since = at;
    }
    return last.piece;
  };
  return {
    neverRests: days === null,
    pieceAt,
    bounds: (ordinal) => ({
      startsAt: zone.first(frame.begins(ordinal)),
      endsAt: zone.first(frame.ends(ordinal)),
    }),
    index: (ordinal) => mod(Math.trunc(anchor.turn) + ordinal, turns.length),
  };
};
