import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { deriveKey } from "@/lib/crypto/keys";
import { installContextKey } from "@/lib/db/context-key";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { rolePasswords } from "@/lib/db/roles";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { asOwner, inDatabase, MASTER_KEY, TEMPLATE } from "./database";

/** One PostgreSQL for the whole run, with one migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), "standby-test-"));
  // The account of the database passes through.
  await chmod(home, 0o711);
  const dir = path.join(home, "data", "postgres");
  const server = await startEmbedded({ dir, durable: false });
  const serverUrl = server.ownerUrl("postgres");
  await asOwner(serverUrl, `CREATE DATABASE ${TEMPLATE}`);
  const template = inDatabase(serverUrl, TEMPLATE);
  await migrate(template, rolePasswords(MASTER_KEY));
  await installContextKey(template, deriveKey(MASTER_KEY, CONTEXT_PURPOSE));
  project.provide("serverUrl", serverUrl);
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}
