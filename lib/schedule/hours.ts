import type { Instant, Interval } from "./types";

/**
 * Stretches of time as a plain list of instants: begins, ends, begins, ends, and so on, ascending. Compact
 * enough to list the hours of a layer for years.
 */
export type Hours = readonly Instant[];

/** Adds a stretch that ends after all others; where it meets the last one they become one. */
export const extend = (hours: Instant[], begins: Instant, ends: Instant): void => {
  if (begins <= (hours[hours.length - 1] ?? Number.NEGATIVE_INFINITY)) {
    hours[hours.length - 1] = ends;
  } else if (begins < ends) {
    hours.push(begins, ends);
  }
};

/** What lies in both. */
export const overlap = (a: Hours, b: Hours): Hours => {
  const common: Instant[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const begins = Math.max(a[i] ?? 0, b[j] ?? 0);
    const [endA = 0, endB = 0] = [a[i + 1], b[j + 1]];
    if (begins < Math.min(endA, endB)) {
      common.push(begins, Math.min(endA, endB));
    }
    i += endA <= endB ? 2 : 0;
    j += endA <= endB ? 0 : 2;
  }
  return common;
};

/** All of time that is left. */
export const outside = (hours: Hours): Hours => [
  Number.NEGATIVE_INFINITY,
  ...hours,
  Number.POSITIVE_INFINITY,
];

export const toIntervals = (hours: Hours): Interval[] =>
  hours.flatMap((startsAt, i) =>
    i % 2 === 0 ? [{ startsAt, endsAt: hours[i + 1] ?? startsAt }] : [],
  );
