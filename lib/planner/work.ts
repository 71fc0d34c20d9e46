import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { zones } from "@/lib/zones/table";
import { propose } from "./propose";
import { solve } from "./solve.mjs";
import type { Task } from "./thread";
import type { Progress } from "./types";

// On Linux this is the thread's own: where there is too little to go round, requests come first.
if (process.platform === "linux") setPriority(10);

const { input, seconds }: Task = workerData;
const tell = (progress: Progress) => parentPort?.postMessage({ kind: "progress", progress });
const proposal = await propose(input, zones, seconds, (milp, options) =>
  solve({ milp, ...options }, tell),
);
parentPort?.postMessage({ kind: "done", proposal });
