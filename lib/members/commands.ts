import { randomUUID } from "node:crypto";
import * as z from "zod";
import { open, seal } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { addressIndex, addressIndexes } from "@/lib/directory/address";
import { findAwaited, joinAwaited, passOn } from "@/lib/directory/awaited";
import { withdrawInvitations } from "@/lib/directory/invitations";
import { addMember, type NewMember } from "@/lib/directory/member";
import { newPersonId } from "@/lib/directory/person-id";
import { memberAddress } from "@/lib/directory/read";
import { AppError } from "@/lib/errors";
import { enqueue } from "@/lib/notify/outbox";
import { type Actor, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { stillHandedOut } from "@/lib/tenancy/group-grants";
import { mayHandOut } from "@/lib/tenancy/hand-out";
import { grantsNow } from "@/lib/tenancy/held";
import { lastOwner } from "@/lib/tenancy/last-owner";
import { lockedGrants, lockOrganisation } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import { type Grant, isPermission, type NewGrant, toGrant } from "@/lib/tenancy/permissions";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { isTaken } from "@/lib/tenancy/unique";
import { INVITATION_DAYS, type inviteSchema, type permissionsSchema } from "./schema";
import { changedGrants } from "./workflow";

/**
 * Takes the organisation's lock. Gives back the actor with what they hold now: while they waited, somebody may have
 * taken it from them. Throws refused then.
 */
export async function lockMembers(context: Context): Promise<Actor> {
  const present = { ...context.actor, grants: await lockedGrants(context) };
  if (!canEverywhere(present, "member.manage")) {
    throw new AppError("refused", "You may not change who may do what here any more.");
  }
  return present;
}

async function requireTeams({ db }: Context, grants: readonly Grant[]): Promise<void> {
  const ids = [...new Set(grants.flatMap(({ teamId }) => teamId ?? []))];
  if ((await db.team.count({ where: { id: { in: ids } } })) === ids.length) return;
  throw new AppError("invalid", "One of those teams is not here any more. Look at the page again.");
}

async function requireOwnerLeft({ db }: Context): Promise<void> {
  const owners = await db.grant.count({
    where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
  });
  if (owners === 0) throw lastOwner();
}

/**
 * Invites by link, in place of any invitation that is open for the address. The link's secret is in the mail and nowhere
 * readable in the database.
 */
export async function invite(
  context: Context,
  input: z.output<typeof inviteSchema>,
): Promise<{ name: string; link: string }> {
  const { db } = context;
  const actor = await lockMembers(context);
  if (!mayHandOut(actor, input.grants))
    throw new AppError("refused", "You can only give permissions that you hold yourself.");
  await requireTeams(context, input.grants);
  const emailHashes = addressIndexes(actor.orgId, input.email);
  const member = await db.member.findFirst({
    where: { emailHash: { in: emailHashes }, removedAt: null },
    select: { id: true },
  });
  if (member)
    throw new AppError("conflict", "That address belongs to a member already.", {
      email: ["Already a member."],
    });
  const person = await db.person.findFirst({
    where: {
      memberId: null,
      archivedAt: null,
      contacts: { some: { kind: "email", valueHash: { in: emailHashes } } },
    },
    select: { id: true },
  });
  const replaced = await withdrawInvitations(context, { addresses: [input.email] });
  const id = randomUUID();
  const secret = newSecret();
  await db.invitation.create({
    data: {
      id,
      tokenHash: fingerprint(secret),
      name: input.name,
      emailHash: addressIndex(actor.orgId, input.email),
      emailBox: seal(input.email, invitationEmailPlace(actor.orgId, id)),
      grants: input.grants.map(toRow),
      personId: person?.id ?? null,
      invitedBy: actor.memberId,
      expiresAt: new Date(context.now + INVITATION_DAYS * 86_400_000),
    },
  });
  await passOn(db, emailHashes, id);
  await enqueue(context, { kind: "invitation", invitationId: id, secret });
  await record(context, ...replaced, {
    action: "member.invited",
    subject: { kind: "invitation", id },
    body: { grants: input.grants.map(toRow) },
  });
  return { name: input.name, link: `/invitation/${secret}` };
}

export async function revokeInvitation(
  context: Context,
  input: { invitationId: string },
): Promise<void> {
  const { count } = await context.db.invitation.updateMany({
    where: { id: input.invitationId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date(context.now) },
  });
  if (count === 0) throw new AppError("stale", "That invitation was used or revoked already.");
  await record(context, {
    action: "member.invitation-revoked",
    subject: { kind: "invitation", id: input.invitationId },
    body: {},
  });
}

/**
 * Makes the account a member, as invited, from `origin`. Of two acceptances at once, one wins. Throws stale for an
 * invitation that is used up, refused for another's, conflict for who is a member already. `makeAccount` makes the account,
 * where it is not there yet, once nothing stands against it; `linked` says to which provider.
 */
export async function acceptInvitation(
  orgId: string,
  invitationId: string,
  user: NewMember,
  origin?: Actor["origin"],
  makeAccount?: () => Promise<void>,
  linked?: string,
): Promise<void> {
  await tenantTx(orgId, async (db) => {
    await lockOrganisation({ db });
    const taken = await db.invitation.updateManyAndReturn({
      where: { id: invitationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
      data: { acceptedAt: new Date() },
    });
    const invitation = taken[0];
    if (!invitation)
      throw new AppError("stale", "That invitation was used or has expired. Ask for a new one.");
    const email = open(invitation.emailBox, invitationEmailPlace(orgId, invitationId));
    if (user.email !== email) {
      throw new AppError(
        "refused",
        "This invitation is for another address. Sign out and open the link again.",
      );
    }
    const grants = (Array.isArray(invitation.grants) ? invitation.grants : []).flatMap(toNewGrant);
    const awaited = await findAwaited(db, user.id, invitation);
    const given =
      awaited?.invitationId === invitationId
        ? await stillHandedOut(db, invitation.invitedBy, grants)
        : await requireStillGiven(db, invitation.invitedBy, grants);
    await makeAccount?.();
    const back = await db.member.updateManyAndReturn({
      where: { userId: user.id, removedAt: { not: null } },
      data: { removedAt: null, name: user.name },
    });
    const memberId = back[0]?.id ?? randomUUID();
    if (!back[0]) {
      const personId = (await freePerson(db, invitation.personId)) ?? (await newPersonId(db));
      await addMember(db, { orgId }, user, memberId, personId).catch(memberAlready);
    }
    await give(db, memberId, invitation.invitedBy, given);
    const synced = await joinAwaited(db, awaited, memberId);
    const actor = { orgId, memberId, requestId: randomUUID(), ...(origin && { origin }) };
    const joined = joining(memberId, invitationId, given, linked);
    await record({ actor, db }, ...[...joined, ...synced]);
  });
}

/** What the log says of who joined, and of the provider that their new account is linked to. */
function joining(
  memberId: string,
  invitation: string,
  given: readonly NewGrant[],
  provider: string | undefined,
): readonly Entry[] {
  const subject = { kind: "member", id: memberId };
  const grants = given.map(toRow);
  const joined: Entry = { action: "member.joined", subject, body: { invitation, grants } };
  if (provider === undefined) return [joined];
  return [joined, { action: "member.identity-linked", subject, body: { provider } }];
}

/**
 * The grants. Throws stale unless who invited is a member still and holds what they gave: one who was removed must not
 * come back, or bring somebody in, by an invitation made before.
 */
async function requireStillGiven(
  db: Context["db"],
  inviter: string,
  grants: readonly NewGrant[],
): Promise<readonly NewGrant[]> {
  const giver = { grants: await grantsNow(db, inviter) };
  if (canEverywhere(giver, "member.manage") && mayHandOut(giver, grants)) return grants;
  throw new AppError(
    "stale",
    "Who invited you may not do so any more. Ask somebody else for a new invitation.",
  );
}

/** The person that the invitation is for, unless they were put away or became another member meanwhile. */
async function freePerson(db: Context["db"], personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const where = { id: personId, memberId: null, archivedAt: null };
  return (await db.person.count({ where })) === 1 ? personId : null;
}

function memberAlready(error: unknown): never {
  if (isTaken(error))
    throw new AppError("conflict", "You are a member of this organisation already.");
  throw error;
}

const toRow = ({ permission, teamId, preset = null }: NewGrant) => ({ permission, teamId, preset });

async function give(
  db: Context["db"],
  memberId: string,
  grantedBy: string,
  grants: readonly NewGrant[],
): Promise<void> {
  await db.grant.createMany({
    data: grants.map((grant) => ({ ...toRow(grant), memberId, grantedBy })),
  });
}

const invited = z.object({
  permission: z.string().refine(isPermission),
  teamId: rowIdSchema.nullable().default(null),
  preset: z.string().nullable().default(null),
});

/** What an invitation says of one permission; none for one that the code does not know any more. */
function toNewGrant(value: unknown): NewGrant[] {
  const grant = invited.safeParse(value);
  return grant.success ? [grant.data] : [];
}

/** Sets exactly these permissions on a member. */
export async function changePermissions(
  context: Context,
  input: z.output<typeof permissionsSchema>,
): Promise<void> {
  const { db } = context;
  const actor = await lockMembers(context);
  const member = await db.member.findFirst({
    where: { id: input.memberId, removedAt: null },
    select: { grants: { select: { permission: true, teamId: true } } },
  });
  if (!member) throw new AppError("not_found", "That member is not here any more.");
  const { given, taken } = changedGrants(member.grants.flatMap(toGrant), input.grants);
  if (!mayHandOut(actor, [...given, ...taken])) {
    throw new AppError("refused", "You can only give or take permissions that you hold yourself.");
  }
  await requireTeams(context, given);
  for (const grant of taken)
    await db.grant.deleteMany({ where: { memberId: input.memberId, ...grant } });
  await give(db, input.memberId, actor.memberId, given);
  await requireOwnerLeft(context);
  await record(context, {
    action: "member.permissions",
    subject: { kind: "member", id: input.memberId },
    body: { given: given.map(toRow), taken },
  });
}

/**
 * Takes a member out: their permissions go, and what invitations to them are open; the person stays on the roster until a
 * draft changes it.
 */
export async function removeMember(context: Context, input: { memberId: string }): Promise<void> {
  const { db } = context;
  const actor = await lockMembers(context);
  const grants = await db.grant.findMany({
    where: { memberId: input.memberId },
    select: { permission: true, teamId: true },
  });
  if (!mayHandOut(actor, grants.flatMap(toGrant))) {
    throw new AppError(
      "refused",
      "They hold permissions that you do not. Ask an owner to remove them.",
    );
  }
  const [removed] = await db.member.updateManyAndReturn({
    where: { id: input.memberId, removedAt: null },
    data: { removedAt: new Date(context.now) },
    select: { id: true, emailBox: true },
  });
  if (!removed) throw new AppError("stale", "That member was removed already.");
  const addresses = [memberAddress(actor.orgId, removed)];
  const withdrawn = await withdrawInvitations(context, { addresses });
  await db.grant.deleteMany({ where: { memberId: input.memberId } });
  await db.scimUser.updateMany({
    where: { memberId: input.memberId },
    data: { active: false, held: [] },
  });
  await requireOwnerLeft(context);
  const gone: Entry = {
    action: "member.removed",
    subject: { kind: "member", id: removed.id },
    body: { taken: grants },
  };
  await record(context, gone, ...withdrawn);
}
