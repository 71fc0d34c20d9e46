import { DAY, dateOf, dayOf, HOUR, mod, monthNumber } from "@/lib/schedule/calendar";
import type { Turns } from "@/lib/schedule/rotation";
import type { Instant, RotationUnit } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { CLOCKS, exists, readBy } from "./clock";
import { RULES } from "./policy";
import { iso } from "./reading";
import type { PeerAnswer } from "./verdict";

export type Given = {
  readonly unit: RotationUnit;
  readonly every: number;
  readonly start: number;
  readonly zone: Zone;
  readonly turns: Turns;
};

/** Handoffs one after another: the last at or before `from`, all others, and the first after `last`. */
export type Around = (from: Instant, last: Instant) => readonly Instant[];

/** Ours, asked of the engine. Throws where time stands still. */
export const oursAround =
  (turns: Turns): Around =>
  (from, last) => {
    const found = [turns.bounds(turns.pieceAt(from).ordinal).startsAt];
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

const LENGTHS = { hour: HOUR, day: DAY, week: 7 * DAY };

/** The local time of the nth handoff, where the 31st of a short month runs over into the next one, or not. */
const wallOf = ({ unit, every, start }: Given, n: number, runsOver: boolean): number => {
  if (unit !== "month") {
    return start + n * every * LENGTHS[unit];
  }
  const date = dateOf(Math.floor(start / DAY));
  const month = monthNumber(date) + n * every;
  const first = (of: number) => dayOf(Math.floor(of / 12), mod(of, 12) + 1, 1);
  const day = first(month) + date.day - 1;
  return (runsOver ? day : Math.min(day, first(month + 1) - 1)) * DAY + mod(start, DAY);
};

type Rule = (n: number) => Instant;

const byRule =
  (rule: Rule, nearest: (at: Instant) => number): Around =>
  (from, last) => {
    let n = nearest(from) + 2;
    while (rule(n) > from) {
      n -= 1;
    }
    const found = [rule(n)];
    while ((found.at(-1) ?? last) <= last) {
      n += 1;
      const next = rule(n);
      if (next > (found.at(-1) ?? next)) {
        found.push(next);
      }
    }
    return found;
  };

/** What the peers' rules answer to the same question; `ask` is it. */
export const peerHandoffs = (
  given: Given,
  [from, last]: readonly [Instant, Instant],
  ask: (around: Around) => unknown,
): PeerAnswer[] => {
  const { unit, start, zone, turns } = given;
  const nearest = (at: Instant): number => turns.pieceAt(at).ordinal;
  const walls = (runsOver: boolean) => {
    const first = nearest(from) - 1;
    const count = nearest(last) - first + 3;
    return Array.from({ length: count }, (_, i) => wallOf(given, first + i, runsOver));
  };
  const clocks = CLOCKS.filter(({ gap }) => gap[1](start, zone) !== null).map((clock) => ({
    policy: clock.policy,
    does: clock.gap[0],
    rule: RULES.gap,
    answer: ask(byRule((n) => readBy(clock, wallOf(given, n, false), zone, "start") ?? 0, nearest)),
  }));
  const overflow = {
    policy: "GoAlert",
    does: "the 31st of a short month is in the next one",
    rule: RULES.monthOverflow,
    answer: ask(byRule((n) => zone.first(wallOf(given, n, true)), nearest)),
  };
  return [
    ...(walls(false).every((wall) => exists(wall, zone)) ? [] : clocks),
    ...(unit === "month" && dateOf(Math.floor(start / DAY)).day > 28 ? [overflow] : []),
  ];
};
