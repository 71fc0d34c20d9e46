import * as z from "zod";
import { insertNobody, nobodysAddress } from "@/lib/auth/erase";
import { type Place, seal } from "@/lib/crypto/box";
import { invitationEmailPlace, memberEmailPlace } from "@/lib/crypto/places";
import { addressIndex } from "@/lib/directory/address";
import { invitationsOf, withdrawInvitations } from "@/lib/directory/invitations";
import { memberAddress, readContact } from "@/lib/directory/read";
import { AppError } from "@/lib/errors";
import { dutiesOf } from "@/lib/roster/duties";
import { ownPerson } from "@/lib/roster/now";
import { addressOf } from "@/lib/scim/attributes";
import { attributesOf } from "@/lib/scim/store";
import { type Actor, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { TenantDb } from "@/lib/tenancy/db";
import { lockedGrants, lockOrganisation } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import { type Grant, toGrant } from "@/lib/tenancy/permissions";
import { destroyKeys } from "@/lib/tenancy/person-key";
import { rowIdSchema } from "@/lib/tenancy/row-id";

export const erasePersonSchema = z.strictObject({ personId: rowIdSchema });

/** Who was erased, as everybody sees them from now on, and whose account may be erased too. */
export type Erased = { readonly name: string; readonly userId: string | null };

type Target = {
  readonly personId: string | null;
  readonly member: {
    readonly id: string;
    readonly userId: string;
    readonly emailBox: string;
  } | null;
};

/** Erases the actor from their organisation. Throws conflict while a roster needs them, refused for the last owner. */
export async function eraseMe(context: Context): Promise<Erased> {
  return erase(context, {
    personId: await ownPerson(context),
    member: await memberOf(context, context.actor.memberId),
  });
}

/**
 * Erases a person, and the member that they are, from the organisation. Besides `eraseMe`'s: throws refused unless the
 * actor manages everybody, and for a member all members, and holds what that member holds.
 */
export async function erasePerson(
  context: Context,
  { personId }: z.output<typeof erasePersonSchema>,
): Promise<Erased> {
  const { db } = context;
  const actor = await lockedActor(context);
  if (!canEverywhere(actor, "people.manage"))
    throw new AppError("refused", "Who manages people of all teams can erase somebody.");
  const person = await db.person.findFirst({
    where: { id: personId },
    select: { memberId: true },
  });
  if (!person) throw new AppError("not_found", "That person is not here any more.");
  const member = person.memberId ? await memberOf(context, person.memberId) : null;
  if (member) await requireOver({ ...context, actor }, member.id);
  return erase(context, { personId, member });
}

/** Takes the organisation's lock; the actor with what they hold still: while they waited, it may have been taken from them. */
async function lockedActor(context: Context): Promise<Actor> {
  const { actor } = context;
  const held = await lockedGrants(context);
  const holds = ({ permission, teamId }: Grant) =>
    held.some((one) => one.permission === permission && one.teamId === teamId);
  return { ...actor, grants: actor.grants.filter(holds) };
}

function memberOf({ db }: Context, id: string): Promise<Target["member"]> {
  return db.member.findFirst({
    where: { id },
    select: { id: true, userId: true, emailBox: true },
  });
}

async function requireOver({ actor, db }: Context, memberId: string): Promise<void> {
  const rows = await db.grant.findMany({
    where: { memberId },
    select: { permission: true, teamId: true },
  });
  const held: readonly Grant[] = rows.flatMap(toGrant);
  const holds = ({ permission, teamId }: Grant) =>
    canEverywhere(actor, permission) ||
    actor.grants.some((own) => own.permission === permission && own.teamId === teamId);
  if (canEverywhere(actor, "member.manage") && held.every(holds)) return;
  throw new AppError(
    "refused",
    "They have an account with permissions that you do not manage. Ask an owner to erase them.",
  );
}

async function erase(context: Context, { personId, member }: Target): Promise<Erased> {
  const { db, now } = context;
  // One after another: names are counted, and owners.
  await lockOrganisation({ db });
  if (personId !== null) await requireFree(context, personId);
  const name = await nextName(context);
  const withdrawn = await clearInvitations(context, { personId, member }, name);
  if (personId !== null) await clearPerson(context, personId, name);
  if (member) await clearMember(context, member, name);
  const holders = [personId, member?.id].filter((id) => id != null);
  await destroyKeys(db, holders, now);
  const erased: Entry = {
    action: "person.erased",
    subject: { kind: "person", id: personId ?? member?.id ?? "" },
    body: { name, member: member?.id ?? null },
  };
  await record(context, erased, ...withdrawn);
  // Behind the log's lock: what was published while this went on is seen now.
  if (personId !== null) await requireFree(context, personId);
  return { name, userId: member?.userId ?? null };
}

async function requireFree(context: Context, personId: string): Promise<void> {
  const duties = await dutiesOf(context, personId);
  if (duties.length === 0) return;
  const names = duties.map(({ schedule }) => schedule.name ?? "a schedule that you cannot see");
  throw new AppError(
    "conflict",
    `A published roster needs them: ${names.join(", ")}. Let somebody take over first.`,
  );
}

async function nextName({ db }: Context): Promise<string> {
  const where = { erasedAt: { not: null } };
  const members = await db.member.count({ where: { ...where, person: null } });
  return `Former member ${members + (await db.person.count({ where })) + 1}`;
}

/** Messages to them that wait. One about a review of theirs is to the draft's author. */
async function dropMessages(
  db: TenantDb,
  to: "personId" | "memberId" | "invitationId",
  id: string,
): Promise<void> {
  await db.outbox.deleteMany({
    where: { sentAt: null, kind: { not: "reviewed" }, payload: { path: [to], equals: id } },
  });
}

/** A name and an address that are nobody's, as the row keeps them. */
function nobody(orgId: string, name: string, place: Place) {
  const email = nobodysAddress();
  return { name, emailHash: addressIndex(orgId, email), emailBox: seal(email, place) };
}

/** Where they could be invited: what their person is reached at, their account, and what their provider says. */
async function addressesOf(
  { actor, db }: Context,
  { personId, member }: Target,
): Promise<readonly string[]> {
  const { orgId } = actor;
  const theirs = personId === null ? [] : [{ personId }];
  const contacts = await db.contactMethod.findMany({
    where: { kind: "email", OR: theirs },
    select: { id: true, valueBox: true },
  });
  const users = await db.scimUser.findMany({
    where: { OR: [...theirs, ...(member ? [{ memberId: member.id }] : [])] },
    select: { id: true, detailsBox: true, active: true },
  });
  return [
    ...contacts.map((row) => readContact(orgId, row)),
    ...users.map((row) => addressOf(attributesOf(orgId, row))),
    ...(member ? [memberAddress(orgId, member)] : []),
  ];
}

/** Empties their invitations; one that is open lets nobody in any more. Gives back what the log has to say of it. */
async function clearInvitations(
  context: Context,
  target: Target,
  name: string,
): Promise<readonly Entry[]> {
  const { actor, db, now } = context;
  const { orgId } = actor;
  const invited = { addresses: await addressesOf(context, target), personId: target.personId };
  const withdrawn = await withdrawInvitations(context, invited);
  const rows = await db.invitation.findMany({
    where: invitationsOf(orgId, invited),
    select: { id: true },
  });
  for (const { id } of rows) {
    await dropMessages(db, "invitationId", id);
    await db.invitation.updateMany({
      where: { id },
      data: { ...nobody(orgId, name, invitationEmailPlace(orgId, id)), expiresAt: new Date(now) },
    });
  }
  return withdrawn;
}

async function clearPerson({ db, now }: Context, personId: string, name: string): Promise<void> {
  const theirs = { where: { personId } };
  await db.contactMethod.deleteMany(theirs);
  await db.timeOff.deleteMany(theirs);
  await db.wish.deleteMany(theirs);
  await db.teamPerson.deleteMany(theirs);
  await db.scimUser.deleteMany(theirs);
  await dropMessages(db, "personId", personId);
  const { count } = await db.person.updateMany({
    where: { id: personId, erasedAt: null },
    data: { name, zone: "UTC", archivedAt: new Date(now), erasedAt: new Date(now) },
  });
  if (count === 0) throw new AppError("stale", "That person was erased already.");
}

async function clearMember(
  { actor, db, now }: Context,
  { id }: NonNullable<Target["member"]>,
  name: string,
): Promise<void> {
  const { orgId } = actor;
  const theirs = { where: { memberId: id } };
  await dropMessages(db, "memberId", id);
  await db.grant.deleteMany(theirs);
  await db.feed.deleteMany(theirs);
  await db.scimUser.deleteMany(theirs);
  await db.requestKey.deleteMany(theirs);
  await db.apiKey.updateMany({ ...theirs, data: { name: "Key", usedFromBox: null } });
  await db.member.updateMany({
    where: { id },
    data: {
      ...nobody(orgId, name, memberEmailPlace(orgId, id)),
      userId: await insertNobody(),
      removedAt: new Date(now),
      erasedAt: new Date(now),
    },
  });
}
