import { DAY, type DayNumber, dateOf, formatDate, weekdayOf } from "@/lib/schedule/calendar";
import type { Instant, Interval, LocalDate, Weekday } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

export type LocalDay = Interval & {
  readonly number: DayNumber;
  readonly date: LocalDate;
  readonly day: number;
  readonly month: number;
  readonly weekday: Weekday;
  readonly weekend: boolean;
  readonly holiday: boolean;
};

/** Every local day that touches `[from, until)`, whole; 23 or 25 hours long where clocks change. */
export function localDays(
  zone: Zone,
  from: Instant,
  until: Instant,
  holidays: readonly LocalDate[] = [],
): LocalDay[] {
  const free = new Set(holidays);
  const days: LocalDay[] = [];
  for (
    let number = Math.floor(zone.toWall(from) / DAY);
    zone.first(number * DAY) < until;
    number++
  ) {
    const date = formatDate(number);
    const weekday = weekdayOf(number);
    days.push({
      number,
      date,
      startsAt: zone.first(number * DAY),
      endsAt: zone.first((number + 1) * DAY),
      ...pick(number),
      weekday,
      weekend: weekday >= 6,
      holiday: free.has(date),
    });
  }
  return days;
}

function pick(number: DayNumber): { readonly day: number; readonly month: number } {
  const { day, month } = dateOf(number);
  return { day, month };
}

/** "Mo" … "Su". */
export const WEEKDAY_NAMES: Record<Weekday, string> = {
  1: "Mon",
  2: "Tue",
  3: "Wed",
  4: "Thu",
  5: "Fri",
  6: "Sat",
  7: "Sun",
};
