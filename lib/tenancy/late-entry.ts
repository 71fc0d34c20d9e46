import "server-only";
import type { TaskList } from "graphile-worker";
import * as z from "zod";
import { locationSchema } from "@/lib/auth/location";
import { A_DAY_OF_TRIES, openJob, openQueue, sealJob } from "@/lib/notify/queue";
import { type TenantDb, tenantTx } from "./db";
import { type Entry, record } from "./log";
import { codeOf } from "./postgres-code";

const TASK = "log-entry";
const TWO_DAYS = 2 * 86_400_000;
/** For how long a sign-in, or another act on an account, waits for the log of an organisation. */
const WAIT_MS = 1_000;
/** PostgreSQL's code for a lock that was not had in time. */
const LOCK_NOT_HAD = "55P03";

/** What happened to the account of a member, for the log of one of its organisations. */
const lateSchema = z.object({
  orgId: z.uuid(),
  memberId: z.uuid(),
  requestId: z.uuid(),
  origin: z.object({
    address: z.string().nullable(),
    device: z.string(),
    location: locationSchema.optional(),
  }),
  action: z.string(),
  body: z.record(z.string(), z.unknown()),
});
type Late = z.output<typeof lateSchema>;

const payloadSchema = z.object({ id: z.uuid(), box: z.string() });

async function write(db: TenantDb, { action, body, ...actor }: Late): Promise<void> {
  const subject = { kind: "member", id: actor.memberId };
  // An action and its own body: whoever asked had both from one type.
  await record({ actor, db }, { action, subject, body } as Entry);
}

/**
 * Writes an entry about a member's account. An organisation whose log is locked for longer, by a large change or on purpose,
 * does not hold up the sign-in of who is a member elsewhere, too: the entry waits in the queue, which lasts, and is written
 * when the log can be had.
 */
export async function recordSoon(late: Late): Promise<void> {
  try {
    await tenantTx(late.orgId, (db) => write(db, late), { lockMs: WAIT_MS });
  } catch (error) {
    if (codeOf(error) !== LOCK_NOT_HAD) throw error;
    const queue = await openQueue();
    await queue.addJob(TASK, sealJob("entry", late), { maxAttempts: A_DAY_OF_TRIES });
  }
}

/** Once: a job whose end was not heard of is begun again. */
async function recordLate(payload: unknown): Promise<void> {
  const late = lateSchema.parse(openJob("entry", payloadSchema.parse(payload)));
  const { orgId, requestId, action, memberId } = late;
  await tenantTx(orgId, async (db, now) => {
    const since = { at: { gte: new Date(now - TWO_DAYS) } };
    const where = { requestId, action, subjectId: memberId, ...since };
    if ((await db.changeLogEntry.count({ where })) === 0) await write(db, late);
  });
}

/** The job of entries that came late, for the worker. */
export const lateTasks: TaskList = { [TASK]: recordLate };
