import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { keyFor } from "@/lib/crypto/keys";
import { installContextKey } from "@/lib/db/context-key";
import { migrate } from "@/lib/db/migrate";
import { addressFor, rolePasswords } from "@/lib/db/roles";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { START, verifyFrom } from "@/lib/log/chain";
import { asOwner, inDatabase, MASTER_KEY } from "@/tests/support/database";
import { migrationsBefore } from "./migrations-before";
import { enter } from "./signed";
import { openStage } from "./stage";

const ADDED = "20261122001300_log_heads";
const passwords = rolePasswords(MASTER_KEY);

async function append(client: pg.Client, orgId: string, word: string): Promise<void> {
  await enter(client, orgId, false);
  await client.query(
    `INSERT INTO "ChangeLogEntry" ("action", "subjectKind", "subjectId", "requestId", "body")
       VALUES ('probe.written', 'x', $1, 'x', '{}')`,
    [word],
  );
}

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test("entries from before keep verifying, and those behind them continue the chain", async () => {
  const server = inject("serverUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const before = await migrationsBefore(ADDED);
  await asOwner(server, `CREATE DATABASE ${name}`);
  const url = inDatabase(server, name);
  await migrate(url, passwords, before);
  await installContextKey(url, keyFor(CONTEXT_PURPOSE));
  const app = new pg.Client({ connectionString: addressFor("standby_app", url, passwords) });
  await app.connect();
  const orgId = randomUUID();
  await enter(app, orgId, false);
  await app.query(`INSERT INTO "Organisation" ("slug", "name") VALUES ('old', 'Old')`);
  for (const word of ["größer", "a\nb", ""]) await append(app, orgId, word);
  await app.end();

  expect(await migrate(url, passwords)).toContain(ADDED);
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const jobs = await owner.query("SELECT task_identifier AS task FROM graphile_worker.jobs");
  await owner.end();
  expect(jobs.rows).toEqual([{ task: "log-head" }]);

  const again = new pg.Client({ connectionString: addressFor("standby_app", url, passwords) });
  await again.connect();
  await append(again, orgId, "a\nb");
  const { rows } = await again.query(`SELECT * FROM "ChangeLogEntry" ORDER BY "number"`);
  await again.end();
  const entries = rows.map((row) => ({ ...row, number: Number(row.number), at: row.at.getTime() }));
  expect(entries.map(({ version }) => version)).toEqual([1, 1, 1, 2]);
  expect(verifyFrom(START, entries)).toMatchObject({ whole: true, head: { number: 4 } });
  await asOwner(server, `DROP DATABASE ${name} WITH (FORCE)`);
  await rm(before, { recursive: true });
});
