import { seal } from "@/lib/crypto/box";
import type { Actor } from "./actor";

const MINUTE = 60_000;

/**
 * The write that notes when a key or feed was used and from where; null within a minute of the last. It meets its row
 * once a minute, whoever asks at the same time.
 */
export function useOf(
  table: "ApiKey" | "Feed" | "ScimToken",
  { orgId, origin }: Pick<Actor, "orgId" | "origin">,
  { id, usedAt }: { readonly id: string; readonly usedAt: Date | null },
) {
  const now = Date.now();
  const since = new Date(now - MINUTE);
  if (usedAt && usedAt > since) return null;
  const address = origin?.address ?? null;
  return {
    where: { id, OR: [{ usedAt: null }, { usedAt: { lte: since } }] },
    data: {
      usedAt: new Date(now),
      usedFromBox: address && seal(address, { table, column: "usedFrom", orgId, row: id }),
    },
  };
}
