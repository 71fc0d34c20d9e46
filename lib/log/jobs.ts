import "server-only";
import { randomUUID } from "node:crypto";
import type { JobHelpers, TaskList } from "graphile-worker";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import { logLine } from "@/lib/log-line";
import { tenantTx } from "@/lib/tenancy/db";
import { forgetKeys } from "@/lib/tenancy/once";
import { forgetOld } from "@/lib/tenancy/retention";
import { signLogHead } from "./head";
import { sealLog } from "./seal";
import { beginAt } from "./sink-state";
import { mailHead, sendHeads, setPlaces } from "./sinks";

const DAY = 86_400_000;

const organisation = z.object({ orgId: z.uuid() });
const outward = z.object({ orgId: z.uuid(), number: z.int() });
const single = z.object({ orgId: z.uuid(), sink: z.enum(["file", "http"]) });

/** Signs the head of one organisation's log. The database asks for it after every entry. */
async function sign(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId } = organisation.parse(payload);
  await signLogHead(orgId, `job ${randomUUID()}`, Date.now());
  await again(helpers, { orgId }, "preserve_run_at");
}

/** Asks every place outside to be sent what it has not got. The database asks for it with every new head. */
async function sendOut(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId, number } = outward.parse(payload);
  for (const sink of setPlaces()) {
    if (sink === "mail") continue;
    await tenantTx(orgId, (db) => beginAt(db, sink, number - 1));
    await askPlace(helpers, orgId, sink);
  }
}

/** One job for each place: a new head tries one again that waits after a failure. */
async function askPlace(helpers: JobHelpers, orgId: string, sink: "file" | "http"): Promise<void> {
  await helpers.addJob("log-head-to", { orgId, sink }, { jobKey: `log-head-to:${sink}:${orgId}` });
}

async function sendTo(payload: unknown): Promise<void> {
  const { orgId, sink } = single.parse(payload);
  try {
    await sendHeads(orgId, sink);
  } catch (error) {
    // No fault of ours: whoever runs the place is told, and the queue tries again.
    const why = error instanceof Error ? error.message : String(error);
    logLine("head.unsent", { organisation: orgId, place: sink, why });
    throw new AppError("unavailable", "A place outside did not take a head of the change log.");
  }
}

/**
 * Once a day for each organisation: removes what is no longer kept or needed, mails the last head to the owners, and tries
 * the other places again.
 */
async function lookAfter(payload: unknown, helpers: JobHelpers): Promise<void> {
  const { orgId } = organisation.parse(payload);
  await sealLog(orgId, `job ${randomUUID()}`, Date.now());
  await tenantTx(orgId, (db) => forgetKeys(db, Date.now()));
  await tenantTx(orgId, (db) => forgetOld(db, Date.now()));
  for (const place of setPlaces())
    await (place === "mail" ? mailHead(orgId) : askPlace(helpers, orgId, place));
  await again(helpers, { orgId }, "replace");
}

/** Lets the organisation be looked after a day from now, unless that is settled already. */
async function again(
  helpers: JobHelpers,
  payload: z.output<typeof organisation>,
  jobKeyMode: "replace" | "preserve_run_at",
): Promise<void> {
  await helpers.addJob("log-daily", payload, {
    jobKey: `log-daily:${payload.orgId}`,
    jobKeyMode,
    runAt: new Date(Date.now() + DAY),
  });
}

/** The change log's own jobs, for the worker. */
export const logTasks: TaskList = {
  "log-head": sign,
  "log-head-out": sendOut,
  "log-head-to": sendTo,
  "log-daily": lookAfter,
};
