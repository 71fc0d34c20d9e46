import { blockOf } from "@/lib/auth/network";
import type { Origin } from "@/lib/auth/origin";
import { blindIndex } from "@/lib/crypto/keys";

/** A key that was used from so many networks is used from everywhere: that is no news any more, and must not fill the log. */
export const MOST_NETWORKS = 500;

/**
 * A keyed hash of the block of addresses that a key or token is used from; of each another, so that they say nothing of
 * each other.
 */
export function networkIndex(tokenHash: string, { address }: Origin): string | null {
  return address && blindIndex("key.network", tokenHash, blockOf(address));
}
