import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { addressIndex } from "@/lib/directory/address";
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

type Invited = { readonly invitationId: string; readonly grants: readonly NewGrant[] };

/**
 * Invites somebody to be a member, by mail; gives back what accepting it gives. Nothing is said of whether the address has an account: whoever has it accepts
 * signed in to it, and it is theirs alone to say so.
 */
export async function inviteUser(
  context: ScimContext,
  { personId }: Pick<ScimUserRow, "personId">,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Invited> {
  const { actor, db, now } = context;
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
  return { invitationId: id, grants };
}

/** Ends an invitation that nobody has accepted yet. */
export async function withdraw(
  { db, now }: ScimContext,
  { invitationId }: Pick<ScimUserRow, "invitationId">,
): Promise<void> {
  if (invitationId === null) return;
  await db.invitation.updateMany({
    where: { id: invitationId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date(now) },
  });
}

/**
 * Takes a user's membership away: from the next request on they see nothing here, sessions that the organisation's
 * providers signed in are over, their keys and feeds end (a trigger of the database's). The person stays where rosters name them, marked, and who can
 * change that is told. What they held is kept for when they come back.
 */
export async function deactivate(context: ScimContext, user: ScimUserRow): Promise<Entry[]> {
  const { db, now } = context;
  const { memberId, personId } = user;
  const at = new Date(now);
  await withdraw(context, user);
  const held = memberId === null ? [] : await heldBy(db, memberId);
  if (memberId !== null) {
    await db.grant.deleteMany({ where: { memberId } });
    await db.member.updateMany({ where: { id: memberId }, data: { signedOutAt: at } });
    await db.member.updateMany({
      where: { id: memberId, removedAt: null },
      data: { removedAt: at },
    });
  }
  await db.scimUser.updateMany({
    where: { id: user.id },
    data: { active: false, held, invitationId: null, changedAt: at },
  });
  await db.person.updateMany({ where: { id: personId }, data: { deactivatedAt: at } });
  const onCall = await tellOnCall(context, personId);
  return [
    { action: "scim.deactivated", subject: subjectOf(user), body: { person: personId, onCall } },
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
    await withdraw(context, user);
    const { invitationId, grants } = await inviteUser(context, user, how);
    await db.scimUser.updateMany({
      where: { id },
      data: { active: true, invitationId, changedAt: new Date(now) },
    });
    return [
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
