import type { Instant } from "./types";
import type { Zone } from "./zone";

export type ClockChange = { readonly at: Instant; readonly shiftMs: number };

/** The clock changes in `[from, until)`; `shiftMs` is positive where clocks go forward. */
export const clockChanges = (zone: Zone, from: Instant, until: Instant): ClockChange[] => {
  const found: ClockChange[] = [];
  for (let at = zone.nextChange(from - 1); at < until; at = zone.nextChange(at)) {
    found.push({ at, shiftMs: zone.offsetAt(at) - zone.offsetAt(at - 1) });
  }
  return found;
};
