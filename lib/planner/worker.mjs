// A thread of its own: the solver computes without a break, and the server must go on answering meanwhile.
// Plain JavaScript, started by its path, so that no bundler has a say in it.
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { solve } from "./solve.mjs";

// On Linux this is the thread's own: where there is too little to go round, requests come first.
if (process.platform === "linux") setPriority(10);

const solved = await solve(workerData, (progress) =>
  parentPort?.postMessage({ kind: "progress", ...progress }),
);
parentPort?.postMessage({ kind: "done", ...solved });
