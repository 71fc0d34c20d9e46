import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyFor } from "@/lib/crypto/keys";
import { installContextKey } from "@/lib/db/context-key";
import { migrate } from "@/lib/db/migrate";
import { rolePasswords } from "@/lib/db/roles";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { freshDatabase, MASTER_KEY, type TestDatabase } from "@/tests/support/database";
import { migrationsBefore } from "./migrations-before";
import { openStage } from "./stage";

const ADDED = "20261130000100_titles_without_names";

let stage: Awaited<ReturnType<typeof openStage>>;
let database: TestDatabase;
beforeAll(async () => {
  stage = await openStage();
  database = await freshDatabase("template1");
});
afterAll(async () => {
  await database.drop();
  await stage.close();
});

test("covers and swaps from before are not called by names any more; what people named keeps its name", async () => {
  const passwords = rolePasswords(MASTER_KEY);
  const before = await migrationsBefore(ADDED);
  await migrate(database.ownerUrl, passwords, before);
  await installContextKey(database.ownerUrl, keyFor(CONTEXT_PURPOSE));
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // Of no organisation that is there: the keys between the tables are not what is tried here.
  await owner.query("SET session_replication_role = replica");
  for (const [kind, title] of [
    ["cover", "Ann Lee covers Bo"],
    ["swap", "Anna of a name so long that it was cut off where the oth"],
    ["edit", "Ann Lee covers for the summer"],
  ])
    await owner.query(
      `INSERT INTO "Draft" ("orgId", "scheduleId", "authorId", "kind", "title", "baseRevision", "document", "createdAt")
         VALUES ($1, $1, $1, $2, $3, 1, '{}', '2026-05-04T09:00:00Z')`,
      [randomUUID(), kind, title],
    );
  expect(await migrate(database.ownerUrl, passwords)).toContain(ADDED);
  const { rows } = await owner.query(`SELECT "kind", "title" FROM "Draft" ORDER BY "kind"`);
  await owner.end();
  await rm(before, { recursive: true });
  expect(rows).toEqual([
    { kind: "cover", title: "Cover, asked for on 4 May" },
    { kind: "edit", title: "Ann Lee covers for the summer" },
    { kind: "swap", title: "Swap, asked for on 4 May" },
  ]);
});
