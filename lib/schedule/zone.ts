import type { Instant, ZoneName } from "./types";

/**
 * The rules of a zone: `offsets[i]`, milliseconds east of UTC, holds until the instant `untils[i]`. The last
 * offset holds for ever; its `until` is Infinity, or null where JSON has been in between.
 */
export type ZoneData = {
  readonly name: ZoneName;
  readonly untils: readonly (Instant | null)[];
  readonly offsets: readonly number[];
};

/**
 * A zone's clock. A `wall` is a local reading written as if it were UTC: 2026-03-29 02:30 is
 * `Date.UTC(2026, 2, 29, 2, 30)` in every zone.
 */
export type Zone = {
  readonly name: ZoneName;
  /** Milliseconds east of UTC. */
  offsetAt(at: Instant): number;
  /** What the clock on the wall shows. */
  toWall(at: Instant): number;
  /** When the clock first shows `wall` or later: of two occurrences the first, after a gap its end. */
  first(wall: number): Instant;
  /** When the clock last leaves `wall` behind: of two occurrences the second, after a gap its end. */
  last(wall: number): Instant;
  /**
   * The furthest reading the clock has shown up to and at `at`; it never goes back. `first(wall) <= at`
   * exactly when `wall <= reached(at)`, which is what makes whose-turn-is-it plain division.
   */
  reached(at: Instant): number;
  /** The next instant after `at` at which the offset changes; Infinity when none is known. */
  nextChange(at: Instant): Instant;
};

/** RangeError for a name it does not know. */
export type Zones = (name: ZoneName) => Zone;

/** How many of the ascending `values` are at most `value`. */
export const countUpTo = (values: Float64Array, value: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
};

/**
 * `countUpTo` for one list that is asked about instants close together: it looks where it last found one
 * before it searches.
 */
export const finder = (values: Float64Array): ((value: number) => number) => {
  const near = { low: Number.NaN, high: Number.NaN, count: 0 };
  return (value) => {
    if (!(near.low <= value && value < near.high)) {
      near.count = countUpTo(values, value);
      near.low = near.count === 0 ? Number.NEGATIVE_INFINITY : (values[near.count - 1] ?? 0);
      near.high = values[near.count] ?? Number.POSITIVE_INFINITY;
    }
    return near.count;
  };
};

const readUntils = (data: ZoneData): Float64Array => {
  const last = data.untils.length - 1;
  const untils = Float64Array.from(data.untils, (until, i) =>
    i === last ? Number.POSITIVE_INFINITY : (until ?? Number.NaN),
  );
  const ascending = untils.every((until, i) => i === 0 || until > (untils[i - 1] ?? Number.NaN));
  if (last < 0 || data.offsets.length !== data.untils.length || !ascending) {
    throw new RangeError(`not a zone table: ${data.name}`);
  }
  return untils;
};

/** RangeError when the table is empty, uneven or out of order. */
export const toZone = (data: ZoneData): Zone => {
  const untils = readUntils(data);
  const offsets = Float64Array.from(data.offsets, Math.round);
  const count = untils.length;
  const untilOf = (i: number): number => untils[i] ?? Number.POSITIVE_INFINITY;
  const startOf = (i: number): number => (i === 0 ? Number.NEGATIVE_INFINITY : untilOf(i - 1));
  const offsetOf = (i: number): number => offsets[i] ?? 0;

  // Readings shown before the end of each stretch lie below `peaks`; those shown from its start on, not
  // below `floors`. Both ascend even where the clock goes back, so both can be searched.
  const peaks = new Float64Array(count);
  const floors = new Float64Array(count);
  for (let i = 0, peak = Number.NEGATIVE_INFINITY; i < count; i += 1) {
    peak = Math.max(peak, untilOf(i) + offsetOf(i));
    peaks[i] = peak;
  }
  for (let i = count - 1, floor = Number.POSITIVE_INFINITY; i >= 0; i -= 1) {
    floor = Math.min(floor, startOf(i) + offsetOf(i));
    floors[i] = floor;
  }

  // Readings that the clock shows once, near the one asked about last: for these everything is an addition.
  const plain = { from: Number.NaN, until: Number.NaN, offset: Number.NaN };
  const isPlain = (wall: number): boolean => plain.from <= wall && wall < plain.until;
  const settle = (i: number): number => {
    plain.offset = offsetOf(i);
    plain.from = Math.max(startOf(i) + plain.offset, peaks[i - 1] ?? Number.NEGATIVE_INFINITY);
    plain.until = Math.min(untilOf(i) + plain.offset, floors[i + 1] ?? Number.POSITIVE_INFINITY);
    return i;
  };

  const offsetAt = (at: Instant): number =>
    isPlain(at + plain.offset) ? plain.offset : offsetOf(settle(countUpTo(untils, at)));
  return {
    name: data.name,
    offsetAt,
    toWall: (at) => at + offsetAt(at),
    first: (wall) => {
      if (isPlain(wall)) {
        return wall - plain.offset;
      }
      const i = settle(countUpTo(peaks, wall));
      return Math.max(startOf(i), wall - offsetOf(i));
    },
    last: (wall) => {
      if (isPlain(wall)) {
        return wall - plain.offset;
      }
      const i = settle(countUpTo(floors, wall) - 1);
      return Math.min(untilOf(i), wall - offsetOf(i));
    },
    reached: (at) => {
      const wall = at + offsetAt(at);
      return isPlain(wall) ? wall : Math.max(wall, (peaks[countUpTo(untils, at) - 1] ?? wall) - 1);
    },
    nextChange: (at) => {
      let i = countUpTo(untils, at);
      while (i + 1 < count && offsetOf(i + 1) === offsetOf(i)) {
        i += 1;
      }
      return untilOf(i);
    },
  };
};

/** Each zone is built when first asked for, and once. */
export const zonesFrom = (list: readonly ZoneData[]): Zones => {
  const tables = new Map(list.map((data) => [data.name, data]));
  const built = new Map<ZoneName, Zone>();
  return (name) => {
    const known = built.get(name);
    if (known) {
      return known;
    }
    const data = tables.get(name);
    if (!data) {
      throw new RangeError(`unknown zone: ${name}`);
    }
    const zone = toZone(data);
    built.set(name, zone);
    return zone;
  };
};
