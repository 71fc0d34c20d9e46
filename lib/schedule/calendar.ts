import type { LocalDate, WallTime, Weekday } from "./types";

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A day of the proleptic Gregorian calendar, counted from 1970-01-01, which is 0. */
export type DayNumber = number;

/** The remainder that is never negative: `mod(-1, 7)` is 6. */
export const mod = (value: number, by: number): number => ((value % by) + by) % by;

/** The day number of a date; `month` is 1 to 12 and `day` is taken as given, so 31 February is 3 March. */
export const dayOf = (year: number, month: number, day: number): DayNumber => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
};

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

/** The date of a day number; the inverse of `dayOf`. */
export const dateOf = (dayNumber: DayNumber): CivilDate => {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
};

/** ISO weekday: Monday is 1, Sunday is 7. */
export const weekdayOf = (day: DayNumber): Weekday => (mod(day + 3, 7) + 1) as Weekday;

/** Months since the year 0, for arithmetic between months. */
export const monthNumber = (date: CivilDate): number => date.year * 12 + date.month - 1;

/** The given day of a month counted by `monthNumber`, or its last day when the month is shorter. */
export const dayInMonth = (month: number, day: number): DayNumber => {
  const first = dayOf(Math.floor(month / 12), mod(month, 12) + 1, 1);
  const next = dayOf(Math.floor((month + 1) / 12), mod(month + 1, 12) + 1, 1);
  return Math.min(first + day - 1, next - 1);
};

/**
 * Counts months from the date itself and clamps: 31 January and one month is 28 or 29 February, and two
 * months is 31 March.
 */
export const addMonths = (day: DayNumber, months: number): DayNumber => {
  const date = dateOf(day);
  return dayInMonth(monthNumber(date) + months, date.day);
};

/** `YYYY-MM-DD` to a day number. RangeError for anything else, 2026-02-30 included. */
export const parseDate = (date: LocalDate): DayNumber => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const day = parts ? dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : Number.NaN;
  if (Number.isNaN(day) || formatDate(day) !== date) {
    throw new RangeError(`not a date: ${date}`);
  }
  return day;
};

/** `HH:MM`, 00:00 to 23:59, to milliseconds since midnight. RangeError for anything else. */
export const parseTime = (time: WallTime): number => {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!parts) {
    throw new RangeError(`not a time of day: ${time}`);
  }
  return Number(parts[1]) * HOUR + Number(parts[2]) * MINUTE;
};

const two = (value: number): string => String(value).padStart(2, "0");

/** A day number to `YYYY-MM-DD`. */
export const formatDate = (day: DayNumber): LocalDate => {
  const date = dateOf(day);
  return `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;
};

/** The time of day of a local reading (as `Zone.toWall` gives it) as `HH:MM`, seconds left out. */
export const formatWallTime = (wall: number): WallTime => {
  const minutes = Math.floor(mod(wall, DAY) / MINUTE);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};
