/**
 * The engine's clock, worked out by a library for dates instead of the engine's table: what the same roster costs on its
 * arithmetic. The gap and the repeated hour are the engine's own rules.
 */
import { DateTime } from "luxon";
import { Temporal } from "temporal-polyfill";
import { DAY, MINUTE } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";

type Clock = Pick<Zone, "offsetAt" | "nextChange">;

const zoneOf = (name: string, { offsetAt, nextChange }: Clock): Zone => {
  const toWall = (at: Instant): number => at + offsetAt(at);
  /** Of the readings by the offsets before and after, the first that the clock shows; in a gap its end. */
  const reading = (wall: number, offsets: readonly number[]): Instant => {
    const found = offsets.find((offset) => toWall(wall - offset) === wall);
    return found === undefined ? nextChange(wall - Math.max(...offsets) - 1) : wall - found;
  };
  const around = (wall: number): number[] => [offsetAt(wall - DAY), offsetAt(wall + DAY)];
  return {
    name,
    offsetAt,
    nextChange,
    toWall,
    first: (wall) => reading(wall, around(wall)),
    last: (wall) => reading(wall, around(wall).reverse()),
    reached: (at) => {
      const before = offsetAt(at - DAY);
      const wall = toWall(at);
      return before <= offsetAt(at) ? wall : Math.max(wall, nextChange(at - DAY) + before - 1);
    },
  };
};

const kept = (clockOf: (name: string) => Clock): Zones => {
  const zones = new Map<string, Zone>();
  return (name) => {
    const zone = zones.get(name) ?? zoneOf(name, clockOf(name));
    zones.set(name, zone);
    return zone;
  };
};

export const temporalZones: Zones = kept((name) => {
  const at = (instant: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
  return {
    offsetAt: (instant) => at(instant).offsetNanoseconds / 1e6,
    nextChange: (instant) =>
      at(instant).getTimeZoneTransition("next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
  };
});

const YEARS_AHEAD = 2;

/** Luxon does not tell when a clock changes: it is looked for day by day, then by halves. */
export const luxonZones: Zones = kept((name) => {
  const offsetAt = (at: Instant): number => DateTime.fromMillis(at, { zone: name }).offset * MINUTE;
  return {
    offsetAt,
    nextChange: (at) => {
      const offset = offsetAt(at);
      for (let low = at; low < at + YEARS_AHEAD * 366 * DAY; low += DAY) {
        if (offsetAt(low + DAY) === offset) continue;
        let [from, until] = [low, low + DAY];
        while (until - from > 1) {
          const middle = Math.floor((from + until) / 2);
          if (offsetAt(middle) === offset) from = middle;
          else until = middle;
        }
        return until;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
});
