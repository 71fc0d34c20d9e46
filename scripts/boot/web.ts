import { setTimeout as pause } from "node:timers/promises";
import { isTaken } from "@/lib/db/port";
import { exitOf, spawnNode } from "./children";

const NEXT = "node_modules/next/dist/bin/next";

/** A web server: the leader of its group of processes. */
export type Web = { readonly ended: Promise<number>; readonly pid: number };

/**
 * Starts the web server and waits until it takes connections. What it complains of goes to our own output, nowhere,
 * or into the open file of that number.
 * @throws Error with one sentence if it ends before.
 */
export async function startWeb(
  mode: "start" | "dev",
  address: { readonly host: string; readonly port: number },
  env: NodeJS.ProcessEnv,
  complaints: "inherit" | "ignore" | number = "inherit",
): Promise<Web> {
  const where = ["-H", address.host, "-p", String(address.port)];
  const child = spawnNode(
    ["--import", "./scripts/boot/with-parent.mjs", NEXT, mode, ...where],
    env,
    ["ignore", mode === "dev" ? "inherit" : "ignore", complaints, "ipc"],
  );
  let over = false;
  const ended = exitOf(child).finally(() => {
    over = true;
  });
  const reach = address.host === "0.0.0.0" || address.host === "::" ? "localhost" : address.host;
  while (!over && !(await isTaken(address.port, reach))) await pause(50);
  if (over || child.pid === undefined) {
    throw new Error("The web server did not start: see its words above.");
  }
  return { ended, pid: child.pid };
}
