import * as z from "zod";

/** The only reader of the environment. `.env.example` says what each setting means. */
const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_AUTH_URL: z.string().min(1),
  DATABASE_JOBS_URL: z.string().min(1),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  STANDBY_MASTER_KEY: z.string().min(43, "must be 32 random bytes in base64"),
  STANDBY_URL: z.url(),
  /** Addresses and ranges of the proxies in front whose X-Forwarded-For is believed. */
  STANDBY_TRUSTED_PROXIES: z.string().default(""),
  /** Addresses of the operator's staff, who may look where an owner lets them. */
  STANDBY_SUPPORT: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((one) => one.trim().toLowerCase() || []))
    .pipe(z.array(z.email("must be addresses with commas between them")).max(100)),
  /** Where limits are counted; unset: in PostgreSQL. */
  STANDBY_LIMITS_URL: z
    .url()
    .regex(/^rediss?:\/\//, "must begin with redis:// or rediss://")
    .optional(),
  /** What budgets of addresses, members and organisations are multiplied by; never guesses at an account. */
  LIMITS_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  SIGN_UP: z.enum(["open", "closed"]).default("open"),
  /** A JWK Set of private keys; unset: keys derived from the master key. */
  LOG_KEY_FILE: z.string().optional(),
  LOG_KEY_GENERATION: z.coerce.number().int().min(1).max(100).default(1),
  LOG_HEAD_FILE: z.string().optional(),
  LOG_HEAD_URL: z
    .url()
    .refine((url) => isTrustworthyOrigin(new URL(url)), "must be https, or on this machine")
    .optional(),
  LOG_HEAD_TOKEN: z.string().optional(),
  LOG_HEAD_MAIL: z.enum(["off", "daily"]).default("off"),
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
