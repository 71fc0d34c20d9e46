import {
  addMonths,
  DAY,
  type DayNumber,
  dateOf,
  dayOf,
  formatDate,
  mod,
  parseDate,
} from "@/lib/schedule/calendar";
import type { Instant, LocalDate } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

export type Zoom = "day" | "week" | "2weeks" | "month";

export const ZOOMS: readonly { readonly zoom: Zoom; readonly label: string }[] = [
  { zoom: "day", label: "Day" },
  { zoom: "week", label: "Week" },
  { zoom: "2weeks", label: "2 weeks" },
  { zoom: "month", label: "Month" },
];

export type TimelineRange = {
  readonly zoom: Zoom;
  /** The first local date shown: a Monday for weeks, the 1st for a month. */
  readonly date: LocalDate;
  readonly from: Instant;
  readonly until: Instant;
  readonly previous: LocalDate;
  readonly next: LocalDate;
};

function firstDay(zoom: Zoom, day: DayNumber): DayNumber {
  if (zoom === "day") return day;
  if (zoom !== "month") return day - mod(day + 3, 7);
  const { year, month } = dateOf(day);
  return dayOf(year, month, 1);
}

function step(zoom: Zoom, day: DayNumber, by: 1 | -1): DayNumber {
  if (zoom === "month") return addMonths(day, by);
  return day + by * { day: 1, week: 7, "2weeks": 14 }[zoom];
}

/** The stretch of time that shows `date` at `zoom`, in whole local days of `zone`. RangeError for a bad date. */
export function timelineRange(zoom: Zoom, date: LocalDate, zone: Zone): TimelineRange {
  const day = firstDay(zoom, parseDate(date));
  const end = step(zoom, day, 1);
  return {
    zoom,
    date: formatDate(day),
    from: zone.first(day * DAY),
    until: zone.first(end * DAY),
    previous: formatDate(step(zoom, day, -1)),
    next: formatDate(end),
  };
}

/** The zoom named in a search parameter; "week" for anything else. */
export function toZoom(value: unknown): Zoom {
  return ZOOMS.find(({ zoom }) => zoom === value)?.zoom ?? "week";
}

/** The local date on which an instant falls. */
export function localDateOf(at: Instant, zone: Zone): LocalDate {
  return formatDate(Math.floor(zone.toWall(at) / DAY));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "4 – 10 May 2026", "27 Apr – 3 May 2026", "May 2026" or "4 May 2026". */
export function rangeTitle(range: TimelineRange): string {
  const first = dateOf(parseDate(range.date));
  const last = dateOf(parseDate(range.next) - 1);
  const month = (date: { readonly month: number }) => MONTHS[date.month - 1];
  const end = `${last.day} ${month(last)} ${last.year}`;
  if (range.zoom === "month") return `${month(first)} ${first.year}`;
  if (range.zoom === "day") return end;
  if (first.year !== last.year) return `${first.day} ${month(first)} ${first.year} – ${end}`;
  if (first.month !== last.month) return `${first.day} ${month(first)} – ${end}`;
  return `${first.day} – ${end}`;
}
