import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { ensureRoles, type RolePasswords } from "./roles";
import { isSafeServer, serverName } from "./server-version";

/** The number that Prisma's own migrate takes, so that neither runs beside the other. */
const PRISMA_LOCK = 72707369;

const PRISMA_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const RECORD = `INSERT INTO _prisma_migrations
  (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), now(), 1)`;

const quiet = new Logger(() => () => undefined);

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

/** What `_prisma_migrations` says of a migration that was begun and not rolled back. */
export type Applied = { readonly checksum: string; readonly finished: boolean };

/**
 * Brings a database up to date: roles first (migrations grant to them), then graphile-worker's schema
 * (migrations call it), then `dir/<name>/migration.sql` in order of name, each in one transaction. Any number
 * of instances may do it at once: one works, the others wait and find nothing to do. The table is
 * Prisma's, so `prisma migrate status` agrees.
 * @param passwords null leaves roles alone: the operator makes them.
 * @returns the names of the migrations applied now.
 * @throws Error with one sentence, when a migration was edited, failed half-way before, or fails now.
 */
export async function migrate(
  ownerUrl: string,
  passwords: RolePasswords | null,
  dir = "prisma/migrations",
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await requireSafeServer(client);
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    if (passwords !== null) await ensureRoles(client, passwords);
    await runMigrations({ connectionString: ownerUrl, logger: quiet });
    await client.query(PRISMA_TABLE);
    const waiting = decideWaiting(await readMigrations(dir), await findApplied(client));
    for (const migration of waiting) await applyOne(client, migration);
    return waiting.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function requireSafeServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  const version = Number(rows[0]?.version);
  if (isSafeServer(version)) return;
  throw new Error(
    `PostgreSQL ${serverName(version)} does not keep tenants apart reliably: use 15.14, 16.10, 17.6, 18 or newer.`,
  );
}

/** The migrations still to apply. Pure; throws for one that was edited or failed half-way. */
export function decideWaiting(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, Applied>,
): readonly Migration[] {
  return migrations.filter(({ name, checksum }) => {
    const was = applied.get(name);
    if (was === undefined) return true;
    if (!was.finished) {
      throw new Error(
        `Migration ${name} failed half-way before: mend the database, then say so with "prisma migrate resolve".`,
      );
    }
    if (was.checksum !== checksum) {
      throw new Error(`Migration ${name} was edited after it was applied: put the old text back.`);
    }
    return false;
  });
}

async function readMigrations(dir: string): Promise<readonly Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findApplied(client: pg.Client): Promise<ReadonlyMap<string, Applied>> {
  const { rows } = await client.query<Applied & { name: string }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return new Map(rows.map(({ name, checksum, finished }) => [name, { checksum, finished }]));
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(RECORD, [randomUUID(), checksum, name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and left nothing behind: ${why}`, { cause: error });
  }
}
