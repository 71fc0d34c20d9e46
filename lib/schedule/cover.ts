import { DAY, parseDate } from "./calendar";
import { type Hours, outside, overlap, toIntervals } from "./hours";
import { union } from "./interval";
import type { Instant, Interval, LocalDate } from "./types";
import { finder, type Zone } from "./zone";

/** Whether something covers an instant, and until when at least that stays so. */
export type Span = { readonly on: boolean; readonly until: Instant };

export type Cover = {
  /** The span is the cover's own and is used again for its next answer. */
  at(at: Instant): Span;
  /** All that it covers in `[from, until)`, clipped to it. */
  within(from: Instant, until: Instant): Hours;
};

/** A span for a cover to answer with. */
export const blankSpan = () => ({ on: false, until: Number.NaN });

/** Intervals of instants, overlapping or not. */
export const intervalsCover = (intervals: readonly Interval[]): Cover => {
  const hours = union(intervals).flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const passedBy = finder(Float64Array.from(hours));
  const span = blankSpan();
  return {
    at: (at) => {
      const passed = passedBy(at);
      span.on = passed % 2 === 1;
      span.until = hours[passed] ?? Number.POSITIVE_INFINITY;
      return span;
    },
    within: (from, until) => overlap(hours, [from, until]),
  };
};

export const NEVER = intervalsCover([]);

/** Local dates in a zone, each from its first midnight to the next date's. RangeError for a malformed date. */
export const datesCover = (dates: readonly LocalDate[], zone: Zone): Cover =>
  intervalsCover(
    dates.map((date) => ({
      startsAt: zone.first(parseDate(date) * DAY),
      endsAt: zone.first((parseDate(date) + 1) * DAY),
    })),
  );

/** When the cover does not. */
export const inverse = (cover: Cover): Cover => {
  const span = blankSpan();
  return {
    at: (at) => {
      const { on, until } = cover.at(at);
      span.on = !on;
      span.until = until;
      return span;
    },
    within: (from, until) => overlap(outside(cover.within(from, until)), [from, until]),
  };
};

/** When both do. */
export const both = (one: Cover, other: Cover): Cover => {
  const span = blankSpan();
  return {
    at: (at) => {
      const a = one.at(at);
      const b = a.on ? other.at(at) : a;
      span.on = b.on;
      span.until = b.on ? Math.min(a.until, b.until) : b.until;
      return span;
    },
    within: (from, until) => overlap(one.within(from, until), other.within(from, until)),
  };
};

/** All that a cover covers in `[from, until)`, as `union` gives it. */
export const coveredIn = (cover: Cover, from: Instant, until: Instant): Interval[] =>
  toIntervals(cover.within(from, until));
