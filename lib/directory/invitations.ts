import type { Context } from "@/lib/tenancy/context";
import type { Entry } from "@/lib/tenancy/log";
import { addressIndexes } from "./address";

/** To which addresses, or to be which person of the roster. */
type Invited = { readonly addresses: readonly string[]; readonly personId?: string | null };

/** A filter for all invitations of somebody, open or not. */
export function invitationsOf(orgId: string, { addresses, personId = null }: Invited) {
  const emailHash = { in: addresses.flatMap((address) => addressIndexes(orgId, address)) };
  return { OR: [{ emailHash }, ...(personId === null ? [] : [{ personId }])] };
}

type Scope = Pick<Context, "db" | "now"> & { readonly actor: { readonly orgId: string } };

/**
 * Ends the open invitations of somebody: no link that was mailed to them before lets them in any more. To be called under
 * the organisation's lock, which accepting takes too. Gives back what the log has to say of it.
 */
export async function withdrawInvitations(
  { actor, db, now }: Scope,
  invited: Invited,
): Promise<Entry[]> {
  const ended = await db.invitation.updateManyAndReturn({
    where: { ...invitationsOf(actor.orgId, invited), acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date(now) },
    select: { id: true, expiresAt: true },
  });
  return ended
    .filter(({ expiresAt }) => expiresAt.getTime() > now)
    .map(({ id }) => ({
      action: "member.invitation-revoked",
      subject: { kind: "invitation", id },
      body: {},
    }));
}
