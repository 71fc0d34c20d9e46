import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { commandOf } from "./processes";

/** Whether the server of this data folder takes connections: line eight of its own file says so. */
export async function isReady(dir: string): Promise<boolean> {
  const lines = await readPidFile(dir);
  return lines[7]?.trim() === "ready";
}

/**
 * Stops the server that a killed process left over in this folder, and waits for its end. A file that names
 * a process which is something else by now (numbers come round again in containers) is put away, because
 * PostgreSQL would not start beside it.
 */
export async function stopPostmasterIn(dir: string): Promise<void> {
  const pid = Number.parseInt((await readPidFile(dir))[0] ?? "", 10);
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (isServerOf(pid, dir)) {
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      if (await ends(pid, signal, dir)) break;
    }
  }
  await rm(path.join(dir, "postmaster.pid"), { force: true });
}

async function readPidFile(dir: string): Promise<readonly string[]> {
  const text = await readFile(path.join(dir, "postmaster.pid"), "utf8").catch(() => "");
  return text.split("\n");
}

function isServerOf(pid: number, dir: string): boolean {
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(dir);
}

async function ends(pid: number, signal: NodeJS.Signals, dir: string): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    return true;
  }
  for (let waited = 0; waited < 10_000; waited += 50) {
    await pause(50);
    if (!isServerOf(pid, dir)) return true;
  }
  return false;
}
