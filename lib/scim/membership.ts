import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { addressIndex } from "@/lib/directory/address";
import { withdrawInvitations } from "@/lib/directory/invitations";
import { memberAddress } from "@/lib/directory/read";
import { spend } from "@/lib/limits/spend";
import { INVITATION_DAYS } from "@/lib/members/schema";
import { enqueue } from "@/lib/notify/outbox";
import { DAY } from "@/lib/schedule/calendar";
import { giveBack, heldBy, stillGiven, syncGrants } from "@/lib/tenancy/group-grants";
import type { Entry } from "@/lib/tenancy/log";
import { type NewGrant, presetGrants } from "@/lib/tenancy/permissions";
import type { ScimContext } from "./call";
import type { ScimUserRow } from "./store";
import { tellOnCall } from "./tell";

const subjectOf = ({ memberId, personId }: Pick<ScimUserRow, "memberId" | "personId">) =>
  memberId === null ? { kind: "person", id: personId } : { kind: "member", id: memberId };

type Invited = {
  readonly invitationId: string;
  readonly grants: readonly NewGrant[];
  readonly replaced: readonly Entry[];
};

/**
 * Invites somebody to be a member, by mail, in place of any invitation that is open for the address; gives back what accepting
 * it gives, and what the log has to say of those replaced. Nothing is said of whether the address has an account: whoever has
 * it accepts signed in to it, and it is theirs alone to say so. Throws busy.
 */
export async function inviteUser(
  context: ScimContext,
  { personId }: Pick<ScimUserRow, "personId">,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Invited> {
  const { actor, db, now } = context;
  await spend("scim-invite-organisation", actor.orgId);
  const replaced = await withdrawInvitations(context, { addresses: [email] });
  const token = await db.scimToken.findFirst({
    where: { id: actor.key.id },
    select: { preset: true },
  });
  const giver = actor.key.createdBy;
  const all = await stillGiven(db, giver, presetGrants(token?.preset ?? "", null));
  const grants = all.map(({ permission, teamId, preset = null }) => ({
    permission,
    teamId,
    preset,
  }));
  const id = randomUUID();
  const secret = newSecret();
  await db.invitation.create({
    data: {
      id,
      tokenHash: fingerprint(secret),
      name,
      emailHash: addressIndex(actor.orgId, email),
      emailBox: seal(email, invitationEmailPlace(actor.orgId, id)),
      grants,
      personId,
      invitedBy: giver,
      expiresAt: new Date(now + INVITATION_DAYS * DAY),
    },
  });
  await enqueue(context, { kind: "invitation", invitationId: id, secret });
  return { invitationId: id, grants, replaced };
}

/** Takes the member out, and what they hold. Gives back the address that they sign in with. */
async function endMembership(
  { actor, db, now }: ScimContext,
  memberId: string,
): Promise<readonly string[]> {
  const at = new Date(now);
  await db.grant.deleteMany({ where: { memberId } });
  const members = await db.member.updateManyAndReturn({
    where: { id: memberId },
    data: { signedOutAt: at },
    select: { id: true, emailBox: true },
  });
  await db.member.updateMany({ where: { id: memberId, removedAt: null }, data: { removedAt: at } });
  return members.map((member) => memberAddress(actor.orgId, member));
}

/**
 * Takes a user's membership away: from the next request on they see nothing here, sessions that the organisation's
 * providers signed in are over, their keys and feeds end (a trigger of the database's), and no invitation lets them in, to
 * `addresses` or the member's. The person stays where rosters name them, marked, and who can change that is told. What they
 * held is kept for when they come back.
 */
export async function deactivate(
  context: ScimContext,
  user: ScimUserRow,
  addresses: readonly string[],
): Promise<Entry[]> {
  const { db, now } = context;
  const { memberId, personId } = user;
  const at = new Date(now);
  const held = memberId === null ? [] : await heldBy(db, memberId);
  const own = memberId === null ? [] : await endMembership(context, memberId);
  const invited = { addresses: [...addresses, ...own], personId };
  const withdrawn = await withdrawInvitations(context, invited);
  await db.scimUser.updateMany({
    where: { id: user.id },
    data: { active: false, held, invitationId: null, changedAt: at },
  });
  await db.person.updateMany({ where: { id: personId }, data: { deactivatedAt: at } });
  const onCall = await tellOnCall(context, personId);
  return [
    { action: "scim.deactivated", subject: subjectOf(user), body: { person: personId, onCall } },
    ...withdrawn,
  ];
}

/** Lets a user in again: a member with what they held, as far as who answers for the token may hand it out; else by an invitation. */
export async function reactivate(
  context: ScimContext,
  user: ScimUserRow,
  how: { readonly name: string; readonly email: string },
): Promise<Entry[]> {
  const { actor, db, now } = context;
  const { id, memberId, personId } = user;
  await db.person.updateMany({ where: { id: personId }, data: { deactivatedAt: null } });
  if (memberId === null) {
    const { invitationId, grants, replaced } = await inviteUser(context, user, how);
    await db.scimUser.updateMany({
      where: { id },
      data: { active: true, invitationId, changedAt: new Date(now) },
    });
    return [
      ...replaced,
      {
        action: "scim.reactivated",
        subject: subjectOf(user),
        body: { person: personId, given: [], grants },
      },
    ];
  }
  const { count } = await db.member.updateMany({
    where: { id: memberId, removedAt: { not: null } },
    data: { removedAt: null },
  });
  const given = count === 0 ? [] : await giveBack(db, memberId, user.held, actor.key.createdBy);
  await db.scimUser.updateMany({
    where: { id },
    data: { active: true, held: [], changedAt: new Date(now) },
  });
  return [
    { action: "scim.reactivated", subject: subjectOf(user), body: { person: personId, given } },
    ...(await syncGrants(db, user)),
  ];
}
