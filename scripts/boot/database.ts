import path from "node:path";
import pg from "pg";
import { deriveKey } from "@/lib/crypto/keys";
import { toKeyRing } from "@/lib/crypto/ring";
import { installContextKey } from "@/lib/db/context-key";
import { findRunning, startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { addressFor, rolePasswords } from "@/lib/db/roles";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { assertWalls } from "@/lib/db/walls";
import { beforeEnd } from "./children";
import { takeLock } from "./lock";
import { keepSecrets, requireSecrets, type Secrets } from "./secrets";
import type { RoleUrls, Settings } from "./settings";

/** A database that is up, and up to date. */
export type Database = {
  readonly ownerUrl: string;
  readonly roles: RoleUrls;
  readonly secrets: Secrets;
  readonly embedded: boolean;
  /** Settles if the embedded server ends; never for an external one. */
  readonly ended: Promise<void>;
};

/**
 * The database of this installation: the external one, or the embedded one, started here.
 * @throws Error with one sentence, also when somebody else has the embedded one.
 */
export async function openDatabase(settings: Settings): Promise<Database> {
  if (settings.ownerUrl !== undefined) return openExternal(settings, settings.ownerUrl);
  await claim(settings);
  const secrets = await keepSecrets(settings.data);
  const server = await startEmbedded({ dir: databaseFolder(settings), durable: true });
  beforeEnd(server.stop);
  const database = await describe(server.ownerUrl(), secrets, settings.roleUrls);
  return { ...database, embedded: true, ended: server.ended };
}

/** Like `openDatabase`, but beside a running installation it uses that one's database. */
export async function joinDatabase(settings: Settings): Promise<Database> {
  if (settings.ownerUrl !== undefined) return openDatabase(settings);
  const running = await findRunning(databaseFolder(settings));
  if (running === null) return openDatabase(settings);
  const secrets = await keepSecrets(settings.data);
  const database = await describe(running, secrets, settings.roleUrls);
  return { ...database, embedded: true, ended: new Promise(() => undefined) };
}

/** How many organisations there are, seen by the embedded database's owner. */
export async function hasOrganisation(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const found = await client.query(`SELECT 1 FROM "Organisation" LIMIT 1`);
    return found.rowCount === 1;
  } finally {
    await client.end();
  }
}

async function openExternal(settings: Settings, ownerUrl: string): Promise<Database> {
  const database = await describe(ownerUrl, requireSecrets(), settings.roleUrls);
  return { ...database, embedded: false, ended: new Promise(() => undefined) };
}

async function describe(ownerUrl: string, secrets: Secrets, given: RoleUrls | undefined) {
  const [{ secret }] = toKeyRing(secrets);
  const passwords = rolePasswords(secret);
  await migrate(ownerUrl, given === undefined ? passwords : null).catch((error: unknown) => {
    throw isRefused(error) ? new Error(`No database answers at ${addressOnly(ownerUrl)}.`) : error;
  });
  await installContextKey(ownerUrl, deriveKey(secret, CONTEXT_PURPOSE));
  const roles = given ?? {
    app: addressFor("standby_app", ownerUrl, passwords),
    auth: addressFor("standby_auth", ownerUrl, passwords),
    jobs: addressFor("standby_jobs", ownerUrl, passwords),
  };
  for (const warning of await assertWalls(roles)) console.warn(warning);
  return { ownerUrl, roles, secrets };
}

async function claim(settings: Settings): Promise<void> {
  const holder = await takeLock(path.join(settings.data, "lock"), settings.url);
  if (holder === null) return;
  throw new Error(
    `Standby already runs here at ${holder.note} (process ${holder.pid}): stop it first, or set DATA_DIR and PORT for a second one.`,
  );
}

function databaseFolder(settings: Settings): string {
  return path.join(settings.data, "postgres");
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}

/** Without user and password. */
function addressOnly(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}
