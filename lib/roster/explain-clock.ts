import { DAY, HOUR, MINUTE } from "@/lib/schedule/calendar";
import { type ClockChange, clockChanges } from "@/lib/schedule/changes";
import { formatDay, formatDuration, formatTime } from "@/lib/schedule/format";
import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zoneName } from "./explain-hours";

/** Up to two days in hours: "23 h" says more than "23 h instead of 1 d". */
function lengthName(ms: number): string {
  if (ms > 2 * DAY) return formatDuration(ms);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  return `${Math.floor(ms / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ""}`;
}

function changeWords({ at, shiftMs }: ClockChange, zone: Zone, whose: string): string {
  const direction = shiftMs > 0 ? "forward" : "back";
  return `${whose} go ${direction} ${formatDuration(Math.abs(shiftMs))} on ${formatDay(at, zone)}, to ${formatTime(at, zone)}.`;
}

/**
 * The clock changes inside a shift, a sentence each: in the zone in which it was made, and in the reader's where
 * that one changes at another time. `ruled`: its length is the clock's doing, so the first one says how long
 * it lasts instead of how long.
 */
export function clockWords(shift: Interval, own: Zone, reader: Zone, ruled: boolean): string[] {
  const { startsAt, endsAt } = shift;
  const changes = clockChanges(own, startsAt, endsAt);
  const lasts = endsAt - startsAt;
  const usual = own.toWall(endsAt) - own.toWall(startsAt);
  const whose = own.name === reader.name ? "Clocks" : `Clocks in ${zoneName(own.name)}`;
  const [first, ...others] = changes.map((change) => changeWords(change, own, whose));
  const length = `It lasts ${lengthName(lasts)} instead of ${lengthName(usual)}: `;
  const theirs = clockChanges(reader, startsAt, endsAt)
    .filter(({ at }) => !changes.some((change) => change.at === at))
    .map((change) => changeWords(change, reader, "Your clocks"));
  if (first === undefined) return theirs;
  const led =
    ruled && usual !== lasts ? `${length}${first[0]?.toLowerCase()}${first.slice(1)}` : first;
  return [led, ...others, ...theirs];
}
