import "server-only";
import { findLiveSession } from "@/lib/auth/store";
import type { Actor } from "./actor";
import type { Requirement } from "./require";
import { standingOf } from "./standing";

/**
 * Whether an actor of some minutes ago still is who they were: the session lives, the membership holds, the
 * permission is still theirs somewhere. For what outlives its request, such as a stream. Asking does not
 * count as using the session.
 */
export async function stillHolds(actor: Actor, requirement: Requirement): Promise<boolean> {
  const session = await findLiveSession(actor.sessionHash, actor.userId);
  const membership = session?.memberships.find(({ orgId }) => orgId === actor.orgId);
  if (!membership) return false;
  if (requirement === "member") return true;
  const { grants } = await standingOf(actor.userId, membership.grants);
  return grants.some(({ permission }) => permission === requirement);
}
