import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Proposal } from "@/lib/planner/propose";
import { Cancelled, proposeInThread } from "@/lib/planner/thread";
import type { Progress } from "@/lib/planner/types";
import { tenantTx } from "@/lib/tenancy/db";
import type { Json } from "@/lib/tenancy/rows";
import { isTaken } from "@/lib/tenancy/unique";
import { choicesSchema } from "./plan-schema";
import { GONE_MS, inputSchema, toStored } from "./plan-stored";

const payloadSchema = z.object({ orgId: z.uuid(), id: z.uuid() });
const LOOK_MS = 1_000;

type Place = z.output<typeof payloadSchema>;

const json = (value: Proposal | Progress): Json => value as unknown as Json;

/**
 * Takes a queued plan, if no other of its organisation is being worked on: an index of the database sees to
 * that. Null where it is not queued any more. Throws where another is running, and the job is tried again.
 */
async function take({ orgId, id }: Place) {
  return tenantTx(orgId, async (db) => {
    const now = Date.now();
    await db.plan.updateMany({
      where: { status: "running", seenAt: { lt: new Date(now - GONE_MS) } },
      data: { status: "failed", finishedAt: new Date(now) },
    });
    const taken = await db.plan.updateManyAndReturn({
      where: { id, status: "queued" },
      data: { status: "running", seenAt: new Date(now) },
      select: { input: true, choices: true },
    });
    return taken[0] ?? null;
  }).catch((error: unknown) => {
    if (isTaken(error)) throw new AppError("busy", "Another plan is being made.");
    throw error;
  });
}

/** Says that the work goes on, and how far it is. Whether it is still wanted. */
async function isWanted({ orgId, id }: Place, progress: Progress | null): Promise<boolean> {
  const { count } = await tenantTx(orgId, (db) =>
    db.plan.updateMany({
      where: { id, status: "running" },
      data: { seenAt: new Date(), ...(progress && { progress: json(progress) }) },
    }),
  );
  return count > 0;
}

async function finish({ orgId, id }: Place, proposal: Proposal | null): Promise<void> {
  await tenantTx(orgId, (db) =>
    db.plan.updateMany({
      where: { id, status: "running" },
      data: {
        status: proposal ? "done" : "failed",
        finishedAt: new Date(),
        ...(proposal && { proposal: json(toStored(proposal)) }),
      },
    }),
  );
}

/** Works on a plan in a thread, looking every second whether somebody has stopped it. */
async function work(place: Place, taken: { input: unknown; choices: unknown }): Promise<Proposal> {
  const input = inputSchema.parse(taken.input);
  const { seconds } = choicesSchema.parse(taken.choices);
  const [cancel, done] = [new AbortController(), new AbortController()];
  let progress: Progress | null = null;
  const watch = async () => {
    while (!done.signal.aborted) {
      if (!(await isWanted(place, progress))) cancel.abort();
      await sleep(LOOK_MS, undefined, { signal: done.signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  try {
    return await proposeInThread(input, seconds, cancel.signal, (told) => {
      progress = told;
    });
  } finally {
    done.abort();
    await watching;
  }
}

/** The job: one plan, from queued to done. A plan that was stopped keeps its status. */
export async function runPlan(payload: unknown): Promise<void> {
  const place = payloadSchema.parse(payload);
  const taken = await take(place);
  if (!taken) return;
  try {
    await finish(place, await work(place, taken));
  } catch (error) {
    if (error instanceof Cancelled) return;
    await finish(place, null);
    throw error;
  }
}
