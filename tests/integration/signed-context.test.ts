import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyFor } from "@/lib/crypto/keys";
import { installContextKey } from "@/lib/db/context-key";
import { CONTEXT_PURPOSE, signContext } from "@/lib/db/signed-context";
import { contextFor, enter, pidOf } from "./signed";
import { openStage, type Tenant, tenant } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;
/** What SQL that was injected into the application's connection could do. */
let app: pg.Client;
let elsewhere: pg.Client;
let owner: pg.Client;

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  // Told when the database is dropped.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  app = await connect(stage.appUrl);
  elsewhere = await connect(stage.appUrl);
  owner = await connect(stage.ownerUrl);
});
afterAll(async () => {
  for (const client of [app, elsewhere, owner]) await client.end();
  await stage.close();
});

/** What a transaction with this text as its context finds and may write. */
async function tried(client: pg.Client, context: string): Promise<string[]> {
  const answers: string[] = [];
  for (const sql of [
    `SELECT "orgId" FROM "Person"`,
    `UPDATE "Person" SET "name" = 'taken' RETURNING "orgId"`,
    `DELETE FROM "Outbox" RETURNING "orgId"`,
    `INSERT INTO "Team" ("name") VALUES ('planted') RETURNING "orgId"`,
    `INSERT INTO "Team" ("orgId", "name") VALUES ('${harbour.orgId}', 'planted') RETURNING "orgId"`,
  ]) {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.context', $1, true)", [context]);
    const answer = await client.query<{ orgId: string }>(sql).then(
      ({ rows }) => [...new Set(rows.map(({ orgId }) => orgId))].join() || "nothing",
      (error: Error) => error.message,
    );
    await client.query("ROLLBACK");
    answers.push(answer);
  }
  return answers;
}

const all = (answer: string): string[] => Array(5).fill(answer);
const UNSIGNED = "the tenant context is not signed for this connection";

describe("the signed context", () => {
  test("lets its own organisation in, on its connection", async () => {
    const [read, changed, , made, planted] = await tried(
      app,
      contextFor(lumen.orgId, await pidOf(app)),
    );
    expect([read, changed, made]).toEqual([lumen.orgId, lumen.orgId, lumen.orgId]);
    expect(planted).toMatch(/row-level security/);
  });

  test("ends with its transaction", async () => {
    const people = async () => (await app.query(`SELECT FROM "Person"`)).rowCount;
    await app.query("BEGIN");
    await enter(app, lumen.orgId);
    expect(await people()).toBeGreaterThan(0);
    await app.query("COMMIT");
    expect(await people()).toBe(0);
  });

  test("without one there is no row to read or to write", async () => {
    const [read, changed, removed, made, planted] = await tried(app, "");
    expect([read, changed, removed]).toEqual(["nothing", "nothing", "nothing"]);
    expect([made, planted].join()).toMatch(/row-level security.*row-level security/);
    await app.query("SELECT set_config('app.org', $1, false)", [lumen.orgId]);
    expect((await app.query(`SELECT FROM "Person"`)).rowCount).toBe(0);
  });

  test("a text that is none is refused", async () => {
    const id = harbour.orgId;
    const [key] = contextFor(id, await pidOf(app)).split(".");
    for (const text of [
      id,
      "x",
      "...",
      `x' OR true`,
      `x.${id}`,
      `.${id}`,
      `${key}.${id}`,
      `${key}.${id}.99999999999999`,
      `x.${id}.99999999999999`,
      `.${id}.99999999999999.`,
      "x".repeat(5000),
    ]) {
      expect(await tried(app, text)).toEqual(all(UNSIGNED));
    }
  });

  test("one for another organisation cannot be made out of the own", async () => {
    const mine = contextFor(lumen.orgId, await pidOf(app));
    const [key, org, until, signature = ""] = mine.split(".");
    const flipped = (signature.startsWith("0") ? "1" : "0") + signature.slice(1);
    for (const forged of [
      mine.replace(lumen.orgId, harbour.orgId),
      [key, org, Number(until) + 1, signature].join("."),
      [key, org, until, flipped].join("."),
      [key, org, until, signature.slice(0, 63)].join("."),
      [key, org, until, ""].join("."),
      [key, org, until].join("."),
      [key, harbour.orgId, org, until, signature].join("."),
      [randomBytes(8).toString("hex"), org, until, signature].join("."),
      mine.toUpperCase(),
    ]) {
      expect(await tried(app, forged)).toEqual(all(UNSIGNED));
    }
  });

  test("one that another key signed is refused", async () => {
    const claim = { orgId: harbour.orgId, pid: await pidOf(app), until: Date.now() + 60_000 };
    const forged = signContext(claim, randomBytes(32));
    expect(await tried(app, forged)).toEqual(all(UNSIGNED));
    const id = contextFor(lumen.orgId, 0).split(".")[0];
    expect(await tried(app, forged.replace(/^[^.]+/, id ?? ""))).toEqual(all(UNSIGNED));
  });

  test("one that was caught on another connection is worth nothing here", async () => {
    const caught = contextFor(harbour.orgId, await pidOf(elsewhere));
    expect((await tried(elsewhere, caught))[0]).toBe(harbour.orgId);
    expect(await tried(app, caught)).toEqual(all(UNSIGNED));
  });

  test("an old one is refused, and one that was in time holds to the transaction's end", async () => {
    const old = contextFor(lumen.orgId, await pidOf(app), Date.now() - 1);
    expect(await tried(app, old)).toEqual(all("the tenant context has expired"));
    await app.query("BEGIN");
    const until = Date.now() + 300;
    await app.query("SELECT set_config('app.context', $1, true)", [
      contextFor(lumen.orgId, await pidOf(app), until),
    ]);
    await app.query("SELECT pg_sleep(0.4)");
    expect((await app.query(`SELECT FROM "Person"`)).rowCount).toBeGreaterThan(0);
    await app.query("COMMIT");
  });
});

describe("the key", () => {
  test.each(["appUrl", "authUrl", "jobsUrl"] as const)("is closed to %s", async (role) => {
    const client = await connect(stage[role]);
    for (const sql of [
      "TABLE standby_keys.context_key",
      "SELECT inner_block FROM standby_keys.context_key",
      "COPY standby_keys.context_key TO STDOUT",
      `INSERT INTO standby_keys.context_key VALUES ('x', decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex'))`,
      "UPDATE standby_keys.context_key SET id = 'x'",
      "DELETE FROM standby_keys.context_key",
      "CREATE TABLE standby_keys.probe (n int)",
      "SET ROLE standby_keeper",
      "SET SESSION AUTHORIZATION standby_keeper",
      "ALTER FUNCTION standby.current_org() SECURITY INVOKER",
      "CREATE OR REPLACE FUNCTION standby.current_org() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
    ]) {
      await expect(client.query(sql), sql).rejects.toThrow(/permission denied|must be owner/);
    }
    await client.end();
  });

  test("no other connection is shown a context", async () => {
    await elsewhere.query("BEGIN");
    await enter(elsewhere, harbour.orgId);
    const seen = await app.query("SELECT * FROM pg_stat_activity");
    expect(JSON.stringify(seen.rows)).not.toContain(harbour.orgId);
    await elsewhere.query("ROLLBACK");
  });

  test("settings that injected SQL may change do not change the answer", async () => {
    const poisoned = await connect(stage.appUrl);
    for (const sql of [
      "SET search_path = public, pg_catalog",
      "SET bytea_output = 'escape'",
      "SET TimeZone = 'Pacific/Apia'",
      "SET DateStyle = 'SQL, DMY'",
      "SET extra_float_digits = -15",
      "SET transform_null_equals = on",
      "SET plan_cache_mode = force_generic_plan",
      "SET debug_parallel_query = on",
    ]) {
      await poisoned.query(sql);
    }
    expect((await tried(poisoned, contextFor(lumen.orgId, await pidOf(poisoned))))[0]).toBe(
      lumen.orgId,
    );
    const forged = contextFor(harbour.orgId, await pidOf(app));
    expect(await tried(poisoned, forged)).toEqual(all(UNSIGNED));
    await poisoned.query("SET row_security = off");
    await poisoned.query("BEGIN");
    await enter(poisoned, lumen.orgId);
    await expect(poisoned.query(`SELECT FROM "Person"`)).rejects.toThrow(/row-level security/);
    await poisoned.end();
  });

  test("after a change of key both hold; after another the first does not", async () => {
    const pid = await pidOf(app);
    const claim = { orgId: lumen.orgId, pid, until: Date.now() + 60_000 };
    const [first, second, third] = [
      keyFor(CONTEXT_PURPOSE),
      randomBytes(32),
      randomBytes(32),
    ] as const;
    const holds = async (key: Buffer) => (await tried(app, signContext(claim, key)))[0];
    await installContextKey(stage.ownerUrl, second);
    expect([await holds(first), await holds(second)]).toEqual([lumen.orgId, lumen.orgId]);
    await installContextKey(stage.ownerUrl, third);
    expect([await holds(first), await holds(second), await holds(third)]).toEqual([
      UNSIGNED,
      lumen.orgId,
      lumen.orgId,
    ]);
    await owner.query(
      "UPDATE standby_keys.context_key SET valid_until = now() WHERE valid_until <> 'infinity'",
    );
    expect([await holds(second), await holds(third)]).toEqual([UNSIGNED, lumen.orgId]);
    await installContextKey(stage.ownerUrl, first);
    expect([await holds(first), await holds(third)]).toEqual([lumen.orgId, lumen.orgId]);
    const { rows } = await owner.query("SELECT FROM standby_keys.context_key");
    expect(rows).toHaveLength(2);
  });
});
