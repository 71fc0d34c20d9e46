import "server-only";
import { fingerprint } from "@/lib/crypto/secret";
import { refund, spend } from "./spend";

/** So many tokens that worked are remembered by this process. */
const MOST = 10_000;

// One for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & { standbyWorked?: Set<string> };
held.standbyWorked ??= new Set();
const worked = held.standbyWorked;

/**
 * Looks a token up, within the budget of the network for tokens that do not work: it is taken before, and given back for one
 * that works. One that worked before needs none: whatever others on its network send, a wall panel goes on. Throws busy.
 */
export async function lookUp<T>(
  token: string,
  network: string | null,
  find: () => Promise<T | null>,
): Promise<T | null> {
  const key = fingerprint(token);
  if (network && !worked.has(key)) await spend("token-address", network);
  const found = await find();
  if (found === null) worked.delete(key);
  else if (!worked.has(key)) {
    if (network) await refund("token-address", network);
    if (worked.size >= MOST) worked.clear();
    worked.add(key);
  }
  return found;
}
