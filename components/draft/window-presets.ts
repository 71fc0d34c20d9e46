import type { Weekday, Window } from "@/lib/schedule/types";

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

export const OFFICE_HOURS: Window = {
  days: WORKDAYS,
  start: "09:00",
  end: "17:00",
  endsAfterDays: 0,
};

/** Ready-made hours. No windows is always. */
export const WINDOW_PRESETS: readonly {
  readonly label: string;
  readonly windows: readonly Window[];
}[] = [
  { label: "Always", windows: [] },
  { label: "Weekdays 09–17", windows: [OFFICE_HOURS] },
  {
    label: "Nights 17–09",
    windows: [{ days: EVERY_DAY, start: "17:00", end: "09:00", endsAfterDays: 1 }],
  },
  {
    label: "Weekends",
    windows: [{ days: [6], start: "00:00", end: "00:00", endsAfterDays: 2 }],
  },
];

const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export const weekdayName = (day: Weekday): string => NAMES[day - 1] ?? "";

/** "every day", "Mon–Fri", "Sat, Sun". */
export function daysInWords(days: readonly Weekday[]): string {
  const sorted = [...days].sort();
  const [first, last] = [sorted.at(0), sorted.at(-1)];
  if (sorted.length === 7) return "every day";
  if (first && last && sorted.length > 2 && last - first === sorted.length - 1) {
    return `${weekdayName(first)}–${weekdayName(last)}`;
  }
  return sorted.map(weekdayName).join(", ");
}

/** "Mon–Fri 09:00–17:00", "Sat 00:00 – 2 days later 00:00"; "always" for none. */
export function windowsInWords(windows: readonly Window[]): string {
  if (windows.length === 0) return "always";
  return windows
    .map(({ days, start, end, endsAfterDays }) => {
      const later =
        ["", "next day ", "2 days later "][endsAfterDays] ?? `${endsAfterDays} days later `;
      return `${daysInWords(days)} ${start}${later ? " – " : "–"}${later}${end}`;
    })
    .join("; ");
}
