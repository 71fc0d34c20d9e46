import type { Instant, RotationUnit, Turn, ZoneName } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { changed } from "./notes";
import { DAY, HOUR, MINUTE, toDate, toTime, WEEK } from "./time";
import type { Note } from "./types";

/** How often a rotation hands over. */
export type Period = { readonly unit: RotationUnit; readonly every: number };

/**
 * The period of so many milliseconds in weeks, days or hours, whichever fits first; null when none
 * does.
 */
export function toPeriod(ms: number): Period | null {
  if (ms <= 0) return null;
  if (ms % WEEK === 0) return { unit: "week", every: ms / WEEK };
  if (ms % DAY === 0) return { unit: "day", every: ms / DAY };
  return ms % HOUR === 0 ? { unit: "hour", every: ms / HOUR } : null;
}

/** The turns of a layer, named after it, in order; an empty group is a turn with nobody. */
export function toTurns(layer: string, groups: readonly (readonly string[])[]): readonly Turn[] {
  return groups.map((people, index) => ({
    id: `${layer}-turn-${index + 1}`,
    people: [...new Set(people)],
  }));
}

/** The anchor of a rotation at a wall-clock reading, first turn first. Seconds are dropped. */
export function anchorAt(wall: number): {
  readonly date: string;
  readonly time: string;
  readonly turn: number;
} {
  return { date: toDate(wall), time: toTime(wall), turn: 0 };
}

/**
 * What is lost when the handoff of a rotation that began at `at` is told as a wall-clock time in
 * `zone`.
 */
export function handoffNotes(what: string, at: Instant, zone: Zone): readonly Note[] {
  const wall = zone.toWall(at);
  if (wall % MINUTE !== 0) {
    return [changed(what, "Its handoff has seconds; handoffs here are at whole minutes.")];
  }
  if (zone.first(wall) !== at) {
    return [
      changed(what, "It begins in the hour that happens twice; the first one is taken here."),
    ];
  }
  return [];
}

/** `{ from?, until? }` with what is known, ready to be spread into a layer. */
export function bounds(from: Instant | null | undefined, until: Instant | null | undefined) {
  return {
    ...(typeof from === "number" ? { from } : {}),
    ...(typeof until === "number" ? { until } : {}),
  };
}

/** `{ zone? }`: only when it differs from the schedule's. */
export function ownZone(zone: ZoneName, ofSchedule: ZoneName) {
  return zone === ofSchedule ? {} : { zone };
}
