import "server-only";
import type { CurrentSession } from "@/lib/auth/session";
import { accessesOf, staffAddress } from "@/lib/auth/support";
import type { Actor } from "./actor";
import { tenantTx } from "./db";
import { record } from "./log";
import { isLetIn } from "./network";

type Who = Pick<Actor, "userId" | "name" | "zone" | "sessionHash" | "requestId" | "origin">;

/**
 * Staff of the operator's support, where an owner lets them look now: an actor who may see, and nothing else. Null
 * where nobody lets them, and for who is no staff.
 */
export async function supportActor(
  session: CurrentSession,
  slug: string,
  who: Who,
): Promise<Actor | null> {
  const address = staffAddress(session);
  if (address === null) return null;
  const access = (await accessesOf(session)).find((one) => one.slug === slug);
  if (!access) return null;
  const { accessId, orgId, organisation, grantedBy, whole, teams, expiresAt, networks } = access;
  const scopes = whole ? [null] : teams;
  const actor: Actor = {
    ...who,
    orgId,
    slug,
    organisation,
    memberId: session.userId,
    grants: scopes.map((teamId) => ({ permission: "schedule.view", teamId })),
    onBehalfOf: grantedBy,
    support: { accessId, address, until: expiresAt.getTime() },
  };
  return (await isLetIn(actor, networks)) ? actor : null;
}

/**
 * Logs that support looks, before anything is shown: without the entry there is no look. The first look of an access
 * is noted, by which its owners are told. Of a member it says nothing.
 */
export async function recordLook(actor: Actor, path: string): Promise<void> {
  const { support, orgId, memberId, name } = actor;
  if (!support) return;
  await tenantTx(orgId, async (db) => {
    await db.supportAccess.updateMany({
      where: { id: support.accessId, firstLookAt: null },
      data: { firstLookAt: new Date() },
    });
    await record(
      { actor, db },
      {
        action: "support.looked",
        subject: { kind: "page", id: path },
        body: { access: support.accessId },
        details: { holderId: memberId, value: { name, address: support.address } },
      },
    );
  });
}
