import { DAY, formatDate, formatWallTime, parseDate, parseTime } from "@/lib/schedule/calendar";
import type { Instant, ZoneName } from "@/lib/schedule/types";
import { zones } from "./table";

/** The instant of a form's `2026-05-04T09:00` in a zone; a time that comes twice means its `first` or `last`. */
export function fromLocal(
  text: string,
  zone: ZoneName,
  which: "first" | "last" = "first",
): Instant {
  const [date = "", time = ""] = text.split("T");
  return zones(zone)[which](parseDate(date) * DAY + parseTime(time));
}

/** An instant as a form's `2026-05-04T09:00` in a zone. */
export function toLocal(at: Instant, zone: ZoneName): string {
  const wall = zones(zone).toWall(at);
  return `${formatDate(Math.floor(wall / DAY))}T${formatWallTime(wall)}`;
}
