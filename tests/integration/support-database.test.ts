import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyFor } from "@/lib/crypto/keys";
import { CONTEXT_PURPOSE, signContext } from "@/lib/db/signed-context";
import { pidOf } from "./signed";
import { ended, granted, supportStage } from "./support-stage";

let made: Awaited<ReturnType<typeof supportStage>>;
let { owner, lumen, harbour } = {} as typeof made;
let app: pg.Client;

beforeAll(async () => {
  made = await supportStage();
  ({ owner, lumen, harbour } = made);
  app = new pg.Client({ connectionString: made.stage.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await made.close();
});

test("the end is the database's to say, and nobody moves it", async () => {
  const access = await granted(lumen, [], 2);
  const { rows } = await owner.query(
    `SELECT extract(epoch FROM "expiresAt" - clock_timestamp())::float8 AS left FROM "SupportAccess" WHERE "id" = $1`,
    [access],
  );
  expect(rows[0]?.left).toBeGreaterThan(7100);
  expect(rows[0]?.left).toBeLessThanOrEqual(7200);
  for (const sql of [
    `UPDATE "SupportAccess" SET "expiresAt" = "expiresAt" + interval '1 day'`,
    `UPDATE "SupportAccess" SET "teams" = ARRAY[gen_random_uuid()], "whole" = false`,
  ])
    await expect(owner.query(sql), sql).rejects.toThrow(/only ended/);
  await ended(lumen, access);
  const again = `UPDATE "SupportAccess" SET "endedAt" = NULL, "endedBy" = NULL`;
  await expect(owner.query(again)).rejects.toThrow(/only ended/);
});

describe("SQL that is injected while support looks", () => {
  async function open(accessId: string, orgId = lumen.orgId): Promise<void> {
    const claim = { orgId, accessId, pid: await pidOf(app), until: Date.now() + 10_000 };
    await app.query("BEGIN");
    await app.query(
      "SELECT set_config('role', 'standby_support', true), set_config('app.support', $1, true)",
      [signContext(claim, keyFor(CONTEXT_PURPOSE))],
    );
  }

  test("has the rows of that access, and without its role none", async () => {
    const access = await granted(lumen);
    await open(access);
    expect((await app.query(`SELECT DISTINCT "orgId" FROM "Person"`)).rows).toEqual([
      { orgId: lumen.orgId },
    ]);
    await app.query("RESET ROLE");
    expect((await app.query(`SELECT FROM "Person"`)).rowCount).toBe(0);
    await app.query("ROLLBACK");
    await ended(lumen, access);
  });

  test("a context of one kind, organisation or access does not pass for another", async () => {
    const access = await granted(lumen);
    const pid = await pidOf(app);
    const until = Date.now() + 10_000;
    const key = keyFor(CONTEXT_PURPOSE);
    const tenantContext = signContext({ orgId: lumen.orgId, pid, until }, key);
    const supportContext = signContext({ orgId: lumen.orgId, accessId: access, pid, until }, key);
    const forged = [
      ["app.support", tenantContext],
      ["app.context", supportContext],
      ["app.support", supportContext.replace(lumen.orgId, harbour.orgId)],
      ["app.support", supportContext.replace(access, randomUUID())],
      ["app.support", "x"],
    ] as const;
    for (const [setting, context] of forged) {
      await app.query("BEGIN");
      await app.query(
        "SELECT set_config('role', 'standby_support', true), set_config($1, $2, true)",
        [setting, context],
      );
      await expect(app.query(`SELECT FROM "Person"`), setting).rejects.toThrow(/not signed/);
      await app.query("ROLLBACK");
    }
    await open(access, harbour.orgId);
    await expect(app.query(`SELECT FROM "Person"`)).rejects.toThrow(/has ended/);
    await app.query("ROLLBACK");
    await ended(lumen, access);
  });
});
