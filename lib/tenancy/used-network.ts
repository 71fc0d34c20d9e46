import { keptIndex } from "@/lib/auth/kept-key";
import { blockOf } from "@/lib/auth/network";
import type { Origin } from "@/lib/auth/origin";

/** A key that was used from so many networks is used from everywhere: that is no news any more, and must not fill the log. */
export const MOST_NETWORKS = 500;

/**
 * A keyed hash of the block of addresses that a key or token is used from; of each another, so that they say nothing of
 * each other. Its key stays, for there are no addresses to hash again.
 */
export async function networkIndex(tokenHash: string, { address }: Origin): Promise<string | null> {
  return address && keptIndex("index:key.network", tokenHash, blockOf(address));
}
