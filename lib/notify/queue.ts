import { makeWorkerUtils, type WorkerUtils } from "graphile-worker";
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

/** Where a letter, a text, or an entry of the log is sealed while it waits in the queue. */
export function queuedPlace(column: "letter" | "text" | "entry", row: string) {
  return { table: "job", column, orgId: "", row };
}
