import "server-only";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** Numbers that take text messages. Those that charge whoever sends to them are neither. */
const MOBILE: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]);

/** Whether codes by text are offered on this installation. */
export function textsWork(): boolean {
  return env().SMS_COUNTRIES.length > 0;
}

/**
 * A number as E.164 and the country it is of. Throws invalid for what is no mobile number, refused for a country that the
 * operator does not send to.
 */
export function toMobile(text: string): { readonly number: string; readonly country: string } {
  const phone = parsePhoneNumberFromString(text);
  const field = (words: string) => ({ phone: [words] });
  if (!phone?.isValid() || !MOBILE.has(phone.getType() ?? ""))
    throw new AppError(
      "invalid",
      "That is no mobile number.",
      field("Write a mobile number with its country, such as +49 151 23456789."),
    );
  if (!phone.country || !env().SMS_COUNTRIES.includes(phone.country))
    throw new AppError(
      "refused",
      "No text messages are sent to numbers of that country.",
      field("Use a number of another country, or another kind of factor."),
    );
  return { number: phone.number, country: phone.country };
}
