import * as z from "zod";
import { toContact } from "@/lib/directory/contact";
import { nameSchema, zoneSchema } from "@/lib/directory/schema";
import { dateOf, dayOf } from "@/lib/schedule/calendar";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { localDateTime } from "@/lib/zones/local-schema";

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
  teams: z.array(rowIdSchema).max(200).default([]),
};

export const addPersonSchema = z.strictObject(details);
export const changePersonSchema = z.strictObject({ personId: rowIdSchema, ...details });
export const archivePersonSchema = z.strictObject({ personId: rowIdSchema });

/** What everybody may change of themselves: their account's name and zone, and how they are reached. */
export const profileSchema = z.strictObject({
  name: nameSchema,
  zone: zoneSchema,
  phone: details.phone,
  email: details.email,
});

export const addTeamSchema = z.strictObject({ name: nameSchema });
export const renameTeamSchema = z.strictObject({ teamId: rowIdSchema, name: nameSchema });

/** A form's date and time that the calendar has: 30 February is no date. */
const localMoment = localDateTime.refine((text) => {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split("-").map(Number);
  return dateOf(dayOf(year, month, day)).day === day;
}, "Choose a date that exists.");

export const timeOffSchema = z.strictObject({
  personId: rowIdSchema,
  from: localMoment,
  until: localMoment,
  note: z.string().trim().max(200).default(""),
});
export const endTimeOffSchema = z.strictObject({ timeOffId: rowIdSchema });

const emptyIsNone = <T extends z.ZodType>(inner: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), inner.optional());

const WHEN = "Choose a weekday, or a time from and until.";

/** On a weekday, or from and until, and not both; read in the person's zone. */
export const wishSchema = z
  .strictObject({
    personId: rowIdSchema,
    kind: z.enum(["prefers", "avoids"]),
    weekday: emptyIsNone(z.coerce.number().int().min(1).max(7)),
    from: emptyIsNone(localMoment),
    until: emptyIsNone(localMoment),
    weight: z.coerce.number().int().min(1).max(3),
    note: z.string().trim().max(200).default(""),
  })
  .refine(({ weekday, from, until }) => weekday === undefined || (!from && !until), {
    path: ["weekday"],
    message: WHEN,
  })
  .refine(({ weekday, from, until }) => weekday !== undefined || (from && until), {
    path: ["from"],
    message: WHEN,
  });
export const dropWishSchema = z.strictObject({ wishId: rowIdSchema });
