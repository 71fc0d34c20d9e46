import * as z from "zod";
import type { Weekday } from "@/lib/schedule/types";

/** The most of each thing that one definition may hold. */
export const LIMITS = {
  name: 80,
  reason: 300,
  tiers: 12,
  layers: 40,
  turns: 100,
  people: 20,
  windows: 50,
  overrides: 2000,
  shifts: 200,
  calendars: 20,
  days: 400,
  homes: 1000,
} as const;

const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const LAST_INSTANT = Date.UTC(2200, 0, 1);

// Bidirectional overrides go with the control characters: they make "Alice" read as somebody else.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** A list that is measured before it is read, so that a million items fail as one. */
export const listSchema = <T extends z.ZodType>(item: T, max: number, things: string) =>
  z
    .array(z.unknown())
    .max(max, `At most ${max} ${things} are possible here; remove some.`)
    .pipe(z.array(item));

const textSchema = (max: number, empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(max, `Shorten this to ${max} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), "Remove the control characters and line breaks.");

export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "Use 1 to 64 letters, digits, hyphens and underscores.");
export const nameSchema = textSchema(LIMITS.name, "Give it a name.");
export const reasonSchema = textSchema(LIMITS.reason, "Write a reason, or leave it out.");

const realDate = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const thirty = [4, 6, 9, 11].includes(month);
  return day <= (month === 2 ? (leap ? 29 : 28) : thirty ? 30 : 31);
};

/** A real date from 1900 to 2199. */
export const dateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Write the date as YYYY-MM-DD.")
  .refine(realDate, "This date does not exist; choose another.");
export const timeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write the time as HH:MM, from 00:00 to 23:59.");
export const instantSchema = z
  .int("An instant is a whole number of milliseconds.")
  .min(FIRST_INSTANT, "Choose a time after 1900.")
  .max(LAST_INSTANT, "Choose a time before 2200.");

export const zoneSchema = (isZone: (name: string) => boolean) =>
  z
    .string()
    .min(1, "Choose a time zone.")
    .max(64, "Choose a time zone from the list.")
    .refine(isZone, "Choose a time zone from the list.");

const unlike = <T>(list: readonly T[]): boolean => new Set(list).size === list.length;

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const weekdaySchema = z.literal(weekdays, "A weekday is a number from 1 (Monday) to 7 (Sunday).");
export const weekdaysSchema = listSchema(weekdaySchema, 7, "weekdays").refine(
  unlike,
  "Name each weekday once.",
);
export const peopleSchema = listSchema(idSchema, LIMITS.people, "people").refine(
  unlike,
  "Name each person once.",
);

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const windowSchema = z
  .strictObject({
    days: weekdaysSchema.refine((days) => days.length > 0, "Choose at least one weekday."),
    start: timeSchema,
    end: timeSchema,
    endsAfterDays: z.int().min(0).max(7, "A window ends at most 7 days after it begins."),
  })
  .refine(
    ({ start, end, endsAfterDays }) => endsAfterDays * 1440 + minutesOf(end) > minutesOf(start),
    { path: ["end"], message: "Let the window end after it begins, or on a later day." },
  );
export const windowsSchema = listSchema(windowSchema, LIMITS.windows, "windows");

export const coverSchema = z.union([z.enum(["always", "never"]), windowsSchema]);
export const prioritySchema = z.int().min(-1000).max(1000, "Use a priority from -1000 to 1000.");
export const unitSchema = z.enum(["hour", "day", "week", "month"]);
export const everySchema = z
  .int("Use a whole number.")
  .min(1, "Use a number from 1 to 366.")
  .max(366, "Use a number from 1 to 366.");
export const holidaysSchema = z.strictObject({
  calendar: idSchema,
  mode: z.enum(["off", "only"]),
});
export const intervalFields = { startsAt: instantSchema, endsAt: instantSchema } as const;
export const followsSchema = z.strictObject({ layer: idSchema, turn: idSchema });
export const windowsInSchema = z.literal("person");
export const turnSchema = z.strictObject({ id: idSchema, people: peopleSchema });
export const daysSchema = listSchema(
  z.strictObject({ date: dateSchema, name: nameSchema }),
  LIMITS.days,
  "days",
);
