import * as z from "zod";

/** The only reader of the environment. `.env.example` says what each setting means. */
const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_AUTH_URL: z.string().min(1),
  DATABASE_JOBS_URL: z.string().min(1),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  STANDBY_MASTER_KEY: z.string().min(43, "must be 32 random bytes in base64"),
  STANDBY_URL: z.url(),
  SIGN_UP: z.enum(["open", "closed"]).default("open"),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default("Standby <standby@localhost>"),
  MAIL_DIR: z.string().default(".data/mail"),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:|https:\/\/)\S+$/, "must begin with mailto: or https://")
    .optional(),
  NODE_ENV: z.string().default("development"),
});

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/**
 * The settings, parsed once. Throws one sentence that names the first wrong or missing one, never its value.
 */
export function env(): Env {
  if (parsed) return parsed;
  const blankIsUnset = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== ""),
  );
  const result = schema.safeParse(blankIsUnset);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = issue?.path.join(".") ?? "a setting";
    throw new Error(
      process.env[name]
        ? `${name} is wrong: ${issue?.message}.`
        : `${name} is not set. See .env.example.`,
    );
  }
  parsed = result.data;
  return parsed;
}

/** Whether cookies can be `Secure` and `__Host-`: over HTTPS, and on this machine, which browsers trust. */
export function isTrustworthyOrigin(url: URL): boolean {
  return url.protocol === "https:" || url.hostname === "localhost" || url.hostname === "127.0.0.1";
}
