import "server-only";
import type { Proving, Way } from "@/components/factor/prove-words";
import { passkeysWork } from "@/lib/auth/passkey";
import { FACTOR_KINDS, type FactorKind } from "@/lib/auth/schema";
import { phoneEnd, waitingCode } from "@/lib/auth/sent-code";

/** The state of a page that asks an account for a proof: in the way that is wanted, else the strongest there is. */
export async function provingOf(
  { userId, scope }: { readonly userId: string; readonly scope: string },
  kinds: readonly FactorKind[],
  wanted: string | undefined,
): Promise<Proving> {
  const held = FACTOR_KINDS.filter((kind) => kinds.includes(kind));
  const open = held.filter((kind) => kind !== "passkey" || passkeysWork());
  const ways: readonly Way[] = [...open, "backup"];
  const way = ways.find((one) => one === wanted) ?? ways[0] ?? "backup";
  const isSent = way === "email" || way === "sms";
  const waiting = isSent ? await waitingCode({ userId, kind: way, scope }, Date.now()) : null;
  return {
    way,
    ways,
    sent: waiting !== null,
    numberEnd: way === "sms" ? await phoneEnd(userId) : null,
  };
}
