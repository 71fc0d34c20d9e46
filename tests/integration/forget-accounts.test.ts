import { randomUUID } from "node:crypto";
import { makeWorkerUtils, type Runner } from "graphile-worker";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { forgetFailed } from "@/lib/notify/queue";
import { startWorker } from "@/lib/notify/worker";
import { accountTasks, accountTimes } from "@/lib/personal/jobs";
import { accountOf, openStage } from "./stage";

const stage = await openStage();
const owner = await stage.openOwner();
let worker: Runner | undefined;
afterAll(async () => {
  await worker?.stop();
  await stage.close();
});

const { id: userId } = await accountOf("Vera");

/** Rows of accounts that ended so many days ago, or end so many days from now, by how they ended. */
const INSERTS = {
  expired: `INSERT INTO "Session" ("idHash", "userId", "userVersion", "device", "expiresAt") VALUES ($1, $2, 1, 'x', now() + $3::interval)`,
  revoked: `INSERT INTO "Session" ("idHash", "userId", "userVersion", "device", "expiresAt", "revokedAt") VALUES ($1, $2, 1, 'x', now() + interval '1 day', now() + $3::interval)`,
  reset: `INSERT INTO "PasswordReset" ("tokenHash", "userId", "expiresAt") VALUES ($1, $2, now() + $3::interval)`,
  used: `INSERT INTO "PasswordReset" ("tokenHash", "userId", "expiresAt", "usedAt") VALUES ($1, $2, now() + interval '1 day', now() + $3::interval)`,
  code: `INSERT INTO "SentCode" ("scope", "userId", "kind", "codeHash", "expiresAt") VALUES ($1, $2, 'email', 'x', now() + $3::interval)`,
  pending: `INSERT INTO "PendingSignIn" ("idHash", "userId", "userVersion", "expiresAt") VALUES ($1, $2, 1, now() + $3::interval)`,
} as const;

const LEFT = `SELECT "idHash" AS name FROM "Session" UNION SELECT "tokenHash" FROM "PasswordReset"
  UNION SELECT "scope" FROM "SentCode" UNION SELECT "idHash" FROM "PendingSignIn"`;

async function left(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(LEFT);
  return rows.map(({ name }) => name).sort();
}

test("sign-in itself deletes no session and no link that holds, or has not been over for a month", async () => {
  const auth = new pg.Client({ connectionString: stage.authUrl });
  await auth.connect();
  try {
    for (const insert of [INSERTS.revoked, INSERTS.used])
      for (const days of ["-31 days", "-29 days"])
        await owner.query(insert, [`by hand ${days}`, userId, days]);
    for (const table of ["Session", "PasswordReset"]) {
      const { rowCount } = await auth.query(`DELETE FROM "${table}"`);
      expect([table, rowCount]).toEqual([table, 1]);
    }
    expect(await left()).toEqual(["by hand -29 days"]);
  } finally {
    await auth.end();
    await owner.query(`DELETE FROM "Session"`);
    await owner.query(`DELETE FROM "PasswordReset"`);
  }
});

/** A job that was tried so often, of 13 times, and so long ago; or is being tried for the last time. */
async function job(name: string, attempts: number, ago: string, locked = false): Promise<void> {
  await owner.query(`SELECT graphile_worker.add_job($1, max_attempts => 13)`, [name]);
  await owner.query(
    `UPDATE graphile_worker._private_jobs job SET attempts = $2, run_at = now() - $3::interval,
       updated_at = now() - $3::interval, locked_at = CASE WHEN $4 THEN now() END
     FROM graphile_worker._private_tasks task WHERE task.id = job.task_id AND task.identifier = $1`,
    [name, attempts, ago, locked],
  );
}

async function jobs(): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT task_identifier AS name FROM graphile_worker.jobs ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

test("a job that nobody tries any more goes after a day, with the letter in it; others stay", async () => {
  await job("given up", 13, "25 hours");
  await job("given up just now", 13, "23 hours");
  await job("tried again", 12, "9 days");
  await job("trying", 13, "9 days", true);
  await forgetFailed(new Date(Date.now() - 86_400_000));
  expect(await jobs()).toEqual(["given up just now", "tried again", "trying"]);
});

test("what ended over thirty days ago of accounts is removed by a nightly job; what ended since, and what lives, stays", async () => {
  const kept: string[] = [];
  for (const [kind, insert] of Object.entries(INSERTS))
    for (const [days, stays] of [
      [-31, false],
      [-29, true],
      [1, true],
    ] as const) {
      const name = `${kind} ${days} ${randomUUID()}`;
      await owner.query(insert, [name, userId, `${days} days`]);
      if (stays) kept.push(name);
    }
  expect(await left()).toHaveLength(18);
  await job("given up", 13, "25 hours");
  worker = await startWorker(accountTasks, accountTimes);
  const known = `SELECT "identifier" FROM "graphile_worker"."_private_known_crontabs"`;
  await expect
    .poll(async () => (await owner.query(known)).rows, { timeout: 50_000 })
    .toEqual([{ identifier: "accounts-daily" }]);
  const utils = await makeWorkerUtils({ connectionString: stage.jobsUrl });
  await utils.addJob("accounts-daily", {});
  await utils.release();
  await expect.poll(left, { timeout: 50_000 }).toEqual(kept.sort());
  expect(await jobs()).not.toContain("given up");
});
