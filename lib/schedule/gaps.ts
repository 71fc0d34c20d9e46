import type { Roster } from "./compile";
import { coveredIn } from "./cover";
import { subtract, union } from "./interval";
import type { Definition, Gap, Instant, Interval, Tier } from "./types";
import { windowsCover } from "./window";
import type { Zones } from "./zone";

/** When somebody must be on call in the tier, in `[from, until)`. */
export const mustCover = (
  tier: Tier,
  definition: Definition,
  from: Instant,
  until: Instant,
  zones: Zones,
): Interval[] => {
  if (tier.cover === "always") {
    return [{ startsAt: from, endsAt: until }];
  }
  const windows = tier.cover === "never" ? [] : tier.cover;
  return coveredIn(windowsCover(windows, zones(definition.zone)), from, until);
};

/**
 * When nobody is on call in `[from, until)` in a tier of the definition that must then be covered, by tier,
 * then by time. `Tier.cover`'s windows are read in the schedule's zone; a list without windows is never.
 * A turn that is empty on purpose is a gap too where somebody must be on call.
 */
export const gaps = (
  roster: Roster,
  definition: Definition,
  from: Instant,
  until: Instant,
  zones: Zones,
): Gap[] => {
  const shifts = roster.resolve(from, until);
  return definition.tiers.flatMap((tier) => {
    const held = union(shifts.filter((shift) => shift.tier === tier.id));
    return subtract(mustCover(tier, definition, from, until, zones), held).map((gap) => ({
      ...gap,
      tier: tier.id,
    }));
  });
};
