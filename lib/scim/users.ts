import { randomUUID } from "node:crypto";
import * as z from "zod";
import { addressIndexes } from "@/lib/directory/address";
import { joinAwaited } from "@/lib/directory/awaited";
import { withdrawInvitations } from "@/lib/directory/invitations";
import { newPersonId } from "@/lib/directory/person-id";
import { setContact } from "@/lib/people/store";
import type { TenantDb } from "@/lib/tenancy/db";
import { syncGrants } from "@/lib/tenancy/group-grants";
import { lockOrganisation } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import { addressOf, changesIn, NO_ATTRIBUTES, nameOf, type UserAttributes } from "./attributes";
import type { ScimContext } from "./call";
import { badValue, gone, taken } from "./fault";
import { deactivate, inviteUser, reactivate } from "./membership";
import { type Operation, patchUser } from "./patch";
import { attributesOf, findUserRow, identityColumns, type ScimUserRow } from "./store";

const objectSchema = z.record(z.string(), z.unknown());
const userNameSchema = z.string().trim().min(1).max(254);

/** A whole user, as POST and PUT send it. Throws ScimFault. */
export function parseUser(body: unknown, before: UserAttributes = NO_ATTRIBUTES): UserAttributes {
  const object = objectSchema.safeParse(body);
  const change = object.success ? changesIn(object.data) : undefined;
  if (!change) throw badValue("A user is an object with attributes of the right kinds.");
  const whole = { ...NO_ATTRIBUTES, active: before.active, ...change } as UserAttributes;
  return checked(whole);
}

function checked(attributes: UserAttributes): UserAttributes {
  const userName = userNameSchema.safeParse(attributes.userName);
  if (!userName.success) throw badValue("A user has a userName of 1 to 254 characters.");
  return { ...attributes, userName: userName.data };
}

/** Names of provider and person are compared under the lock, so that of two at once the second sees the first. */
async function requireFree(
  db: TenantDb,
  { userNameHash, externalIdHash }: Awaited<ReturnType<typeof identityColumns>>,
  but: string,
): Promise<void> {
  const OR = [{ userNameHash }, ...(externalIdHash === null ? [] : [{ externalIdHash }])];
  if ((await db.scimUser.count({ where: { id: { not: but }, OR } })) > 0)
    throw taken("There is a user with that userName or externalId.");
}

type Found = { readonly personId: string; readonly memberId: string | null };

/**
 * Who a user is here: the member with their address, or a person of the roster who is reached there. That opens no
 * account to anybody: it is the membership that the provider keeps from now on.
 */
async function findKnown(
  { actor, db }: ScimContext,
  addresses: readonly string[],
): Promise<Partial<Found>> {
  const emailHash = { in: addresses.flatMap((address) => addressIndexes(actor.orgId, address)) };
  const members = await db.member.findMany({
    where: { emailHash },
    orderBy: { removedAt: { sort: "desc", nulls: "first" } },
    select: { id: true, removedAt: true, person: { select: { id: true } } },
  });
  const member = members[0];
  // Who was removed is invited again: an address may have changed hands meanwhile.
  if (member)
    return {
      ...(member.person && { personId: member.person.id }),
      memberId: member.removedAt === null ? member.id : null,
    };
  const person = await db.person.findFirst({
    where: {
      memberId: null,
      archivedAt: null,
      contacts: { some: { kind: "email", valueHash: emailHash } },
    },
    select: { id: true },
  });
  return person ? { personId: person.id } : {};
}

async function newPerson(
  { actor, db }: ScimContext,
  { name, email }: { readonly name: string; readonly email: string },
  memberId: string | null,
): Promise<string> {
  const id = await newPersonId(db);
  await db.person.create({ data: { id, name, zone: actor.zone, memberId }, select: { id: true } });
  await setContact(db, actor.orgId, id, "email", email);
  return id;
}

/** Makes a user: a person, and a member if their address is one's already; otherwise invited to be one. Throws ScimFault. */
export async function addUser(context: ScimContext, body: unknown): Promise<string> {
  const { actor, db, now } = context;
  const attributes = parseUser(body);
  const email = addressOf(attributes);
  await lockOrganisation(context);
  const id = randomUUID();
  const columns = await identityColumns(actor.orgId, id, attributes);
  await requireFree(db, columns, id);
  const known = await findKnown(context, [email]);
  const name = nameOf(attributes);
  const memberId = known.memberId ?? null;
  const personId = known.personId ?? (await newPerson(context, { name, email }, memberId));
  if ((await db.scimUser.count({ where: { personId } })) > 0)
    throw taken("Somebody with that address is a user already.");
  if (attributes.active)
    await db.person.updateMany({
      where: { id: personId },
      data: { archivedAt: null, deactivatedAt: null },
    });
  const at = new Date(now);
  const user = { id, personId, memberId, createdAt: at, changedAt: at };
  await db.scimUser.create({ data: { ...user, ...columns }, select: { id: true } });
  const row = { ...user, ...columns, active: true, invitationId: null, held: [] };
  const invited =
    attributes.active && memberId === null ? await inviteUser(context, row, { name, email }) : null;
  if (invited)
    await db.scimUser.updateMany({
      where: { id },
      data: { invitationId: invited.invitationId },
    });
  const entries: Entry[] = [
    ...(invited?.replaced ?? []),
    {
      action: "scim.user-added",
      subject: { kind: "person", id: personId },
      body: {
        user: id,
        member: memberId,
        invited: invited !== null,
        ...(invited && { grants: invited.grants }),
      },
    },
    ...(attributes.active ? await syncGrants(db, row) : await deactivate(context, row, [email])),
  ];
  await record(context, ...entries);
  return id;
}

/** Puts a whole user in place of what was. Throws ScimFault. */
export function replaceUser(context: ScimContext, id: string, body: unknown): Promise<void> {
  return changeUser(context, id, (before) => parseUser(body, before));
}

export function patchUserAt(
  context: ScimContext,
  id: string,
  operations: readonly Operation[],
): Promise<void> {
  return changeUser(context, id, (before) => checked(patchUser(before, operations)));
}

type Tied = { readonly row: ScimUserRow; readonly entries: readonly Entry[] };

/**
 * The user, tied to the member with one of these addresses: who joined by an invitation that was not the user's is that
 * member all the same, and deactivating the user must end what they are here.
 */
async function withMember(
  context: ScimContext,
  row: ScimUserRow,
  addresses: readonly string[],
): Promise<Tied> {
  const { db } = context;
  if (row.memberId !== null) return { row, entries: [] };
  const { memberId } = await findKnown(context, addresses);
  if (!memberId || (await db.scimUser.count({ where: { memberId } })) > 0)
    return { row, entries: [] };
  const entries = await joinAwaited(db, row, memberId);
  return { row: (await findUserRow(db, row.id)) ?? row, entries };
}

async function changeUser(
  context: ScimContext,
  id: string,
  change: (before: UserAttributes) => UserAttributes,
): Promise<void> {
  const { actor, db, now } = context;
  await lockOrganisation(context);
  const found = await findUserRow(db, id);
  if (!found) throw gone();
  const before = attributesOf(actor.orgId, found);
  const after = change(before);
  const addresses = [addressOf(before), addressOf(after)];
  const { row, entries: tied } = await withMember(context, found, addresses);
  if (row === found && JSON.stringify(before) === JSON.stringify(after)) return;
  const columns = await identityColumns(actor.orgId, id, after);
  await requireFree(db, columns, id);
  await db.scimUser.updateMany({
    where: { id },
    data: { ...columns, changedAt: new Date(now) },
  });
  const how = { name: nameOf(after), email: addressOf(after) };
  const leaves = !after.active && (before.active || row !== found);
  const comes = after.active && !before.active;
  const entries = [
    ...tied,
    ...(await changeDetails(context, row, before, after)),
    ...(leaves ? await deactivate(context, row, addresses) : []),
    ...(comes ? await reactivate(context, row, how) : []),
  ];
  await record(context, ...entries);
}

/** The name and address of the person, where the provider changed its own. What people changed here stays. */
async function changeDetails(
  context: ScimContext,
  row: ScimUserRow,
  before: UserAttributes,
  after: UserAttributes,
): Promise<Entry[]> {
  const { actor, db } = context;
  const { personId, memberId } = row;
  const email = addressOf(after);
  const name = nameOf(after);
  const [was, is] = [logged(before), logged(after)];
  const renamed = name !== was.name;
  const moved = email !== was.email;
  if (renamed) {
    await db.person.updateMany({ where: { id: personId, erasedAt: null }, data: { name } });
    if (memberId !== null)
      await db.member.updateMany({ where: { id: memberId, erasedAt: null }, data: { name } });
  }
  if (moved) await setContact(db, actor.orgId, personId, "email", email);
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const withdrawn = moved
    ? await withdrawInvitations(context, { addresses: [was.email, email] })
    : [];
  // Who waits with an invitation to the former address gets one to the present.
  const waits = moved && memberId === null && before.active && after.active;
  const invited = waits ? await inviteUser(context, row, { name, email }) : null;
  if (invited)
    await db.scimUser.updateMany({
      where: { id: row.id },
      data: { invitationId: invited.invitationId },
    });
  return [
    ...withdrawn,
    {
      action: "scim.user-changed",
      subject: { kind: "person", id: personId },
      body: { name: renamed, email: moved, ...(invited && { grants: invited.grants }) },
      details: { holderId: personId, value: { before: was, after: is } },
    },
  ];
}

/** What the log keeps of a user before and after. Whether they are active are entries of their own. */
const logged = (attributes: UserAttributes) => ({
  name: nameOf(attributes),
  email: addressOf(attributes),
  userName: attributes.userName,
  externalId: attributes.externalId,
});

/** Forgets a user; their membership ends, the person stays where rosters name them. Throws ScimFault. */
export async function removeUser(context: ScimContext, id: string): Promise<void> {
  const { actor, db } = context;
  await lockOrganisation(context);
  const found = await findUserRow(db, id);
  if (!found) throw gone();
  const addresses = [addressOf(attributesOf(actor.orgId, found))];
  const { row, entries: tied } = await withMember(context, found, addresses);
  const { personId } = row;
  const left =
    row.active || row !== found
      ? await deactivate(context, row, addresses)
      : await withdrawInvitations(context, { addresses, personId });
  await db.scimUser.deleteMany({ where: { id } });
  const removed: Entry = {
    action: "scim.user-removed",
    subject: { kind: "person", id: personId },
    body: { user: id },
  };
  const entries = [...tied, ...left, removed];
  await record(context, ...entries);
}
