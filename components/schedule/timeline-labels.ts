import { formatDay, formatDuration, formatSpan, formatTime } from "@/lib/schedule/format";
import type { Instant, Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** "Mon 09:00". */
export function shortInstant(at: Instant, zone: Zone): string {
  return `${formatDay(at, zone).slice(0, 3)} ${formatTime(at, zone)}`;
}

/** A bar's times, long and short. What was cut off by the window is left out rather than stated wrongly. */
export function barTimes(span: Interval, from: Instant, until: Instant, zone: Zone) {
  const cutStart = span.startsAt <= from;
  const cutEnd = span.endsAt >= until;
  const start = shortInstant(span.startsAt, zone);
  const end = shortInstant(span.endsAt, zone);
  const sameDay = formatDay(span.startsAt, zone) === formatDay(span.endsAt, zone);
  if (cutStart && cutEnd) return { long: "", short: "" };
  if (cutStart) return { long: `until ${end}`, short: `– ${formatTime(span.endsAt, zone)}` };
  if (cutEnd) return { long: `from ${start}`, short: formatTime(span.startsAt, zone) };
  return {
    long: `${start} – ${sameDay ? formatTime(span.endsAt, zone) : end}`,
    short: formatTime(span.startsAt, zone),
  };
}

/** The span and its length; where the clocks change inside, it says so: "23 h: clocks go forward". */
export function spanWithLength(span: Interval, zone: Zone, now?: Instant): string {
  const length = span.endsAt - span.startsAt;
  const shown = zone.toWall(span.endsAt) - zone.toWall(span.startsAt);
  const note = shown === length ? "" : shown > length ? ": clocks go forward" : ": clocks go back";
  return `${formatSpan(span.startsAt, span.endsAt, zone, now)} (${formatDuration(length)}${note})`;
}

/** The time at which all of these begin ("09:00"), or null when they differ; ignores what the window cut. */
export function commonHandoff(
  spans: readonly Interval[],
  from: Instant,
  zone: Zone,
): string | null {
  const times = new Set(
    spans
      .filter(({ startsAt }) => startsAt > from)
      .map(({ startsAt }) => formatTime(startsAt, zone)),
  );
  const [only] = times;
  return times.size === 1 && only ? only : null;
}
