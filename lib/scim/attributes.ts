import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { badValue } from "./fault";

/** What is kept of a user as the provider knows them. Null: it said nothing of it. */
export type UserAttributes = {
  readonly userName: string;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly displayName: string | null;
  readonly formatted: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
};

export const NO_ATTRIBUTES: UserAttributes = {
  userName: "",
  externalId: null,
  active: true,
  displayName: null,
  formatted: null,
  givenName: null,
  familyName: null,
  email: null,
};

type Value = string | boolean | null;
export type Change = Partial<Record<keyof UserAttributes, Value>>;

/** The names of attributes are compared without regard to case (RFC 7643, 2.1). */
const KEPT: ReadonlyMap<string, keyof UserAttributes> = new Map([
  ["username", "userName"],
  ["externalid", "externalId"],
  ["active", "active"],
  ["displayname", "displayName"],
  ["name.formatted", "formatted"],
  ["name.givenname", "givenName"],
  ["name.familyname", "familyName"],
]);

const USER_URN = "urn:ietf:params:scim:schemas:core:2.0:user:";

/** One of several addresses: `emails`, or `emails[type eq "work"].value`. There is one here, whichever it is. */
const EMAILS = /^emails(\[.*\])?(\.value)?$/;

const MOST_EMAILS = 100;
const MOST_EMAIL = 254;

const emailItem = z.union([
  z.string().max(MOST_EMAIL),
  z
    .record(z.string(), z.unknown())
    .transform((item, context): { value: string; primary: boolean } => {
      const all = new Map(Object.entries(item).map(([key, one]) => [key.toLowerCase(), one]));
      const value = all.get("value");
      if (typeof value === "string" && value.length <= MOST_EMAIL)
        return { value, primary: toBoolean(all.get("primary")) === true };
      context.addIssue({
        code: "custom",
        message: "an address is a text, and not longer than any",
      });
      return z.NEVER;
    }),
]);

/** Entra writes booleans as texts. Null for what is none. */
export function toBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : null;
}

/** The primary address, or else the first. */
function toEmail(value: unknown): string | null | undefined {
  if (value === null) return null;
  const items = z
    .array(emailItem)
    .max(MOST_EMAILS)
    .safeParse(Array.isArray(value) ? value : [value]);
  if (!items.success) return undefined;
  const all = items.data.map((one) =>
    typeof one === "string" ? { value: one, primary: false } : one,
  );
  return (all.find(({ primary }) => primary) ?? all[0])?.value ?? null;
}

function toText(value: unknown): string | null | undefined {
  if (value === null || value === "") return null;
  return typeof value === "string" && value.length <= 500 ? value : undefined;
}

/**
 * What setting an attribute by its path changes; nothing for one that is not kept here, undefined for a value that it
 * cannot have.
 */
export function changeAt(path: string, value: unknown): Change | undefined {
  const name = path.toLowerCase().replace(USER_URN, "");
  if (EMAILS.test(name)) {
    const email = toEmail(value);
    return email === undefined ? undefined : { email };
  }
  if (name === "name" && typeof value === "object" && value !== null && !Array.isArray(value))
    return changesIn(value, "name.");
  const kept = KEPT.get(name);
  if (!kept) return {};
  if (kept === "active") {
    const active = toBoolean(value);
    return active === null ? undefined : { active };
  }
  const text = toText(value);
  return text === undefined || (kept === "userName" && text === null)
    ? undefined
    : { [kept]: text };
}

/** The same for all members of an object, whose names may be paths: Entra writes `"name.givenName"`. */
export function changesIn(value: object, prefix = ""): Change | undefined {
  let all: Change = {};
  for (const [name, one] of Object.entries(value)) {
    const change = changeAt(prefix + name, one);
    if (!change) return undefined;
    all = { ...all, ...change };
  }
  return all;
}

/** How somebody is called, of all that a provider says. */
export function nameOf(attributes: UserAttributes): string {
  const { displayName, formatted, givenName, familyName, userName } = attributes;
  const whole = [givenName, familyName].filter(Boolean).join(" ");
  const name = displayName ?? formatted ?? (whole || userName.split("@")[0] || userName);
  const plain = name.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " ").trim();
  return [...plain].slice(0, 80).join("").trim() || "Somebody";
}

/** The address that somebody is invited at: what was sent as such, or a userName that is one. Throws ScimFault. */
export function addressOf({ email, userName }: Pick<UserAttributes, "email" | "userName">): string {
  const parsed = emailSchema.safeParse(email ?? userName);
  if (parsed.success) return parsed.data;
  throw badValue("A user needs an address: in emails, or as userName.");
}
