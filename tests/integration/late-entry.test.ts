import { randomUUID } from "node:crypto";
import type { Runner } from "graphile-worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queueBoxes, rotateQueue } from "@/lib/keys/queue";
import { openQueue } from "@/lib/notify/queue";
import { startWorker } from "@/lib/notify/worker";
import { recordAccountAct } from "@/lib/tenancy/account-log";
import { record } from "@/lib/tenancy/log";
import { actorOf, as, join } from "@/scripts/demo-stage";
import { accountOf, openStage, type Tenant, tenant } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let held: Tenant;
let other: Tenant;
let worker: Runner | undefined;
beforeAll(async () => {
  stage = await openStage();
  held = await tenant("lumen");
  other = await tenant("northwind");
});
afterAll(async () => {
  await worker?.stop();
  await stage.close();
});

const ORIGIN = { address: "203.0.113.7", device: "Firefox" };

const signIns = ({ owner }: Tenant) =>
  as(owner, Date.now(), ({ db }) =>
    db.changeLogEntry.findMany({
      where: { action: "member.signed-in" },
      select: { subjectId: true, origin: true, body: true },
    }),
  );

/** Somebody who is a member of both organisations. */
async function inBoth() {
  const user = await accountOf("Ana");
  await join(held.owner, user, "Responder");
  await join(other.owner, user, "Responder");
  return { user, memberId: (await actorOf(held.orgId, held.slug, user)).memberId };
}

test("an organisation that holds its log holds up no sign-in: the entry waits sealed, and is written once", async () => {
  const { user, memberId } = await inBoth();
  const owner = await stage.openOwner();
  const jobs = () =>
    owner.query(
      `SELECT payload FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'log-entry'`,
    );
  await owner.query("BEGIN");
  await owner.query(`SELECT FROM "ChangeLogHead" WHERE "orgId" = $1 FOR UPDATE`, [held.orgId]);
  const began = performance.now();
  await recordAccountAct("member.signed-in", { userId: user.id, origin: ORIGIN }, { by: "totp" });
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(await signIns(other)).toHaveLength(1);
  expect(await signIns(held)).toEqual([]);
  const [waiting] = (await jobs()).rows;
  expect(JSON.stringify(waiting.payload)).not.toMatch(/203\.0\.113|Firefox|signed-in/);
  // `npm run keys:rotate` knows it.
  expect([(await queueBoxes()).length, await rotateQueue()]).toEqual([1, { moved: 0, stuck: [] }]);
  await owner.query("COMMIT");

  // As when a server dies after the entry and before the end of its job.
  await (await openQueue()).addJob("log-entry", waiting.payload);
  const { lateTasks } = await import("@/lib/tenancy/late-entry");
  worker = await startWorker(lateTasks);
  await expect.poll(async () => (await jobs()).rows, { timeout: 30_000 }).toEqual([]);
  const [entry, ...more] = await signIns(held);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ subjectId: memberId, body: '{"by":"totp"}' });
  expect(entry?.origin).not.toBe("");
});

test("some thousand entries of one act are in the log in their order", async () => {
  const names = Array.from({ length: 3_000 }, (_, n) => `Team ${n}`);
  await as(held.owner, Date.now(), (context) =>
    record(
      context,
      ...names.map((name) => {
        const subject = { kind: "team", id: randomUUID() };
        return { action: "team.added", subject, body: { name } } as const;
      }),
    ),
  );
  const entries = await as(held.owner, Date.now(), ({ db }) =>
    db.changeLogEntry.findMany({
      where: { action: "team.added" },
      orderBy: { number: "desc" },
      take: names.length,
      select: { body: true },
    }),
  );
  expect(entries.map(({ body }) => JSON.parse(body).name).reverse()).toEqual(names);
});
