import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, isTaken } from "@/lib/db/port";

const SERVERS = ["valkey-server", "redis-server"];

/** The server that this machine has, or null. */
export function findRedis(): string | null {
  return SERVERS.find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;
}

/** A server in memory, on a port of its own. */
export async function startRedis(
  program: string,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await freePort();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"];
  const child: ChildProcess = spawn(program, settings, { stdio: "ignore" });
  const gone = new Promise((resolve) => child.once("close", resolve));
  while (!(await isTaken(port))) await pause(20);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await gone;
    },
  };
}
