import { DAY, parseDate, parseTime } from "./calendar";
import { clip, union } from "./interval";
import type { Instant, Interval, LocalDate, Window } from "./types";
import { countUpTo, finder, type Zone } from "./zone";

/** Whether something covers an instant, and until when at least that stays so. */
export type Span = { readonly on: boolean; readonly until: Instant };

/** The span is the cover's own and is used again for its next answer. */
export type Cover = (at: Instant) => Span;

const WEEK = 7 * DAY;
/** The week of arithmetic begins on Monday, 1969-12-29. */
const MONDAY = -3 * DAY;
const ALWAYS: Span = { on: true, until: Number.POSITIVE_INFINITY };
const NEVER: Span = { on: false, until: Number.POSITIVE_INFINITY };

/** The windows as spans of wall-clock time since Monday 00:00. */
const toSpans = (windows: readonly Window[]): Interval[] =>
  windows.flatMap((window) => {
    const start = parseTime(window.start);
    const length = parseTime(window.end) + window.endsAfterDays * DAY - start;
    return window.days.map((day) => {
      const startsAt = (day - 1) * DAY + start;
      return { startsAt, endsAt: startsAt + length };
    });
  });

/** Disjoint spans that begin within one week, the last of which may reach into the next. */
const weekly = (spans: readonly Interval[]): Interval[] => {
  const moved =
    (by: number) =>
    (span: Interval): Interval => ({
      startsAt: span.startsAt + by,
      endsAt: span.endsAt + by,
    });
  // A span lasts at most eight days, so what a week looks like is settled by the two before it.
  const weeks = [-2, -1, 0, 1].flatMap((week) => spans.map(moved(week * WEEK)));
  return union(weeks).filter((span) => span.startsAt >= 0 && span.startsAt < WEEK);
};

/**
 * Weekly windows in a zone; overlapping ones are a union. A window opens the first time the clock shows its
 * start and closes the last time it shows its end, so that no minute between two windows that meet is lost.
 * No windows is never; a window that does not end after its start covers nothing. RangeError for a
 * malformed time of day.
 */
export const windowsCover = (windows: readonly Window[], zone: Zone): Cover => {
  const given = toSpans(windows).filter((span) => span.startsAt < span.endsAt);
  const spans = weekly(given);
  if (given.length === 0) {
    return () => NEVER;
  }
  const [first] = spans;
  if (!first) {
    return () => ALWAYS;
  }
  // One more than there are spans: after the last comes the next week's first.
  const starts = Float64Array.from([
    ...spans.map(({ startsAt }) => startsAt),
    first.startsAt + WEEK,
  ]);
  const ends = Float64Array.from(spans, (span) => span.endsAt);
  // The window that opened last: the question after this is mostly about it too, or about the next.
  const last = {
    monday: Number.NaN,
    i: 0,
    opens: Number.NaN,
    closes: Number.NaN,
    next: Number.NaN,
  };
  const show = (monday: number, i: number): void => {
    last.monday = monday;
    last.i = i;
    last.opens = zone.first(monday + (starts[i] ?? 0));
    last.closes = zone.last(monday + (ends[i] ?? 0));
    last.next = zone.first(monday + (starts[i + 1] ?? 0));
  };
  const isShown = (at: Instant): boolean => last.opens <= at && at < last.next;
  const find = (at: Instant): void => {
    const wall = zone.reached(at) - MONDAY;
    const week = Math.floor(wall / WEEK) * WEEK;
    const i = countUpTo(starts, wall - week) - 1;
    show(MONDAY + (i < 0 ? week - WEEK : week), i < 0 ? ends.length - 1 : i);
  };
  const follow = (at: Instant): void => {
    if (at === last.next && last.i + 1 < ends.length) {
      show(last.monday, last.i + 1);
    }
    if (!isShown(at)) {
      find(at);
    }
  };
  const span = { on: false, until: Number.NaN };
  return (at) => {
    if (!isShown(at)) {
      follow(at);
    }
    span.on = at < last.closes;
    span.until = span.on ? last.closes : last.next;
    return span;
  };
};

/** Intervals of instants, overlapping or not. */
export const intervalsCover = (intervals: readonly Interval[]): Cover => {
  const edges = Float64Array.from(union(intervals).flatMap((one) => [one.startsAt, one.endsAt]));
  const passedBy = finder(edges);
  const span = { on: false, until: Number.NaN };
  return (at) => {
    const passed = passedBy(at);
    span.on = passed % 2 === 1;
    span.until = edges[passed] ?? Number.POSITIVE_INFINITY;
    return span;
  };
};

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
  const span = { on: false, until: Number.NaN };
  return (at) => {
    const { on, until } = cover(at);
    span.on = !on;
    span.until = until;
    return span;
  };
};

/** When both do. */
export const both = (one: Cover, other: Cover): Cover => {
  const span = { on: false, until: Number.NaN };
  return (at) => {
    const a = one(at);
    const b = a.on ? other(at) : a;
    span.on = b.on;
    span.until = a.on && b.on ? Math.min(a.until, b.until) : b.until;
    return span;
  };
};

/** All that a cover covers in `[from, until)`. */
export const coveredIn = (cover: Cover, from: Instant, until: Instant): Interval[] => {
  const found: Interval[] = [];
  for (let at = from, span = cover(at); at < until; at = span.until, span = cover(at)) {
    if (span.on) {
      found.push(clip({ startsAt: at, endsAt: span.until }, from, until));
    }
  }
  return union(found);
};
