import { DAY, dateOf, formatDate, formatWallTime, HOUR, MINUTE, mod, weekdayOf } from "./calendar";
import type { Instant } from "./types";
import type { Zone } from "./zone";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const localDay = (at: Instant, zone: Zone): number => Math.floor(zone.toWall(at) / DAY);

/** "Mon 4 May", in the given zone. */
export const formatDay = (at: Instant, zone: Zone): string => {
  const day = localDay(at, zone);
  const date = dateOf(day);
  return `${WEEKDAYS[weekdayOf(day) - 1]} ${date.day} ${MONTHS[date.month - 1]}`;
};

/** "09:00", in the given zone. */
export const formatTime = (at: Instant, zone: Zone): string => formatWallTime(zone.toWall(at));

/** "Mon 4 May, 09:00"; "Mon 4 May 2026, 09:00" when `now` is given and falls in another local year. */
export const formatInstant = (at: Instant, zone: Zone, now?: Instant): string => {
  const { year } = dateOf(localDay(at, zone));
  const named = now !== undefined && dateOf(localDay(now, zone)).year !== year;
  return `${formatDay(at, zone)}${named ? ` ${year}` : ""}, ${formatTime(at, zone)}`;
};

/** "Mon 4 May, 09:00–17:00" within one local day, else "Mon 4 May, 09:00 – Tue 5 May, 09:00". */
export const formatSpan = (
  startsAt: Instant,
  endsAt: Instant,
  zone: Zone,
  now?: Instant,
): string => {
  const start = formatInstant(startsAt, zone, now);
  return localDay(startsAt, zone) === localDay(endsAt, zone)
    ? `${start}–${formatTime(endsAt, zone)}`
    : `${start} – ${formatInstant(endsAt, zone, now)}`;
};

/** "7 d", "1 d 12 h", "23 h", "45 min": days of 24 hours, whole minutes, rounded down. */
export const formatDuration = (ms: number): string => {
  const parts = [
    { count: Math.floor(ms / DAY), unit: "d" },
    { count: Math.floor((ms % DAY) / HOUR), unit: "h" },
    { count: Math.floor((ms % HOUR) / MINUTE), unit: "min" },
  ].filter(({ count }) => count > 0);
  return parts.length === 0
    ? "0 min"
    : parts.map(({ count, unit }) => `${count} ${unit}`).join(" ");
};

const two = (count: number): string => String(count).padStart(2, "0");

/** "2026-05-04T09:00:00+02:00": the local reading in the zone, to the second, with its offset from UTC. */
export const formatWithOffset = (at: Instant, zone: Zone): string => {
  const minutes = Math.round(Math.abs(zone.offsetAt(at)) / MINUTE);
  const offset = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const sign = zone.offsetAt(at) < 0 ? "-" : "+";
  const seconds = two(Math.floor(mod(zone.toWall(at), MINUTE) / 1000));
  return `${formatDate(localDay(at, zone))}T${formatTime(at, zone)}:${seconds}${sign}${offset}`;
};

/** "UTC+2", "UTC+5:30", "UTC−3:30", "UTC": what the zone's clock shows at that instant. */
export const offsetName = (at: Instant, zone: Zone): string => {
  const offset = zone.offsetAt(at);
  if (offset === 0) {
    return "UTC";
  }
  const seconds = Math.round(Math.abs(offset) / 1000);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = rest[1] ? rest : rest.slice(0, rest[0] ? 1 : 0);
  const tail = shown.map((part) => `:${String(part).padStart(2, "0")}`).join("");
  return `UTC${offset < 0 ? "−" : "+"}${Math.floor(seconds / 3600)}${tail}`;
};

/** A zone with what its clock shows at that instant: "Europe/London (UTC+1)", and "UTC" alone. */
export const zoneWithOffset = (at: Instant, zone: Zone): string => {
  const name = zone.name.replaceAll("_", " ");
  const offset = offsetName(at, zone);
  return name === offset ? name : `${name} (${offset})`;
};
