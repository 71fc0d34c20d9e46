import { HOUR } from "@/lib/schedule/calendar";
import type { ClockChange } from "@/lib/schedule/changes";
import { formatDay, formatDuration, formatTime } from "@/lib/schedule/format";
import { type LocalDay, WEEKDAY_NAMES } from "./local-days";
import type { TimelineContext } from "./timeline-context";
import { place, placeAt } from "./timeline-model";

/** The ruler above the lanes. Hidden from screen readers: every shift says its own times. */
export function TimelineAxis({
  zone,
  zoom,
  from,
  until,
  now,
  days,
  changes,
}: TimelineContext & { readonly changes: readonly ClockChange[] }) {
  const day = days[0];
  return (
    <div className="tl-axis" aria-hidden>
      <div className="tl-corner">{formatDay(from, zone).split(" ").at(-1)}</div>
      <div className="tl-track">
        {zoom === "day" && day
          ? hoursOf(day).map(({ at, endsAt }) => (
              <span key={at} className={`tl-tick ${place({ startsAt: at, endsAt }, from, until)}`}>
                {formatTime(at, zone)}
              </span>
            ))
          : days.map((date) => (
              <DayTick
                key={date.number}
                date={date}
                narrow={zoom === "month"}
                today={now !== null && date.startsAt <= now && now < date.endsAt}
                where={place(date, from, until)}
              />
            ))}
        {changes.map(({ at, shiftMs }) => (
          <span key={at} className={`tl-clock ${placeAt(at, from, until)}`}>
            {shiftMs > 0 ? "+" : "−"}
            {formatDuration(Math.abs(shiftMs))}
          </span>
        ))}
        {now !== null && now >= from && now < until && (
          <span className={`tl-now-label ${placeAt(now, from, until)}`}>
            {formatTime(now, zone)}
          </span>
        )}
      </div>
    </div>
  );
}

function DayTick({
  date,
  narrow,
  today,
  where,
}: {
  readonly date: LocalDay;
  readonly narrow: boolean;
  readonly today: boolean;
  readonly where: string;
}) {
  return (
    <span className={`tl-tick ${where}`} data-today={today || undefined}>
      <span className="tl-weekday">{WEEKDAY_NAMES[date.weekday].slice(0, narrow ? 1 : 3)}</span>{" "}
      <b>{date.day}</b>
      {date.holiday && <span className="tl-holiday">holiday</span>}
    </span>
  );
}

function hoursOf(day: LocalDay) {
  const ticks: { readonly at: number; readonly endsAt: number }[] = [];
  for (let at = day.startsAt; at < day.endsAt; at += 2 * HOUR) {
    ticks.push({ at, endsAt: Math.min(at + 2 * HOUR, day.endsAt) });
  }
  return ticks;
}
