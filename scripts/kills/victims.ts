import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { commandOf, parentOf } from "@/lib/db/processes";

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent);
}

/** The process that watches over the database in this folder, by its own file. */
function postmasterOf(dir: string): number {
  const pid = Number.parseInt(readFileSync(path.join(dir, "postmaster.pid"), "utf8"), 10);
  if (!commandOf(pid).includes(dir)) throw new Error(`There is no database in ${dir}.`);
  return pid;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended between our look and our call.
  }
}

/** Kills the whole server: who watches over it first, so that nothing is put in order. Waits until all are gone. */
export async function killDatabase(dir: string): Promise<void> {
  const postmaster = postmasterOf(dir);
  const all = [postmaster, ...childrenOf(postmaster)];
  for (const pid of all) kill(pid);
  while (all.some((pid) => commandOf(pid).includes("postgres"))) await pause(10);
}

/** Kills one process of the server that serves a connection; the others are made to start again by PostgreSQL. */
export function killBackend(dir: string, random: () => number): void {
  const backends = childrenOf(postmasterOf(dir)).filter((pid) =>
    commandOf(pid).includes("standby_app"),
  );
  const victim = backends[Math.floor(random() * backends.length)];
  if (victim !== undefined) kill(victim);
}

/** Kills a process and all of its group, of which it is the leader. */
export function killGroup(leader: number): void {
  kill(-leader);
}
