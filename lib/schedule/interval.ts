import type { Instant, Interval } from "./types";

/** Sorted, disjoint and not touching; empty intervals are dropped. */
export const union = (list: readonly Interval[]): Interval[] => {
  const sorted = list
    .filter((interval) => interval.startsAt < interval.endsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  const merged: Interval[] = [];
  for (const { startsAt, endsAt } of sorted) {
    const last = merged.at(-1);
    if (last && startsAt <= last.endsAt) {
      merged[merged.length - 1] = {
        startsAt: last.startsAt,
        endsAt: Math.max(last.endsAt, endsAt),
      };
    } else {
      merged.push({ startsAt, endsAt });
    }
  }
  return merged;
};

/** All of the lists, each by start already, as one by start; of equals those of an earlier list come first. */
export const mergeByStart = <T extends Interval>(lists: readonly T[][]): T[] => {
  const [only = []] = lists;
  if (lists.length < 2) {
    return only;
  }
  const merged: T[] = [];
  const heads = lists.map(() => 0);
  const startOf = (k: number): Instant =>
    lists[k]?.[heads[k] ?? 0]?.startsAt ?? Number.POSITIVE_INFINITY;
  for (;;) {
    let first = Number.POSITIVE_INFINITY;
    for (let k = 0; k < lists.length; k += 1) {
      first = Math.min(first, startOf(k));
    }
    if (first === Number.POSITIVE_INFINITY) {
      return merged;
    }
    // Lists that keep step, as layers with the same hours do, are searched once for all that begins at once.
    for (let k = 0; k < lists.length; k += 1) {
      const list = lists[k] ?? [];
      let head = heads[k] ?? 0;
      for (let next = list[head]; next?.startsAt === first; next = list[head]) {
        merged.push(next);
        head += 1;
      }
      heads[k] = head;
    }
  }
};

/** What lies in both; each list as `union` gives it, and so is the result. */
export const intersect = (a: readonly Interval[], b: readonly Interval[]): Interval[] => {
  const common: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x && y; x = a[i], y = b[j]) {
    const startsAt = Math.max(x.startsAt, y.startsAt);
    const endsAt = Math.min(x.endsAt, y.endsAt);
    if (startsAt < endsAt) {
      common.push({ startsAt, endsAt });
    }
    if (x.endsAt < y.endsAt) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return common;
};

/** All of time that a list, as `union` gives it, leaves free. */
const complement = (list: readonly Interval[]): Interval[] =>
  [...list, null].map((next, i) => ({
    startsAt: list[i - 1]?.endsAt ?? Number.NEGATIVE_INFINITY,
    endsAt: next?.startsAt ?? Number.POSITIVE_INFINITY,
  }));

/** What lies in `a` and not in `b`; each list as `union` gives it, and so is the result. */
export const subtract = (a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  intersect(a, complement(b));

/** Milliseconds in all of a disjoint list. */
export const lengthOf = (list: readonly Interval[]): number =>
  list.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0);

/** The part of an interval inside `[from, until)`; empty intervals come out with no length. */
export const clip = (interval: Interval, from: Instant, until: Instant): Interval => ({
  startsAt: Math.max(interval.startsAt, from),
  endsAt: Math.min(interval.endsAt, until),
});
