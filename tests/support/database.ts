import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { addressFor, rolePasswords } from "@/lib/db/roles";

/** The database that every fresh one is copied from. */
export const TEMPLATE = "standby_template";
export const MASTER_KEY = Buffer.alloc(32, "standby tests").toString("base64");

export type TestDatabase = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly authUrl: string;
  readonly jobsUrl: string;
  /** Closes whoever is still connected. */
  readonly drop: () => Promise<void>;
};

/**
 * A database of its own, in a tenth of a second: migrated and empty, or a copy of one that nobody is connected
 * to. For tests of the project `integration`.
 */
export async function freshDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const server = inject("serverUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asOwner(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const ownerUrl = inDatabase(server, name);
  const passwords = rolePasswords(MASTER_KEY);
  return {
    ownerUrl,
    appUrl: addressFor("standby_app", ownerUrl, passwords),
    authUrl: addressFor("standby_auth", ownerUrl, passwords),
    jobsUrl: addressFor("standby_jobs", ownerUrl, passwords),
    drop: async () => {
      await untilLeft(server, name);
      await asOwner(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Connections that are being closed have a moment for it: one that is cut off then would be an error of nobody's. */
async function untilLeft(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (let tries = 0; tries < 60; tries += 1) {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
        [name],
      );
      if (rowCount === 0) return;
      await pause(50);
    }
  } finally {
    await client.end();
  }
}

/** The same server's address with another database. */
export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

/** Runs one statement as the owner. */
export async function asOwner(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
