import { formatDay, formatSpan } from "@/lib/schedule/format";
import type { Instant, LocalDate, PersonId, Tier, Weekday, Window } from "@/lib/schedule/types";
import { toZone, type Zone } from "@/lib/schedule/zone";
import type { Exception, Fields } from "./operations-sheet";

export type Names = (person: PersonId) => string;

const UTC = toZone({ name: "UTC", untils: [null], offsets: [0] });

/** "Mon 4 May 2026". */
export const dayName = (date: LocalDate): string =>
  `${formatDay(Date.parse(`${date}T00:00:00Z`), UTC)} ${date.slice(0, 4)}`;

/** "Alice", "Alice and Bo", "Alice, Bo and Cy". */
export const listed = (items: readonly string[]): string =>
  items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;

export const crewOf = (people: readonly PersonId[], names: Names): string =>
  people.length === 0 ? "nobody" : listed(people.map(names));

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
/** "every day", "Mon–Fri", "Sat and Sun". */
export const weekdayNames = (days: readonly Weekday[]): string => {
  const sorted = [...new Set(days)].sort();
  const [first, last] = [sorted.at(0) ?? 1, sorted.at(-1) ?? 1];
  const name = (day: Weekday): string => DAYS[day - 1] ?? "";
  if (sorted.length === 7) return "every day";
  const isRow = sorted.length > 2 && last - first === sorted.length - 1;
  return isRow ? `${name(first)}–${name(last)}` : listed(sorted.map(name));
};

const windowName = ({ days, start, end, endsAfterDays }: Window): string => {
  const later =
    endsAfterDays === 0
      ? ""
      : endsAfterDays === 1
        ? " the next day"
        : ` ${endsAfterDays} days later`;
  return `${weekdayNames(days)} ${start}–${end}${later}`;
};
export const windowNames = (windows: readonly Window[]): string =>
  windows.length === 0 ? "at all hours" : windows.map(windowName).join("; ");

export const coverName = (cover: Tier["cover"]): string =>
  cover === "always"
    ? "at all hours"
    : cover === "never" || cover.length === 0
      ? "at no time"
      : windowNames(cover);

export const stepName = ({ unit, every }: Fields["layer"]["step"]): string =>
  every === 1 ? `every ${unit}` : `every ${every} ${unit}s`;

/** "Cy instead of Alice", "Cy as well", "without Alice", "a temporary schedule of 2 shifts". */
export function exceptionName(exception: Exception, names: Names): string {
  switch (exception.kind) {
    case "replace":
      return `${names(exception.by)} instead of ${names(exception.person)}`;
    case "add":
      return `${crewOf(exception.people, names)} as well`;
    case "remove":
      return `without ${crewOf(exception.people, names)}`;
    case "temporary": {
      const count = exception.shifts.length;
      if (count === 0) return "a temporary schedule with nobody on call";
      const crew = [...new Set(exception.shifts.flatMap(({ people }) => people))];
      const shifts = `a temporary schedule of ${count} ${count === 1 ? "shift" : "shifts"}`;
      return `${shifts} (${crewOf(crew, names)})`;
    }
  }
}

export const spanName = (when: Fields["override"]["when"], zone: Zone, now?: Instant): string =>
  formatSpan(when.startsAt, when.endsAt, zone, now);
