import { type Entry, sameEntry } from "./entry";
import { becauseOf, type CompiledTier, stateAt } from "./tier";
import type { Because, Instant, Shift } from "./types";

/** An entry and the shift it last had, which goes on for as long as states follow in which it is. */
type Lane = {
  readonly entry: Entry;
  readonly because: Because;
  shift: { -readonly [Key in keyof Shift]: Shift[Key] };
};

/** All shifts of the tier in `[from, until)`, clipped to it, by start, then priority. */
export const shiftsIn = (
  tier: CompiledTier,
  from: Instant,
  until: Instant,
  revision: number,
): Shift[] => {
  // They begin in the order in which they have to come out, so there is nothing to sort.
  const shifts: Shift[] = [];
  const ofLayers = new Array<Lane | undefined>(tier.size);
  let ofOverrides: Lane[] = [];
  const begin = (entry: Entry, because: Because, startsAt: Instant, endsAt: Instant) => {
    const shift = { tier: tier.id, startsAt, endsAt, people: entry.people, because };
    shifts.push(shift);
    return shift;
  };
  const hold = (lane: Lane | undefined, entry: Entry, at: Instant, next: Instant): Lane => {
    if (!(lane && sameEntry(lane.entry, entry))) {
      const because = becauseOf(entry, revision);
      return { entry, because, shift: begin(entry, because, at, next) };
    }
    if (lane.shift.endsAt === at) {
      lane.shift.endsAt = next;
    } else {
      lane.shift = begin(lane.entry, lane.because, at, next);
    }
    return lane;
  };
  for (let at = from; at < until; ) {
    const state = stateAt(tier, at);
    const next = Math.min(state.until, until);
    const before = ofOverrides;
    ofOverrides = [];
    for (const entry of state.entries) {
      if (entry.layer) {
        const { place } = entry.layer;
        ofLayers[place] = hold(ofLayers[place], entry, at, next);
      } else {
        const lane = before.find((other) => sameEntry(other.entry, entry));
        ofOverrides.push(hold(lane, entry, at, next));
      }
    }
    at = next;
  }
  return shifts;
};
