import * as z from "zod";
import { rowIdSchema } from "@/lib/tenancy/row-id";

/** The form by which an owner lets support look: at the whole roster, or at some teams', for 1 to 72 hours. */
export const grantAccessSchema = z
  .strictObject({
    reason: z.string().trim().max(300, "At most 300 characters.").default(""),
    scope: z.enum(["whole", "teams"], "Choose what support may see."),
    teams: z.array(rowIdSchema).max(200).default([]),
    hours: z.coerce
      .number("Write a number of hours.")
      .int("Write whole hours.")
      .min(1, "At least one hour.")
      .max(72, "At most three days: 72 hours."),
  })
  .refine(({ scope, teams }) => scope === "whole" || teams.length > 0, {
    path: ["teams"],
    message: "Choose at least one team.",
  })
  .transform(({ reason, scope, teams, hours }) => ({
    reason,
    hours,
    whole: scope === "whole",
    teams: scope === "whole" ? [] : [...new Set(teams)],
  }));

export const endAccessSchema = z.strictObject({ accessId: rowIdSchema });
