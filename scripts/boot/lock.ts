import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { commandOf } from "@/lib/db/processes";

const shape = z.object({ pid: z.int(), token: z.string(), note: z.string() });
type Holder = z.infer<typeof shape>;

/**
 * Takes the lock or says who has it. It is given back when this process ends; one that a killed process
 * left behind is taken over.
 * @returns null when we have it, else the one who does.
 */
export async function takeLock(file: string, note: string): Promise<Holder | null> {
  const mine: Holder = { pid: process.pid, token: randomUUID(), note };
  if (!create(file, mine)) {
    // The holder may be writing it just now.
    const found = read(file) ?? (await pause(100).then(() => read(file)));
    if (found !== null && isAlive(found)) return found;
    rmSync(file, { force: true });
    create(file, mine);
    // Two may have seen the same dead holder, and the slower one removed the file of the faster.
    await pause(150);
    const now = read(file);
    if (now !== null && now.token !== mine.token) return now;
  }
  process.once("exit", () => {
    if (read(file)?.token === mine.token) rmSync(file, { force: true });
  });
  return null;
}

function create(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function read(file: string): Holder | null {
  try {
    return shape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Our own number means an earlier life: containers count from one again. */
function isAlive(holder: Holder): boolean {
  return holder.pid !== process.pid && commandOf(holder.pid).includes("scripts/");
}
