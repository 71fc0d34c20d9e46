import "server-only";
import type { TaskList } from "graphile-worker";
import * as z from "zod";
import { accountOf } from "@/lib/auth/account";
import { requestOrigin } from "@/lib/auth/origin";
import { startPending, wasLeftHalf } from "@/lib/auth/pending";
import { PENDING_MINUTES } from "@/lib/auth/token";
import { take } from "@/lib/limits/spend";
import { halfSignIn } from "@/lib/notify/message";
import { openJob, openQueue, sealJob } from "@/lib/notify/queue";
import { queueLetter } from "@/lib/notify/worker";
import { recordAccountAct } from "@/lib/tenancy/account-log";

const TASK = "half-sign-in";
/** A little after the code can no more be given. */
const LATER_MS = PENDING_MINUTES * 60_000 + 5_000;

const payloadSchema = z.object({ id: z.uuid(), box: z.string().max(4_000) });
const boxSchema = z.object({
  userId: z.uuid(),
  idHash: z.string().max(100),
  origin: z.object({ address: z.string().max(60).nullable(), device: z.string().max(200) }),
});

/**
 * Begins the second step of a sign-in whose password was right. If nobody takes it, whoever knows the password may not be the
 * account's owner: the owner is told when its time is over.
 */
export async function beginSecondStep(user: { id: string; version: number }): Promise<void> {
  const idHash = await startPending(user);
  const { address, device } = await requestOrigin();
  const half: z.output<typeof boxSchema> = { userId: user.id, idHash, origin: { address, device } };
  const runAt = new Date(Date.now() + LATER_MS);
  await (await openQueue()).addJob(TASK, sealJob("letter", half), { runAt, maxAttempts: 5 });
}

/** Logs and mails that a password was right and the rest never came: once an hour for an account. */
async function tellHalf(payload: unknown): Promise<void> {
  const half = openJob("letter", payloadSchema.parse(payload));
  const { userId, idHash, origin } = boxSchema.parse(half);
  if (!(await wasLeftHalf(idHash, userId))) return;
  if (!(await take("half-sign-in", userId)).ok) return;
  await recordAccountAct("member.half-signed-in", { userId, origin }, {});
  const { name, email } = await accountOf(userId);
  await queueLetter({ to: { name, address: email }, ...halfSignIn(origin) });
}

/** The job of sign-ins, for the worker. */
export const signInTasks: TaskList = { [TASK]: tellHalf };
