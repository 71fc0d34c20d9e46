import { makeWorkerUtils, type Runner } from "graphile-worker";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logTasks } from "@/lib/log/jobs";
import { startWorker } from "@/lib/notify/worker";
import { tenantTx } from "@/lib/tenancy/db";
import { forgetOld } from "@/lib/tenancy/retention";
import { fullTenant } from "./every-model";
import { DAY, openStage, type Tenant } from "./stage";

const NOW = Date.now();
const TABLES = ["Outbox", "Invitation", "Feed", "Plan", "TimeOff", "Wish", "LogTally"] as const;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let harbour: Tenant;
let worker: Runner | undefined;

beforeAll(async () => {
  stage = await openStage();
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  lumen = await fullTenant("lumen");
  harbour = await fullTenant("harbour");
  await owner.query(`UPDATE "Outbox" SET "sentAt" = now()`);
  await owner.query(`UPDATE "Plan" SET "finishedAt" = now()`);
  await owner.query(`UPDATE "ApiKey" SET "usedAt" = now(), "usedFromBox" = 'somewhere'`);
  await owner.query(
    `UPDATE "Wish" SET "weekday" = NULL, "startsAt" = now(), "endsAt" = now() + interval '1 day'`,
  );
});
afterAll(async () => {
  await worker?.stop();
  await owner.end();
  await stage.close();
});

async function counts({ orgId }: Tenant): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await owner.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${table}" WHERE "orgId" = $1`,
      [orgId],
    );
    found[table] = rows[0]?.count ?? 0;
  }
  const { rows } = await owner.query<{ count: number }>(
    `SELECT count("usedFromBox")::int AS count FROM "ApiKey" WHERE "orgId" = $1`,
    [orgId],
  );
  return { ...found, keysUsedFrom: rows[0]?.count ?? 0 };
}

const forget = ({ orgId }: Tenant, now: number) => tenantTx(orgId, (db) => forgetOld(db, now));
const nothing = Object.fromEntries([...TABLES, "keysUsedFrom"].map((name) => [name, 0]));

test("is removed after a year, not before, and of nobody else", async () => {
  const before = await counts(lumen);
  expect(Object.values(before).every((count) => count > 0)).toBe(true);
  await forget(lumen, NOW + 364 * DAY);
  expect(await counts(lumen)).toEqual(before);
  const others = await counts(harbour);
  await forget(lumen, NOW + 375 * DAY);
  expect(await counts(lumen)).toEqual(nothing);
  expect(await counts(harbour)).toEqual(others);
});

test("by a daily job, for as many days as the organisation says", async () => {
  await owner.query(`UPDATE "Organisation" SET "logDays" = 30 WHERE "orgId" = $1`, [harbour.orgId]);
  const kept = await counts(harbour);
  await forget(harbour, NOW + 29 * DAY);
  expect(await counts(harbour)).toEqual(kept);
  for (const [table, column] of [
    ["Outbox", "sentAt"],
    ["Plan", "finishedAt"],
  ])
    await owner.query(`UPDATE "${table}" SET "${column}" = now() - interval '31 days'`);
  const utils = await makeWorkerUtils({ connectionString: stage.jobsUrl });
  await utils.addJob("log-daily", { orgId: harbour.orgId }, { jobKey: "now" });
  await utils.release();
  worker = await startWorker(logTasks);
  await expect
    .poll(() => counts(harbour), { timeout: 50_000 })
    .toEqual({ ...kept, Outbox: 0, Plan: 0 });
});
