import path from "node:path";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import type { Solve, Solved } from "./propose";
import type { Progress } from "./types";

const FILE = path.join(process.cwd(), "lib/planner/worker.mjs");
/** Loading the solver, and its last look at the clock before it stops. */
const GRACE_MS = 15_000;

const saidSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("progress"),
    objective: z.number().nullable(),
    bound: z.number(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal("done"),
    status: z.enum(["optimal", "stopped", "infeasible"]),
    values: z.instanceof(Float64Array).nullable(),
    objective: z.number().nullable(),
    bound: z.number(),
  }),
]);

/** Why a thread was ended before it was done. */
export class Cancelled extends Error {}

/**
 * Solves in a thread of its own, which ends with its memory when it is done, when `cancel` fires (throws
 * `Cancelled`), or when it overstays its time (throws).
 */
export const solveInThread =
  (cancel: AbortSignal, onProgress: (progress: Progress) => void = () => undefined): Solve =>
  (milp, { seconds, start }) =>
    new Promise<Solved>((resolve, reject) => {
      if (cancel.aborted) {
        reject(new Cancelled());
        return;
      }
      const worker = new Worker(FILE, {
        workerData: { milp, start, seconds },
        resourceLimits: { maxOldGenerationSizeMb: 256 },
      });
      const overstayed = setTimeout(
        () => end(() => reject(new Error("the solver did not stop in time"))),
        seconds * 1000 + GRACE_MS,
      );
      const onCancel = () => end(() => reject(new Cancelled()));
      const end = (settle: () => void) => {
        clearTimeout(overstayed);
        cancel.removeEventListener("abort", onCancel);
        worker.removeAllListeners();
        void worker.terminate().then(settle, reject);
      };
      cancel.addEventListener("abort", onCancel);
      worker.on("message", (said: unknown) => {
        const { kind, ...told } = saidSchema.parse(said);
        if ("status" in told) end(() => resolve(told));
        else onProgress(told);
      });
      worker.on("error", (error) => end(() => reject(error)));
      worker.on("exit", () => end(() => reject(new Error("the solver ended without an answer"))));
    });
