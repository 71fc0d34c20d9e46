import "server-only";
import { randomUUID } from "node:crypto";
import type { JobHelpers, TaskList } from "graphile-worker";
import * as z from "zod";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/notify/outbox";
import { tenantTx } from "@/lib/tenancy/db";
import { forgetKeys } from "@/lib/tenancy/once";
import { forgetOld } from "@/lib/tenancy/retention";
import { latestHead, signLogHead } from "./head";
import { sealLog } from "./seal";
import { isSet, SINKS, sendHead } from "./sinks";

const DAY = 86_400_000;

const organisation = z.object({ orgId: z.uuid() });
const outward = z.object({ orgId: z.uuid(), number: z.int() });
const single = z.object({ ...outward.shape, sink: z.enum(SINKS) });
const daily = z.object({ orgId: z.uuid(), mailed: z.int().optional() });

/** Signs the head of one organisation's log. The database asks for it after every entry. */
async function sign(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId } = organisation.parse(payload);
  await signLogHead(orgId, `job ${randomUUID()}`, Date.now());
  await again(helpers, { orgId }, "preserve_run_at");
}

/** Hands a new head to every place outside, each as a job of its own that is tried until it succeeds. */
async function sendOut(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId, number } = outward.parse(payload);
  for (const sink of SINKS.filter(isSet)) {
    await helpers.addJob(
      "log-head-to",
      { orgId, number, sink },
      {
        jobKey: `log-head-to:${sink}:${orgId}:${number}`,
      },
    );
  }
}

async function sendTo(payload: unknown): Promise<void> {
  const { orgId, number, sink } = single.parse(payload);
  await sendHead(orgId, number, sink);
}

/** Once a day for each organisation: removes what is no longer kept or needed, and mails the last head to the owners. */
async function lookAfter(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId, mailed } = daily.parse(payload);
  await sealLog(orgId, `job ${randomUUID()}`, Date.now());
  await tenantTx(orgId, (db) => forgetKeys(db, Date.now()));
  await tenantTx(orgId, (db) => forgetOld(db, Date.now()));
  const number = env().LOG_HEAD_MAIL === "daily" ? await mailHead(orgId, mailed) : undefined;
  await again(helpers, { orgId, ...(number !== undefined && { mailed: number }) }, "replace");
}

/** Lets the organisation be looked after a day from now, unless that is settled already. */
async function again(
  helpers: JobHelpers,
  payload: z.output<typeof daily>,
  jobKeyMode: "replace" | "preserve_run_at",
): Promise<void> {
  await helpers.addJob("log-daily", payload, {
    jobKey: `log-daily:${payload.orgId}`,
    jobKeyMode,
    runAt: new Date(Date.now() + DAY),
  });
}

/** Puts the last head into the outbox for every owner, if it is another than the one mailed before. */
async function mailHead(orgId: string, mailed: number | undefined): Promise<number | undefined> {
  return tenantTx(orgId, async (db) => {
    const head = await latestHead(db);
    if (!head || head.number === mailed) return mailed;
    const owners = await db.grant.findMany({
      where: { permission: "organisation.own", member: { removedAt: null } },
      select: { memberId: true },
    });
    for (const memberId of new Set(owners.map((owner) => owner.memberId))) {
      await enqueue({ actor: { orgId }, db }, { kind: "log-head", number: head.number, memberId });
    }
    return head.number;
  });
}

/** The change log's own jobs, for the worker. */
export const logTasks: TaskList = {
  "log-head": sign,
  "log-head-out": sendOut,
  "log-head-to": sendTo,
  "log-daily": lookAfter,
};
