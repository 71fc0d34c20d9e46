import * as z from "zod";

/** The only reader of the environment. `.env.example` says what each setting means. */
const here = "must be https, or on this machine";
const safeUrl = z.url().refine((url) => isTrustworthyOrigin(new URL(url)), here);
const daily = z.coerce.number().int().min(0).max(1_000_000);

const schema = z.object({
  /** `on`: a database or a store of limits elsewhere may be asked over a way that is not encrypted, or by an unproven server. */
  DATABASE_PLAIN: z.enum(["on", "off"]).default("off"),
  DATABASE_URL: z.string().min(1),
  DATABASE_AUTH_URL: z.string().min(1),
  DATABASE_JOBS_URL: z.string().min(1),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  STANDBY_MASTER_KEY: z.string().min(43, "must be 32 random bytes in base64").optional(),
  /** Master keys by name, the present one first; see lib/crypto/ring.ts. */
  STANDBY_KEYS: z.string().optional(),
  STANDBY_URL: z.url(),
  /** Addresses and ranges of the proxies in front whose X-Forwarded-For is believed. */
  STANDBY_TRUSTED_PROXIES: z.string().default(""),
  /** Headers by which those proxies say where a client is: a country; or a country, a latitude and a longitude. */
  STANDBY_LOCATION_HEADERS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((one) => one.trim().toLowerCase() || []))
    .pipe(
      z
        .array(z.string().regex(/^[\w-]+$/, "must be names of headers"))
        .refine((names) => [0, 1, 3].includes(names.length), "must be one header, or three"),
    ),
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
  LIMITS_FACTOR: z.coerce.number().min(0.001).max(10_000).default(1),
  SIGN_UP: z.enum(["open", "closed"]).default("open"),
  /** A JWK Set of private keys; unset: keys derived from the master key. */
  LOG_KEY_FILE: z.string().optional(),
  LOG_KEY_GENERATION: z.coerce.number().int().min(1).max(100).default(1),
  LOG_HEAD_FILE: z.string().optional(),
  LOG_HEAD_URL: safeUrl.optional(),
  LOG_HEAD_TOKEN: z.string().optional(),
  LOG_HEAD_MAIL: z.enum(["off", "daily"]).default("off"),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default("Standby <standby@localhost>"),
  MAIL_DIR: z.string().default(".data/mail"),
  /** Country codes of two letters; to numbers of other countries nothing is sent. */
  SMS_COUNTRIES: z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .pipe(z.array(z.string().regex(/^[A-Z]{2}$/, "must be country codes, such as DE,AT,CH")))
    .default([]),
  SMS_DAILY_PER_COUNTRY: daily.default(1_000),
  SMS_DAILY_PER_ORGANISATION: daily.default(300),
  SMS_DIR: z.string().default(".data/texts"),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, "must be an account's SID")
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+\d{5,15}|MG[0-9a-f]{32})$/i, "must be a number or a messaging service's SID")
    .optional(),
  TWILIO_URL: safeUrl.default("https://api.twilio.com"),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: safeUrl.default("https://accounts.google.com"),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_AUTHORITY: safeUrl.default("https://login.microsoftonline.com"),
  MICROSOFT_TENANT: z
    .string()
    .regex(/^[\w.-]+$/, "must be a tenant's id or domain, or common")
    .default("common"),
  /** Providers on this machine and in private networks: for tests, and for a network that nobody else is in. */
  SSO_LOCAL: z.enum(["on", "off"]).default("off"),
  /** Resolvers for the records by which domains are verified, such as 9.9.9.9,127.0.0.1:5353; unset: the system's. */
  SSO_DNS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((one) => one.trim() || [])),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:|https:\/\/)\S+$/, "must begin with mailto: or https://")
    .optional(),
  NODE_ENV: z.string().default("development"),
});

function isTwilioWhole({
  TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN,
  TWILIO_FROM,
}: z.output<typeof schema>): boolean {
  return !TWILIO_ACCOUNT_SID || Boolean(TWILIO_AUTH_TOKEN && TWILIO_FROM);
}

/** Without a master key nothing can be read: better not to begin. */
function hasMasterKey({ STANDBY_MASTER_KEY, STANDBY_KEYS }: z.output<typeof schema>): boolean {
  return Boolean(STANDBY_MASTER_KEY || STANDBY_KEYS);
}

const DATABASES = ["DATABASE_URL", "DATABASE_AUTH_URL", "DATABASE_JOBS_URL"] as const;

const isHere = (host: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|)$/.test(host) || host.startsWith("/");

/**
 * Whether nobody in between can read what is said to this database, or be it: it is on this machine, or the address asks
 * for TLS with a proven certificate.
 */
export function isPrivateWay(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, searchParams } = new URL(address);
  return (
    isHere(searchParams.get("host") ?? hostname) || searchParams.get("sslmode") === "verify-full"
  );
}

export const PLAIN_WAY =
  "names a database elsewhere without sslmode=verify-full: add it, or set DATABASE_PLAIN=on if the network is yours alone";

/** As `isPrivateWay`, of the store of limits: without `rediss:` it is on this machine. */
function isPrivateStore(address: string | undefined): boolean {
  if (address === undefined) return true;
  const { protocol, hostname } = new URL(address);
  return protocol === "rediss:" || isHere(hostname);
}

const PLAIN_STORE =
  "names a store elsewhere without rediss: write it, or set DATABASE_PLAIN=on if the network is yours alone";

/** Both or neither: an id without a secret would be a button that never works. */
function hasSecrets(settings: z.output<typeof schema>): boolean {
  return (
    Boolean(settings.GOOGLE_CLIENT_ID) === Boolean(settings.GOOGLE_CLIENT_SECRET) &&
    Boolean(settings.MICROSOFT_CLIENT_ID) === Boolean(settings.MICROSOFT_CLIENT_SECRET)
  );
}

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/** The settings, parsed once; throws as `readEnv`. */
export function env(): Env {
  parsed ??= readEnv(process.env);
  return parsed;
}

/** @throws one sentence that names the first wrong or missing setting, never its value. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const blankIsUnset = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== ""),
  );
  const result = schema
    .refine(isTwilioWhole, {
      path: ["TWILIO_ACCOUNT_SID"],
      message: "set TWILIO_AUTH_TOKEN and TWILIO_FROM too",
    })
    .superRefine((settings, context) => {
      if (settings.DATABASE_PLAIN === "on") return;
      for (const name of DATABASES)
        if (!isPrivateWay(settings[name]))
          context.addIssue({ code: "custom", path: [name], message: PLAIN_WAY });
      if (!isPrivateStore(settings.STANDBY_LIMITS_URL))
        context.addIssue({ code: "custom", path: ["STANDBY_LIMITS_URL"], message: PLAIN_STORE });
    })
    .refine(hasMasterKey, { path: ["STANDBY_MASTER_KEY"] })
    .refine(hasSecrets, {
      path: ["GOOGLE_CLIENT_ID"],
      message: "an id and a secret belong together, of Google and of Microsoft",
    })
    .safeParse(blankIsUnset);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0] ?? "a setting");
    throw new Error(
      source[name]
        ? `${name} is wrong: ${issue?.message}.`
        : `${name} is not set. See .env.example.`,
    );
  }
  return result.data;
}

/** Whether cookies can be `Secure` and `__Host-`: over HTTPS, and on this machine, which browsers trust. */
export function isTrustworthyOrigin(url: URL): boolean {
  return url.protocol === "https:" || url.hostname === "localhost" || url.hostname === "127.0.0.1";
}
