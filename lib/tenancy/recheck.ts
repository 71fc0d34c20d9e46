import "server-only";
import { decideEntry, isOpen, provesFactor } from "@/lib/auth/demand";
import { findLiveSession } from "@/lib/auth/session-store";
import { accessesOf } from "@/lib/auth/support";
import type { Actor } from "./actor";
import { lets } from "./network";
import type { Requirement } from "./require";
import { standingOf } from "./standing";

/**
 * Whether an actor of some minutes ago still is who they were: the session lives, the membership holds, the
 * permission is still theirs somewhere; for support, its access holds. For what outlives its request, such as a stream. Asking does not
 * count as using the session.
 */
export async function stillHolds(actor: Actor, requirement: Requirement): Promise<boolean> {
  const session = await findLiveSession(actor.sessionHash, actor.userId);
  const { support } = actor;
  if (support)
    return (
      session !== null &&
      (await accessesOf(session)).some(
        ({ accessId, networks }) =>
          accessId === support.accessId && lets(networks, actor.origin?.address),
      )
    );
  const membership = session?.memberships.find(({ orgId }) => orgId === actor.orgId);
  if (!session || !membership || !lets(membership.networks, actor.origin?.address)) return false;
  const standing = decideEntry(membership, session, Date.now());
  if (!isOpen(standing)) return false;
  if (requirement === "member" || requirement === "visitor") return true;
  const { grants } = standingOf(membership.grants, provesFactor(membership.sso, session));
  return grants.some(({ permission }) => permission === requirement);
}
