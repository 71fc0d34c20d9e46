import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { passwordSchema } from "@/lib/auth/password";
import { FACTOR_KINDS, factorKindSchema } from "@/lib/auth/schema";
import { nameSchema, zoneSchema } from "@/lib/directory/schema";

const RESERVED = new Set(["new", "api", "admin", "www", "standby", "help", "settings"]);

export const slugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$/, "Use 2 to 40 letters a-z, digits and hyphens.")
  .refine((slug) => !RESERVED.has(slug), "That address is taken. Choose another.");

export const askSignUpSchema = z.strictObject({ email: emailSchema });

export const signUpSchema = z.strictObject({
  secret: z.string().min(20).max(800),
  name: nameSchema,
  password: passwordSchema,
  organisation: nameSchema,
  slug: slugSchema,
  zone: zoneSchema,
});

export const newOrganisationSchema = z.strictObject({
  organisation: nameSchema,
  slug: slugSchema,
  zone: zoneSchema,
});

export const organisationSettingsSchema = z.strictObject({
  name: nameSchema,
  zone: zoneSchema,
});

/** For how many days history is kept. */
export const retentionSchema = z.strictObject({
  logDays: z.coerce
    .number("Write a number of days.")
    .int("Write whole days.")
    .min(30, "At least 30 days.")
    .max(3650, "At most ten years: 3650 days."),
});

/** How long members' sessions last: minutes without use, and hours in any case. */
export const sessionLimitsSchema = z.strictObject({
  idleMinutes: z.coerce.number("Choose one.").pipe(z.literal([15, 30, 60, 240, 720])),
  sessionHours: z.coerce.number("Choose one.").pipe(z.literal([8, 12, 24, 72, 168])),
});

/** What the organisation asks of its members' second factors. */
export const factorPolicySchema = z.strictObject({
  required: z.stringbool().default(false),
  kinds: z
    .array(factorKindSchema)
    .min(1, "Choose at least one kind.")
    .max(FACTOR_KINDS.length)
    .prefault([]),
  graceDays: z.coerce
    .number("Write a number of days.")
    .int("Write whole days.")
    .min(0, "0 days: at once.")
    .max(90, "At most 90 days."),
});
