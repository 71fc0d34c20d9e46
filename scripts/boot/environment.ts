import path from "node:path";
import type { Database } from "./database";
import type { Settings } from "./settings";

/** What only the owner of the database and the scripts may know. */
const OWNERS = ["DATABASE_OWNER_URL", "DATABASE_APP_URL", "STANDBY_DEMO"];

/** The environment of the application: the three roles' addresses, never the owner's. */
export function appEnvironment(settings: Settings, database: Database): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OWNERS.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...database.secrets,
    DATABASE_URL: database.roles.app,
    DATABASE_AUTH_URL: database.roles.auth,
    DATABASE_JOBS_URL: database.roles.jobs,
    STANDBY_URL: settings.url,
    // next-auth reads no other setting for where it is.
    NEXTAUTH_URL: settings.url,
    MAIL_DIR: process.env.MAIL_DIR || path.join(settings.data, "mail"),
    SMS_DIR: process.env.SMS_DIR || path.join(settings.data, "texts"),
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
  };
}

/** The environment of the scripts: as the application's, with the owner's address. */
export function scriptEnvironment(settings: Settings, database: Database): NodeJS.ProcessEnv {
  return { ...appEnvironment(settings, database), DATABASE_OWNER_URL: database.ownerUrl };
}
