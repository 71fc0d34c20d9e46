import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { passwordSchema } from "@/lib/auth/password";

const HERE = "http://localhost";

/** Browsers take `/..//host` for the path `//host`, and a path that begins so for another host. */
function staysHere(path: string): boolean {
  if (!path.startsWith("/") || !URL.canParse(path, HERE)) return false;
  const { origin, pathname } = new URL(path, HERE);
  return origin === HERE && !pathname.includes("//");
}

/** A path on this site, or the list of organisations: never a way to another host. */
const pathSchema = z
  .string()
  .max(500)
  .regex(/^[^\p{Cc}\\]*$/u)
  .refine(staysHere)
  .catch("/organisations");

export const signInSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(200),
  to: pathSchema.default("/organisations"),
});

export const codeSchema = z.strictObject({
  code: z.string().trim().min(1, "Write the code.").max(60, "That is too long for a code."),
  to: pathSchema.default("/organisations"),
});

export const forgotSchema = z.strictObject({ email: emailSchema });
export const resetSchema = z.strictObject({
  secret: z.string().min(20).max(100),
  password: passwordSchema,
});
export const themeSchema = z.strictObject({ theme: z.enum(["light", "dark", "system"]) });
