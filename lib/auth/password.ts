import { createHmac } from "node:crypto";
import bcrypt from "bcrypt";
import * as z from "zod";
import type { Asker } from "@/lib/limits/guess";
import { keptKey } from "./kept-key";
import { inTurn } from "./turn";

const COST = 12;
const PREFIX = "v1:";
/** bcrypt of a password that nobody has: an unknown account takes as long as a known one. */
const NOBODY = `${PREFIX}$2b$12$C6UzMDM.H6dfI/f/IKcEeO6nBDuLqEQ1l1Yo0x5gJXyHc0XqD2Y5K`;
export const passwordSchema = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(200, "Use at most 200 characters.");

/** bcrypt reads 72 bytes; a keyed hash first lets all of a long password count, and peppers it. */
async function prepared(password: string): Promise<string> {
  return createHmac("sha384", await keptKey("password"))
    .update(password)
    .digest("base64");
}

export async function hashPassword(password: string, asker?: Asker): Promise<string> {
  const text = await prepared(password);
  return PREFIX + (await inTurn(() => bcrypt.hash(text, COST), asker));
}

/** Whether less work went into it than into new ones. */
export function isWeak(stored: string): boolean {
  return bcrypt.getRounds(stored.slice(PREFIX.length)) < COST;
}

/** Whether the password fits; `stored` null stands for an unknown account and takes just as long. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  asker?: Asker,
): Promise<boolean> {
  const hash = stored?.startsWith(PREFIX) ? stored : NOBODY;
  const text = await prepared(password);
  const compare = () => bcrypt.compare(text, hash.slice(PREFIX.length));
  const fits = await inTurn(compare, asker);
  return fits && stored !== null && hash === stored;
}
