import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { signedSchema } from "@/lib/auth/passkey-schema";
import { passwordSchema } from "@/lib/auth/password";
import { sentKindSchema } from "@/lib/auth/schema";

const HERE = "http://localhost";

/** Browsers take `/..//host` for the path `//host`, and a path that begins so for another host. */
function staysHere(path: string): boolean {
  if (!path.startsWith("/") || !URL.canParse(path, HERE)) return false;
  const { origin, pathname } = new URL(path, HERE);
  return origin === HERE && !pathname.includes("//");
}

/** A path on this site, or `otherwise`: never a way to another host. */
export const pathOr = (otherwise: string) =>
  z
    .string()
    .max(500)
    .regex(/^[^\p{Cc}\\]*$/u)
    .refine(staysHere)
    .catch(otherwise)
    .default(otherwise);

const to = pathOr("/organisations");

export const signInSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(200),
  to,
});

export const typedCode = z
  .string()
  .trim()
  .min(1, "Write the code.")
  .max(60, "That is too long for a code.");

/** `sent`: the kind of the code if it was sent; absent for one of the app and for a backup code. */
export const codeSchema = z.strictObject({
  code: typedCode,
  sent: sentKindSchema.optional(),
  to,
});

export const sendCodeSchema = z.strictObject({ kind: sentKindSchema, to });

/** Where a passkey signs: instead of a password, or after it. */
const at = z.enum(["sign-in", "code"]);
export const askPasskeySchema = z.object({ at });
export const passkeySchema = z.strictObject({ at, response: signedSchema, to });

export const forgotSchema = z.strictObject({ email: emailSchema });
export const resetSchema = z.strictObject({
  secret: z.string().min(20).max(100),
  password: passwordSchema,
});
export const themeSchema = z.strictObject({ theme: z.enum(["light", "dark", "system"]) });
