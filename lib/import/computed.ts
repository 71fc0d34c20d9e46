import type { Interval } from "@/lib/schedule/types";
import type { ComputedShift } from "./types";

/** From the first start to the last end, or null when there are no shifts. */
export function extentOf(shifts: readonly ComputedShift[]): Interval | null {
  const [first] = shifts;
  if (first === undefined) return null;
  return {
    startsAt: shifts.reduce((at, shift) => Math.min(at, shift.startsAt), first.startsAt),
    endsAt: shifts.reduce((at, shift) => Math.max(at, shift.endsAt), first.endsAt),
  };
}

/** Whether any two of them share time. */
export function hasOverlap(spans: readonly Interval[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const span of [...spans].sort((a, b) => a.startsAt - b.startsAt)) {
    if (span.startsAt < end) return true;
    end = span.endsAt;
  }
  return false;
}
