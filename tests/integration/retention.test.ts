import { makeWorkerUtils, type Runner } from "graphile-worker";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logTasks } from "@/lib/log/jobs";
import { startWorker } from "@/lib/notify/worker";
import { changeRetention } from "@/lib/organisation/commands";
import { tenantTx } from "@/lib/tenancy/db";
import { forgetOld } from "@/lib/tenancy/retention";
import { as } from "@/scripts/demo-stage";
import { fullTenant } from "./every-model";
import { DAY, openStage, type Tenant } from "./stage";

const NOW = Date.now();
const TABLES = [
  "Outbox",
  "Invitation",
  "Feed",
  "ApiKey",
  "ScimToken",
  "Plan",
  "TimeOff",
  "Wish",
  "Alert",
  "LogTally",
] as const;

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
  for (const table of ["ApiKey", "ScimToken"])
    await owner.query(
      `UPDATE "${table}" SET "usedAt" = now(), "usedFromBox" = 'somewhere', "revokedAt" = now()`,
    );
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

test("support access that ended so long ago goes with it; one that ended since stays", async () => {
  const access = async (days: number) => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO "SupportAccess" ("orgId", "grantedBy", "whole", "hours") VALUES ($1, $2, true, 1) RETURNING "id"`,
      [lumen.orgId, lumen.owner.memberId],
    );
    const id = rows[0]?.id ?? "";
    // Nobody changes when it ends; time does.
    await owner.query("SET session_replication_role = replica");
    await owner.query(
      `UPDATE "SupportAccess" SET "expiresAt" = now() - make_interval(days => $2) WHERE "id" = $1`,
      [id, days],
    );
    await owner.query("SET session_replication_role = DEFAULT");
    return id;
  };
  const [old, recent] = [await access(366), await access(364)];
  const left = async () =>
    (
      await owner.query<{ id: string }>(`SELECT "id" FROM "SupportAccess" WHERE "id" = ANY($1)`, [
        [old, recent],
      ])
    ).rows.map(({ id }) => id);
  expect((await left()).sort()).toEqual([old, recent].sort());
  await forget(harbour, Date.now());
  expect(await left()).toHaveLength(2);
  await forget(lumen, Date.now());
  expect(await left()).toEqual([recent]);
  await tenantTx(lumen.orgId, (db) =>
    db.organisation.updateMany({ data: { forgottenAt: new Date(NOW + 9_999 * DAY) } }),
  );
  expect(await left(), "whoever says another time deletes nothing").toEqual([recent]);
});

test("a shorter time is told to every owner by mail, a longer one to nobody; both are in the log", async () => {
  const late = await harbour.member("Late Owner", "Owner");
  const set = (logDays: number) =>
    as(harbour.owner, NOW, (context) => changeRetention(context, { logDays }));
  const told = async () =>
    (
      await owner.query(
        `SELECT "payload"->>'memberId' AS "to" FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'notice'`,
        [harbour.orgId],
      )
    ).rows.map(({ to }) => to);
  const before = await told();
  await set(400);
  expect(await told()).toEqual(before);
  await set(90);
  expect((await told()).sort()).toEqual([...before, harbour.owner.memberId, late.memberId].sort());
  const { rows } = await owner.query(
    `SELECT "body" FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "action" = 'organisation.changed' ORDER BY "number"`,
    [harbour.orgId],
  );
  expect(rows.map(({ body }) => JSON.parse(body))).toMatchObject([
    { before: { logDays: 365 }, after: { logDays: 400 } },
    { before: { logDays: 400 }, after: { logDays: 90 } },
  ]);
});

test("a message that nobody could send goes after a week, when nobody tries any more", async () => {
  const { orgId } = harbour;
  const unsent = async () => {
    const sql = `SELECT count(*)::int AS count FROM "Outbox" WHERE "orgId" = $1 AND "sentAt" IS NULL`;
    return (await owner.query(sql, [orgId])).rows[0]?.count;
  };
  const before = await unsent();
  expect(before).toBeGreaterThan(0);
  await forget(harbour, NOW + 6 * DAY);
  expect(await unsent()).toBe(before);
  await forget(lumen, NOW + 8 * DAY);
  expect(await unsent()).toBe(before);
  await forget(harbour, NOW + 8 * DAY);
  expect(await unsent()).toBe(0);
});

test("by a daily job, for as many days as the organisation says", async () => {
  await owner.query(`UPDATE "Organisation" SET "logDays" = 30 WHERE "orgId" = $1`, [harbour.orgId]);
  await owner.query(`UPDATE "Outbox" SET "sentAt" = now()`);
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
    // Counts of a minute that is over go to the log.
    .toEqual({ ...kept, Outbox: 0, Plan: 0, LogTally: expect.any(Number) });
});
