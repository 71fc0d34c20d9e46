import { randomUUID } from "node:crypto";
import { makeWorkerUtils, type WorkerUtils } from "graphile-worker";
import { open, seal } from "@/lib/crypto/box";
import { env } from "@/lib/env";

let utils: Promise<WorkerUtils> | undefined;

/** The queue of jobs, to add to it or to look at what waits. */
export function openQueue(): Promise<WorkerUtils> {
  utils ??= makeWorkerUtils({ connectionString: env().DATABASE_JOBS_URL });
  return utils;
}

/** Lets go of it; who opens the queue next connects again. */
export async function closeQueue(): Promise<void> {
  const opened = utils;
  utils = undefined;
  await (await opened)?.release();
}

const FAILED = `DELETE FROM graphile_worker._private_jobs
  WHERE attempts >= max_attempts AND locked_at IS NULL AND greatest(run_at, updated_at) < $1`;

/** Removes jobs that nobody tries any more, since before then: the queue keeps them, with the details that they hold. */
export async function forgetFailed(before: Date): Promise<void> {
  await (await openQueue()).withPgClient((client) => client.query(FAILED, [before]));
}

type Sealed = "letter" | "text" | "entry";

/** Where a letter, a text, or an entry of the log is sealed while it waits in the queue. */
export function queuedPlace(column: Sealed, row: string) {
  return { table: "job", column, orgId: "", row };
}

/** The queue waits ever longer between tries: so many take about a day. */
export const A_DAY_OF_TRIES = 13;

/** The payload of a job whose content nobody reads while it waits: it opens something, or says where somebody is. */
export function sealJob(column: Sealed, content: unknown): { id: string; box: string } {
  const id = randomUUID();
  return { id, box: seal(JSON.stringify(content), queuedPlace(column, id)) };
}

/** The content of such a payload. */
export function openJob(column: Sealed, { id, box }: { id: string; box: string }): unknown {
  return JSON.parse(open(box, queuedPlace(column, id)));
}
