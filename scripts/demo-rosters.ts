import { randomUUID } from "node:crypto";
import type { Definition, Layer, Rotation, Tier, Weekday, Window } from "@/lib/schedule/types";

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const ALL: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const turns = (groups: readonly (readonly string[])[]) =>
  groups.map((people) => ({ id: randomUUID(), people }));

/** A rotation whose first turn begins on `date`. */
function rotation(
  unit: Rotation["unit"],
  date: string,
  time: string,
  groups: readonly (readonly string[])[],
): Rotation {
  return { unit, every: 1, anchor: { date, time, turn: 0 }, turns: turns(groups) };
}

function layer(
  name: string,
  given: Omit<Layer, "id" | "name" | "priority" | "windows"> & { windows?: readonly Window[] },
): Layer {
  return { id: randomUUID(), name, priority: 0, windows: [], ...given };
}

function tier(name: string, layers: readonly Layer[], cover: Tier["cover"] = "always"): Tier {
  return { id: randomUUID(), name, cover, layers };
}

const definition = (
  zone: string,
  tiers: readonly Tier[],
  calendars: Definition["calendars"] = [],
): Definition => ({
  zone,
  tiers,
  overrides: [],
  calendars,
});

/** Three continents, eight hours each. */
export function followTheSun(
  date: string,
  asia: string[],
  europe: string[],
  america: string[],
): Definition {
  const shift = (
    name: string,
    start: string,
    end: string,
    endsAfterDays: number,
    people: string[],
  ) =>
    layer(name, {
      rotation: rotation(
        "week",
        date,
        start,
        people.map((person) => [person]),
      ),
      windows: [{ days: ALL, start, end, endsAfterDays }],
    });
  return definition("UTC", [
    tier("Primary", [
      shift("Asia", "01:00", "09:00", 0, asia),
      shift("Europe", "09:00", "17:00", 0, europe),
      shift("America", "17:00", "01:00", 1, america),
    ]),
  ]);
}

/** Weekly, with somebody behind them: the secondary is whoever is primary next. */
export function primaryAndSecondary(date: string, zone: string, people: string[]): Definition {
  const groups = people.map((person) => [person]);
  return definition(zone, [
    tier("Primary", [layer("Weekly", { rotation: rotation("week", date, "09:00", groups) })]),
    tier("Secondary", [
      layer("Weekly, one ahead", {
        rotation: rotation("week", date, "09:00", [...groups.slice(1), ...groups.slice(0, 1)]),
      }),
    ]),
  ]);
}

/** Office hours by daily turns; weekends use up nobody's turn, and holidays are off. */
export function officeHours(
  date: string,
  zone: string,
  people: string[],
  year: number,
): Definition {
  const calendar = {
    id: randomUUID(),
    name: "Public holidays",
    days: [
      { date: `${year}-12-25`, name: "Christmas Day" },
      { date: `${year}-12-26`, name: "Second Day of Christmas" },
      { date: `${year + 1}-01-01`, name: "New Year's Day" },
    ],
  };
  const hours: Window = { days: WEEKDAYS, start: "09:00", end: "17:00", endsAfterDays: 0 };
  const desk = layer("Weekdays", {
    rotation: {
      ...rotation(
        "day",
        date,
        "09:00",
        people.map((person) => [person]),
      ),
      weekdays: WEEKDAYS,
    },
    windows: [hours],
    holidays: { calendar: calendar.id, mode: "off" },
  });
  return definition(zone, [tier("Desk", [desk], [hours])], [calendar]);
}

/** Two people, and every third week nobody: a gap on purpose. */
export function withGap(date: string, zone: string, people: string[]): Definition {
  const groups = [...people.map((person) => [person]), []];
  return definition(zone, [
    tier("Primary", [layer("Weekly", { rotation: rotation("week", date, "10:00", groups) })]),
  ]);
}

/** Days and nights of twelve hours, two people in the day. */
export function daysAndNights(
  date: string,
  zone: string,
  day: string[][],
  night: string[],
): Definition {
  const windows = (start: string, end: string, endsAfterDays: number): Window[] => [
    { days: ALL, start, end, endsAfterDays },
  ];
  return definition(zone, [
    tier("On the ward", [
      layer("Days", {
        rotation: rotation("day", date, "08:00", day),
        windows: windows("08:00", "20:00", 0),
      }),
      layer("Nights", {
        rotation: rotation(
          "day",
          date,
          "20:00",
          night.map((person) => [person]),
        ),
        windows: windows("20:00", "08:00", 1),
      }),
    ]),
  ]);
}
