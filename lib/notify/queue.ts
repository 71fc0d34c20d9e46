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
