import * as z from "zod";
import { defaultLoadRules, type LoadRules } from "@/lib/schedule/bands";
import { dateSchema, LIMITS, timeSchema, weekdaysSchema } from "./schema-parts";

/** By whose clock a shift is counted: the schedule's, or that of the person on call. */
export const loadZones = ["schedule", "person"] as const;

/** How an organisation counts time on call, as it is stored: holidays with their names. */
export type StoredRules = Omit<LoadRules, "holidays"> & {
  readonly zone: (typeof loadZones)[number];
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
};

const MOST_TIERS = 10;
const HIGHEST = 1_000;

const weightSchema = z
  .number("Use a number such as 1.5.")
  .min(0, "A weight cannot be negative.")
  .max(HIGHEST, `Use at most ${HIGHEST}.`);
const holidaySchema = z.strictObject({
  date: dateSchema,
  name: z.string().trim().max(80, "Use at most 80 characters for a name."),
});

export const storedRulesSchema = z.strictObject({
  night: z
    .strictObject({ from: timeSchema, until: timeSchema })
    .refine(
      ({ from, until }) => from !== until,
      "A night must end at another time than it begins.",
    ),
  weekend: weekdaysSchema,
  holidays: z.array(holidaySchema).max(LIMITS.days, `Keep at most ${LIMITS.days} holidays.`),
  unit: z.enum(["hour", "day"], "Choose what points are given for."),
  zone: z.enum(loadZones, "Choose by whose clock."),
  weights: z.strictObject({
    holiday: weightSchema,
    weekend: weightSchema,
    night: weightSchema,
    weekday: weightSchema,
  }),
  tiers: z
    .array(weightSchema)
    .min(1, "Write a weight for the first tier.")
    .max(MOST_TIERS, `Use at most ${MOST_TIERS} weights.`),
});

export const defaultStoredRules: StoredRules = {
  ...defaultLoadRules,
  zone: "schedule",
  holidays: [],
};

/** The rules as the engine takes them. */
export const toLoadRules = ({ zone: _zone, holidays, ...rules }: StoredRules): LoadRules => ({
  ...rules,
  holidays: holidays.map(({ date }) => date),
});

/** One of each date, the earliest first; of two with one date the first given. */
export const mergeHolidays = (
  ...lists: readonly StoredRules["holidays"][]
): StoredRules["holidays"] => {
  const found = new Map(
    lists
      .flat()
      .toReversed()
      .map((holiday) => [holiday.date, holiday]),
  );
  return [...found.values()].sort((a, b) => a.date.localeCompare(b.date));
};

/** Lines of "2026-12-25 Christmas Day"; the date may be followed by a comma, semicolon or tab. */
const holidayLines = z
  .string()
  .max(50_000, `Keep at most ${LIMITS.days} holidays.`)
  .transform((text) =>
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => {
        const [, date = line, name = ""] = /^(\S{10})[\s,;]*(.*)$/s.exec(line) ?? [];
        return { date, name };
      }),
  );

/** Holidays as the lines in which they are edited. */
export const toHolidayLines = (holidays: StoredRules["holidays"]): string =>
  holidays.map(({ date, name }) => `${date} ${name}`.trim()).join("\n");

const decimal = z
  .string()
  .max(20, "Write a number such as 1.5.")
  .trim()
  .transform((text, context) => {
    if (/^\d{1,4}([.,]\d{1,4})?$/.test(text)) return Number(text.replace(",", "."));
    context.addIssue({ code: "custom", message: "Write a number such as 1.5." });
    return z.NEVER;
  });

/** The weights of the tiers: "1, 0.5", or with semicolons "1; 0,5". */
const decimals = z
  .string()
  .max(200, `Use at most ${MOST_TIERS} weights.`)
  .transform((text, context) => {
    const parts = text
      .split(text.includes(";") ? /;/ : /[,\s]+/)
      .filter((part) => part.trim() !== "");
    const read = parts.map((part) => decimal.safeParse(part));
    if (read.every(({ success }) => success)) return read.flatMap(({ data }) => data ?? []);
    context.addIssue({
      code: "custom",
      message: "Write numbers with commas between, such as 1, 0.5.",
    });
    return z.NEVER;
  });

/** The same from a form: flat, every field text; `weight-night` and so on, `weekend` a list. */
export const loadRulesFormSchema = z
  .object({
    "night-from": timeSchema,
    "night-until": timeSchema,
    weekend: z.array(z.coerce.number().min(1).max(7)).max(7).default([]),
    unit: storedRulesSchema.shape.unit,
    zone: storedRulesSchema.shape.zone,
    "weight-holiday": decimal,
    "weight-weekend": decimal,
    "weight-night": decimal,
    "weight-weekday": decimal,
    tiers: decimals,
    holidays: holidayLines,
  })
  .transform(
    (form): z.input<typeof storedRulesSchema> => ({
      night: { from: form["night-from"], until: form["night-until"] },
      weekend: form.weekend,
      unit: form.unit,
      zone: form.zone,
      weights: {
        holiday: form["weight-holiday"],
        weekend: form["weight-weekend"],
        night: form["weight-night"],
        weekday: form["weight-weekday"],
      },
      tiers: form.tiers,
      holidays: [...mergeHolidays(form.holidays)],
    }),
  )
  .pipe(storedRulesSchema);
