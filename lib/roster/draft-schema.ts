import * as z from "zod";
import { nameSchema, zoneSchema } from "@/lib/directory/schema";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { localDateTime } from "@/lib/zones/local-schema";

/** The version of a draft that the page showed: a stale page is an error, never a lost change. */
const seen = { draftId: rowIdSchema, version: z.coerce.number().pipe(z.int32().min(1)) };

/** The edited document, as JSON text; `toDefinition` reads it. */
const document = z
  .string()
  .max(2_000_000, "This schedule is too large.")
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({
        code: "custom",
        message: "The document did not arrive whole. Save again.",
      });
      return z.NEVER;
    }
  });

export const addScheduleSchema = z.strictObject({
  name: nameSchema,
  teamId: z.uuid("Choose a team."),
  zone: zoneSchema,
  description: z.string().trim().max(500).default(""),
});
export const archiveScheduleSchema = z.strictObject({ scheduleId: rowIdSchema });
export const openDraftSchema = z.strictObject({
  scheduleId: rowIdSchema,
  /** `directory`: the draft begins with the zones that the directory has for people by now. */
  homes: z.literal("directory").optional(),
});
export const saveDraftSchema = z.strictObject({
  ...seen,
  title: nameSchema,
  words: z.string().trim().max(2_000).default(""),
  document,
});
export const draftSchema = z.strictObject(seen);
export const rebaseSchema = z.strictObject({
  ...seen,
  choices: z
    .string()
    .max(100_000)
    .default("{}")
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "The choices did not arrive whole." });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().max(500), z.enum(["mine", "theirs"]))),
});
export const reviewSchema = z.strictObject({
  ...seen,
  decision: z.enum(["approve", "reject", "request-changes"]),
  words: z.string().trim().max(2_000).default(""),
  waiver: z.string().trim().max(500).default(""),
});
export const reviewAfterwardsSchema = z.strictObject({
  draftId: rowIdSchema,
  decision: z.enum(["approve", "reject"]),
  words: z.string().trim().max(2_000).default(""),
});
export const emergencySchema = z.strictObject({
  ...seen,
  words: z.string().trim().max(2_000).default(""),
});

/** "Cover me from … to …": `by` takes over what `person` holds, in the schedule's zone. */
export const coverSchema = z.strictObject({
  scheduleId: rowIdSchema,
  person: z.uuid("Choose whom to cover."),
  by: z.uuid("Choose who takes over."),
  from: localDateTime,
  until: localDateTime,
  reason: z.string().trim().max(200).default(""),
});

/** Two people trade: each takes what the other holds in one span. */
export const swapSchema = z.strictObject({
  scheduleId: rowIdSchema,
  person: z.uuid("Choose the first person."),
  by: z.uuid("Choose the second person."),
  from: localDateTime,
  until: localDateTime,
  backFrom: localDateTime,
  backUntil: localDateTime,
  reason: z.string().trim().max(200).default(""),
});
