import path from "node:path";
import { Worker } from "node:worker_threads";
import { ELASTIC_SECONDS, type Proposal } from "./propose";
import type { PlanInput, Progress } from "./types";

const FILE = path.join(process.cwd(), "lib/planner/worker.mjs");
/** Loading the solver, building what it is given, and its last look at the clock before it stops. */
const GRACE_MS = 20_000;

/** What a thread is given. */
export type Task = { readonly input: PlanInput; readonly seconds: number };

type Said =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly proposal: Proposal };

/** Why a thread was ended before it was done. */
export class Cancelled extends Error {}

/**
 * A proposal (`propose`) from a thread of its own: the solver computes without a break, and building what it is given
 * takes its time too, while the server must go on answering. The thread ends with its memory when it is done, when
 * `cancel` fires (throws `Cancelled`), or when it overstays its time (throws).
 */
export function proposeInThread(
  input: PlanInput,
  seconds: number,
  cancel: AbortSignal,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Proposal> {
  return new Promise((resolve, reject) => {
    if (cancel.aborted) {
      reject(new Cancelled());
      return;
    }
    const task: Task = { input, seconds };
    const worker = new Worker(FILE, {
      workerData: task,
      // It is the server's, as `server-only` asks.
      execArgv: ["--conditions=react-server"],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const overstayed = setTimeout(
      () => end(() => reject(new Error("the solver did not stop in time"))),
      (seconds + ELASTIC_SECONDS) * 1000 + GRACE_MS,
    );
    const onCancel = () => end(() => reject(new Cancelled()));
    const end = (settle: () => void) => {
      clearTimeout(overstayed);
      cancel.removeEventListener("abort", onCancel);
      worker.removeAllListeners();
      void worker.terminate().then(settle, reject);
    };
    cancel.addEventListener("abort", onCancel);
    worker.on("message", (said: Said) => {
      if (said.kind === "done") end(() => resolve(said.proposal));
      else onProgress(said.progress);
    });
    worker.on("error", (error) => end(() => reject(error)));
    worker.on("exit", () => end(() => reject(new Error("the solver ended without an answer"))));
  });
}
