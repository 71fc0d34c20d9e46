import * as z from "zod";
import { toContact } from "@/lib/directory/contact";
import { nameSchema, zoneSchema } from "@/lib/organisation/schema";


const contact = (kind: "phone" | "email", message: string) =>
  z
    .string()
    .trim()
    .max(254)
    .default("")
    .transform((text, context) => {
      if (text === "") return null;
      const value = toContact(kind, text);
      if (value === null) context.addIssue({ code: "custom", message });
      return value;
    });

const details = {
  name: nameSchema,
  zone: zoneSchema,
  phone: contact("phone", "Write the number with its country, such as +49 30 901820."),
  email: contact("email", "Write an e-mail address, such as ana@example.com."),
  teams: z.array(z.uuid()).max(200).default([]),
};

export const addPersonSchema = z.strictObject(details);
export const changePersonSchema = z.strictObject({ personId: z.uuid(), ...details });
export const archivePersonSchema = z.strictObject({ personId: z.uuid() });

export const addTeamSchema = z.strictObject({ name: nameSchema });
export const renameTeamSchema = z.strictObject({ teamId: z.uuid(), name: nameSchema });

/** A local date and time of a form, `2026-05-04T09:00`, read in a zone by the command. */
export const localDateTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, "Choose a date and a time.");

export const timeOffSchema = z.strictObject({
  personId: z.uuid(),
  from: localDateTime,
  until: localDateTime,
  note: z.string().trim().max(200).default(""),
});
export const endTimeOffSchema = z.strictObject({ timeOffId: z.uuid() });
