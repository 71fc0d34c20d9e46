import { createHmac } from "node:crypto";
import bcrypt from "bcrypt";
import * as z from "zod";
import { keyFor } from "@/lib/crypto/keys";
import { AppError } from "@/lib/errors";

const COST = 12;
const PREFIX = "v1:";
/** bcrypt of a password that nobody has: an unknown account takes as long as a known one. */
const NOBODY = `${PREFIX}$2b$12$C6UzMDM.H6dfI/f/IKcEeO6nBDuLqEQ1l1Yo0x5gJXyHc0XqD2Y5K`;
const AT_ONCE = 2;
const WAITING = 40;

export const passwordSchema = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(200, "Use at most 200 characters.");

let running = 0;
const queue: (() => void)[] = [];

/** bcrypt fills the thread pool: two at a time, so that a flood of sign-ins cannot starve the roster. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else {
    if (queue.length >= WAITING)
      throw new AppError("unavailable", "Too many sign-ins at once. Try again in a moment.");
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  try {
    return await work();
  } finally {
    // The place goes to who waits longest, before anybody new can see it free.
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

/** bcrypt reads 72 bytes; a keyed hash first lets all of a long password count, and peppers it. */
function prepared(password: string): string {
  return createHmac("sha384", keyFor("password")).update(password).digest("base64");
}

export async function hashPassword(password: string): Promise<string> {
  return PREFIX + (await inTurn(() => bcrypt.hash(prepared(password), COST)));
}

/** Whether the password fits; `stored` null stands for an unknown account and takes just as long. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const hash = stored?.startsWith(PREFIX) ? stored : NOBODY;
  const fits = await inTurn(() => bcrypt.compare(prepared(password), hash.slice(PREFIX.length)));
  return fits && stored !== null && hash === stored;
}
