import {
  DAY,
  formatDate,
  formatWallTime,
  mod,
  parseDate,
  parseTime,
} from "@/lib/schedule/calendar";
import type { Instant, LocalDate } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** An instant as a date-and-time field shows it, `2026-05-04T09:00`, in the zone. */
export function toFieldTime(at: Instant, zone: Zone): string {
  const wall = zone.toWall(at);
  return `${formatDate(Math.floor(wall / DAY))}T${formatWallTime(wall)}`;
}

/**
 * What a date-and-time field says, as an instant in the zone; null while it is half filled in. A time that
 * comes twice means its `first` occurrence as a start and its `last` as an end.
 */
export function fromFieldTime(text: string, zone: Zone, which: "first" | "last"): Instant | null {
  const [date = "", time = ""] = text.split("T");
  try {
    return zone[which](parseDate(date) * DAY + parseTime(time.slice(0, 5)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The Monday of the local week in which an instant falls. */
export function mondayOf(at: Instant, zone: Zone): LocalDate {
  const day = Math.floor(zone.toWall(at) / DAY);
  return formatDate(day - mod(day + 3, 7));
}
