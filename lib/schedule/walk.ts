import { type Entry, sameEntry } from "./entry";
import { type Hours, outside, overlap } from "./hours";
import { becauseOf, type CompiledTier, type Seat, stateAt } from "./tier";
import type { Because, Instant, Shift } from "./types";

/** An entry and the shift it last had, which goes on for as long as the entry is there without a break. */
type Lane = {
  readonly entry: Entry;
  readonly because: Because;
  shift: { -readonly [Key in keyof Shift]: Shift[Key] };
};

/** A layer's way through the hours in which nothing hides it: from `at`, in the stretch that begins at `hours[i]`. */
type Walk = { readonly seat: Seat; readonly hours: Hours; i: number; at: Instant };

const walksIn = (tier: CompiledTier, from: Instant, until: Instant): Walk[] => {
  const walks: Walk[] = [];
  let free: Hours | null = null;
  for (const rank of tier.ranks) {
    let left: Hours | null = free;
    for (const seat of rank) {
      const own = seat.layer.hours(from, until);
      const hours = free ? overlap(own, free) : own;
      walks.push({ seat, hours, i: 0, at: hours[0] ?? Number.POSITIVE_INFINITY });
      if (rank !== tier.ranks.at(-1)) {
        left = left ? overlap(left, outside(own)) : outside(own);
      }
    }
    free = left;
  }
  return walks;
};

const earliest = (walks: readonly Walk[]): Instant => {
  let first = Number.POSITIVE_INFINITY;
  for (const { at } of walks) {
    first = Math.min(first, at);
  }
  return first;
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
  let ofOverrides: readonly Lane[] = [];

  const begin = (entry: Entry, because: Because, startsAt: Instant, endsAt: Instant) => ({
    tier: tier.id,
    startsAt,
    endsAt,
    people: entry.people,
    because,
  });

  /** The entry is there from `at` until `next`: its lane's shift goes on, or another begins. */
  const hold = (lane: Lane | undefined, entry: Entry, at: Instant, next: Instant): Lane => {
    if (!(lane && sameEntry(lane.entry, entry))) {
      const because = becauseOf(entry, revision);
      const shift = begin(entry, because, at, next);
      shifts.push(shift);
      return { entry, because, shift };
    }
    if (lane.shift.endsAt === at) {
      lane.shift.endsAt = next;
    } else {
      lane.shift = begin(lane.entry, lane.because, at, next);
      shifts.push(lane.shift);
    }
    return lane;
  };

  /** Takes a layer through one turn of its hours. */
  const step = (walk: Walk): void => {
    const { at, hours, i } = walk;
    const { layer, entry } = walk.seat;
    const piece = layer.turnAt(at);
    const held = entry(piece.ordinal);
    const closes = hours[i + 1] ?? at;
    const next = Math.min(piece.until, closes);
    if (held.people.length > 0) {
      ofLayers[layer.place] = hold(ofLayers[layer.place], held, at, next);
    }
    walk.i = next < closes ? i : i + 2;
    walk.at = next < closes ? next : (hours[i + 2] ?? Number.POSITIVE_INFINITY);
  };

  /** The layers side by side, each in the hours that higher ones leave it: no override is at work. */
  const apart = (startsAt: Instant, endsAt: Instant): void => {
    const walks = walksIn(tier, startsAt, endsAt);
    for (let at = earliest(walks); at < endsAt; at = earliest(walks)) {
      for (const walk of walks) {
        if (walk.at === at) {
          step(walk);
        }
      }
    }
  };

  /** All layers and overrides together, from each instant at which one of them may change to the next. */
  const together = (startsAt: Instant, endsAt: Instant): void => {
    for (let at = startsAt; at < endsAt; ) {
      const state = stateAt(tier, at);
      const next = Math.min(state.until, endsAt);
      const before = ofOverrides;
      const after: Lane[] = [];
      for (const entry of state.entries) {
        if (entry.layer) {
          const { place } = entry.layer;
          ofLayers[place] = hold(ofLayers[place], entry, at, next);
        } else {
          const lane = before.find((other) => sameEntry(other.entry, entry));
          after.push(hold(lane, entry, at, next));
        }
      }
      ofOverrides = after;
      at = next;
    }
  };

  for (let at = from; at < until; ) {
    const { actions, until: changes } = tier.actions(at);
    const next = Math.min(changes, until);
    if (actions.length === 0) {
      apart(at, next);
    } else {
      together(at, next);
    }
    at = next;
  }
  return shifts;
};
