import { parsePhoneNumberFromString } from "libphonenumber-js";
import { emailSchema } from "@/lib/auth/email";

export type ContactKind = "phone" | "email";

/** A number as E.164, or null. A number needs its country: +49 30 123456. */
export function toPhone(text: string): string | null {
  const number = parsePhoneNumberFromString(text);
  return number?.isValid() ? number.number : null;
}

/** A contact's value in its one form, or null when it cannot be one. */
export function toContact(kind: ContactKind, text: string): string | null {
  if (kind === "phone") return toPhone(text);
  const email = emailSchema.safeParse(text);
  return email.success ? email.data : null;
}
