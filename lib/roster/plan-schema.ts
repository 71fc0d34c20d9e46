import * as z from "zod";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { dateSchema, idSchema, timeSchema } from "./schema-parts";

const limit = (most: number) =>
  z.preprocess(
    (value) => (value === "" || value === undefined ? null : value),
    z.coerce
      .number()
      .int("Use a whole number.")
      .min(1, "Use 1 or more, or leave it empty.")
      .max(most, `Use at most ${most}, or leave it empty.`)
      .nullable(),
  );

const count = (least: number, most: number) =>
  z.coerce
    .number()
    .int("Use a whole number.")
    .min(least, `Use ${least} to ${most}.`)
    .max(most, `Use ${least} to ${most}.`);

/** How long a plan is worked on, in seconds. */
export const PLAN_SECONDS = [5, 15, 30] as const;
/** The most seats (people by shifts by tiers) that one plan may have: what memory and patience allow. */
export const MOST_SEATS = 12_000;

const choices = {
  /** The first day, in the schedule's zone. */
  from: dateSchema,
  weeks: count(1, 26),
  /** `now`: the handoffs that the first chosen tier has; else at `time`, so often. */
  grid: z.enum(["now", "half-day", "day", "week"]),
  time: timeSchema,
  tiers: z.array(idSchema).min(1, "Choose at least one tier.").max(12).default([]),
  people: z.array(rowIdSchema).min(1, "Choose at least one person.").max(60).default([]),
  experienced: z.array(rowIdSchema).max(60).default([]),
  /** Of those on call together, one must be experienced. */
  needsExperience: z.preprocess((value) => value === "on" || value === true, z.boolean()),
  /** Whether whoever is on call in another schedule is not planned then. */
  elsewhere: z.preprocess((value) => value === "on" || value === true, z.boolean()),
  /** Hours. */
  rest: count(0, 72),
  inARow: limit(60),
  perWeek: limit(14),
  perMonth: limit(62),
  /** Weeks before the span whose load counts. */
  history: count(0, 52),
  wishes: z.enum(["little", "evenly", "much"]),
  handoffs: z.enum(["any", "few"]),
  seconds: z.coerce.number().pipe(z.literal(PLAN_SECONDS, "Choose from the list.")),
};

export const planSchema = z.strictObject({ scheduleId: rowIdSchema, ...choices });
/** What was filled in, as it is kept. */
export const choicesSchema = z.object(choices);
export type PlanChoices = z.output<typeof choicesSchema>;

export const onPlanSchema = z.strictObject({ planId: rowIdSchema });
