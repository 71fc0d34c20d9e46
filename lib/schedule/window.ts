import { DAY, parseTime } from "./calendar";
import { blankSpan, type Cover, inverse, NEVER } from "./cover";
import { extend } from "./hours";
import { union } from "./interval";
import type { Instant, Interval, Window } from "./types";
import { countUpTo, type Zone } from "./zone";

const WEEK = 7 * DAY;
/** The week of arithmetic begins on Monday, 1969-12-29. */
const MONDAY = -3 * DAY;

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
  // A shorter span than a week reaches into the next one at most, and any other covers every week whole.
  const weeks = [-1, 0, 1].flatMap((week) => spans.map(moved(week * WEEK)));
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
    return NEVER;
  }
  const [first] = spans;
  if (!first) {
    return inverse(NEVER);
  }
  // One more than there are spans: after the last comes the next week's first.
  const starts = Float64Array.from([
    ...spans.map(({ startsAt }) => startsAt),
    first.startsAt + WEEK,
  ]);
  const ends = Float64Array.from(spans, (span) => span.endsAt);
  const count = ends.length;
  /** The window that had opened last at an instant: the Monday it belongs to, and its place in the week. */
  const place = (at: Instant) => {
    const wall = zone.reached(at) - MONDAY;
    const week = Math.floor(wall / WEEK) * WEEK;
    const i = countUpTo(starts, wall - week) - 1;
    return i < 0 ? { monday: MONDAY + week - WEEK, i: count - 1 } : { monday: MONDAY + week, i };
  };
  // The window that opened last: the question after this is mostly about it too.
  const last = { opens: Number.NaN, closes: Number.NaN, next: Number.NaN };
  const find = (at: Instant): void => {
    const { monday, i } = place(at);
    last.opens = zone.first(monday + (starts[i] ?? 0));
    last.closes = zone.last(monday + (ends[i] ?? 0));
    last.next = zone.first(monday + (starts[i + 1] ?? 0));
  };
  const span = blankSpan();
  return {
    at: (at) => {
      if (!(last.opens <= at && at < last.next)) {
        find(at);
      }
      span.on = at < last.closes;
      span.until = span.on ? last.closes : last.next;
      return span;
    },
    within: (from, until) => {
      const found: Instant[] = [];
      let { monday, i } = place(from);
      for (let opens = from; opens < until; opens = zone.first(monday + (starts[i] ?? 0))) {
        extend(found, opens, Math.min(zone.last(monday + (ends[i] ?? 0)), until));
        i = i + 1 < count ? i + 1 : 0;
        monday += i === 0 ? WEEK : 0;
      }
      return found;
    },
  };
};
