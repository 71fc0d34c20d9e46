import { DAY } from "@/lib/schedule/calendar";
import { coveredIn, datesCover } from "@/lib/schedule/cover";
import { formatTime } from "@/lib/schedule/format";
import type { Calendar, Definition, Instant, Layer, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "@/lib/zones/table";
import { dayName, weekdayNames, windowNames } from "./words-phrases";

export const zoneOf = (layer: Layer, definition: Definition) =>
  zones(layer.zone ?? definition.zone);

/** "Europe/Berlin", "America/New York". */
export const zoneName = (name: string): string => name.replaceAll("_", " ");

/** The layer's holiday calendar, if it goes by one and the calendar is there. */
export function calendarOf(layer: Layer, { calendars }: Definition): Calendar | undefined {
  return calendars.find(({ id }) => id === layer.holidays?.calendar);
}

/** The holiday on which an instant lies, in the layer's zone: "Labour Day", or its date where it has no name. */
export function holidayAt(layer: Layer, definition: Definition, at: Instant): string | null {
  const day = calendarOf(layer, definition)?.days.find(
    ({ date }) => datesCover([date], zoneOf(layer, definition)).at(at).on,
  );
  return day ? day.name || dayName(day.date) : null;
}

/** The hours around `at` as the reader's clock shows them, where that is another one: ", 03:00–11:00 by your clock". */
function readerHours(windows: readonly Window[], at: Instant, own: Zone, reader: Zone): string {
  const open = coveredIn(windowsCover(windows, own), at - DAY, at + DAY).find(
    ({ startsAt, endsAt }) => startsAt <= at && at < endsAt,
  );
  const isWhole = open && open.startsAt > at - DAY && open.endsAt < at + DAY;
  if (!isWhole || own.offsetAt(at) === reader.offsetAt(at)) return "";
  return `, ${formatTime(open.startsAt, reader)}–${formatTime(open.endsAt, reader)} by your clock`;
}

/**
 * The hours in which the layer is at work at `at`, all of its hours if it rests: "Mon–Fri 09:00–17:00 in
 * Europe/Berlin", and today's by the reader's clock where that shows another time.
 */
export function hoursName(layer: Layer, definition: Definition, at: Instant, reader: Zone): string {
  if (layer.windowsIn === "person") {
    return `${windowNames(layer.windows)} in each person’s own zone`;
  }
  const zone = zoneOf(layer, definition);
  const open = layer.windows.filter((window) => windowsCover([window], zone).at(at).on);
  const shown = open.length > 0 ? open : layer.windows;
  return `${windowNames(shown)} in ${zoneName(zone.name)}${readerHours(open, at, zone, reader)}`;
}

/** Why a layer is at work when it is, as far as it does not always work; empty for one that does. */
export function dutyWords(layer: Layer, definition: Definition, at: Instant, reader: Zone): string {
  const { windows, holidays, rotation } = layer;
  const days = rotation.weekdays ?? [];
  const holiday = holidays?.mode === "only" ? holidayAt(layer, definition, at) : null;
  return [
    windows.length > 0 ? `on call ${hoursName(layer, definition, at, reader)}` : "",
    windows.length === 0 && days.length > 0 && days.length < 7
      ? `turns on ${weekdayNames(days)} only`
      : "",
    holiday ? `for the holiday ${holiday}` : "",
  ]
    .filter(Boolean)
    .map((words) => `, ${words}`)
    .join("");
}
