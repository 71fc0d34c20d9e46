import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrate } from "@/lib/db/migrate";
import { rolePasswords } from "@/lib/db/roles";
import { freshDatabase, MASTER_KEY, type TestDatabase } from "@/tests/support/database";

const passwords = rolePasswords(MASTER_KEY);
let database: TestDatabase;
let dir: string;

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(dir, name), { recursive: true });
  await writeFile(path.join(dir, name, "migration.sql"), sql);
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(async () => {
  database = await freshDatabase();
  dir = await mkdtemp(path.join(tmpdir(), "standby-migrations-"));
});

afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

describe("migrate", () => {
  test("applies in order of name, once, with Prisma's own record", async () => {
    await write("002_b", "INSERT INTO probe VALUES (2)");
    await write("001_a", "CREATE TABLE probe (n int)");
    expect(await migrate(database.ownerUrl, passwords, dir)).toEqual(["001_a", "002_b"]);
    expect(await migrate(database.ownerUrl, passwords, dir)).toEqual([]);
    const [row] = await ask(
      database.ownerUrl,
      `SELECT checksum = encode(sha256('CREATE TABLE probe (n int)'), 'hex') AS same,
              finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE migration_name = '001_a'`,
    );
    expect(row).toEqual({ same: true, finished: true });
  });

  test("instances that start together apply a migration once", async () => {
    await write("001_a", "CREATE TABLE probe (n int)");
    const runs = [1, 2, 3].map(() => migrate(database.ownerUrl, passwords, dir));
    const applied = await Promise.all(runs);
    expect(applied.flat()).toEqual(["001_a"]);
  });

  test("a migration that fails leaves nothing behind", async () => {
    await write("001_a", "CREATE TABLE probe (n int); SELECT 1/0");
    await expect(migrate(database.ownerUrl, passwords, dir)).rejects.toThrow(
      "Migration 001_a failed and left nothing behind: division by zero",
    );
    const [row] = await ask(database.ownerUrl, "SELECT to_regclass('probe') AS probe");
    expect(row).toEqual({ probe: null });
  });

  test("an edited migration and one that failed half-way are refused", async () => {
    await write("001_a", "SELECT 1");
    await migrate(database.ownerUrl, passwords, dir);
    await write("001_a", "SELECT 2");
    await expect(migrate(database.ownerUrl, passwords, dir)).rejects.toThrow("was edited");
    await ask(
      database.ownerUrl,
      "UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '001_a'",
    );
    await expect(migrate(database.ownerUrl, passwords, dir)).rejects.toThrow("failed half-way");
  });

  test("the job queue is there before the migrations that call it", async () => {
    await write("001_a", "SELECT graphile_worker.add_job('probe')");
    expect(await migrate(database.ownerUrl, passwords, dir)).toEqual(["001_a"]);
  });
});

describe("the roles", () => {
  test("each signs in with its derived password and has no powers", async () => {
    for (const url of [database.appUrl, database.authUrl, database.jobsUrl]) {
      const [row] = await ask(
        url,
        `SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolinherit AS mighty
           FROM pg_roles WHERE rolname = current_user`,
      );
      expect(row).toEqual({ mighty: false });
    }
  });

  test("a wrong password is refused", async () => {
    const url = new URL(database.appUrl);
    url.password = "wrong";
    await expect(ask(url.toString(), "SELECT 1")).rejects.toThrow("password authentication failed");
  });
});
