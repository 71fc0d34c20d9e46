import { randomUUID } from "node:crypto";
import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { addressIndexes } from "@/lib/directory/address";
import { newPersonId } from "@/lib/directory/person-id";
import { setContact } from "@/lib/people/store";
import type { TenantDb } from "@/lib/tenancy/db";
import { syncGrants } from "@/lib/tenancy/group-grants";
import { lockOrganisation } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import { changesIn, NO_ATTRIBUTES, nameOf, type UserAttributes } from "./attributes";
import type { ScimContext } from "./call";
import { badValue, gone, taken } from "./fault";
import { deactivate, inviteUser, reactivate, withdraw } from "./membership";
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

/** The address that somebody is invited at: what was sent as such, or a userName that is one. Throws ScimFault. */
function addressOf({ email, userName }: UserAttributes): string {
  const parsed = emailSchema.safeParse(email ?? userName);
  if (parsed.success) return parsed.data;
  throw badValue("A user needs an address: in emails, or as userName.");
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
 * Who a new user is here: the member with their address, or a person of the roster who is reached there. That opens no
 * account to anybody: it is the membership that the provider keeps from now on.
 */
async function findKnown({ actor, db }: ScimContext, email: string): Promise<Partial<Found>> {
  const emailHash = { in: addressIndexes(actor.orgId, email) };
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
  const known = await findKnown(context, email);
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
    ...(attributes.active ? await syncGrants(db, row) : await deactivate(context, row)),
  ];
  for (const entry of entries) await record(context, entry);
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

async function changeUser(
  context: ScimContext,
  id: string,
  change: (before: UserAttributes) => UserAttributes,
): Promise<void> {
  const { actor, db, now } = context;
  await lockOrganisation(context);
  const row = await findUserRow(db, id);
  if (!row) throw gone();
  const before = attributesOf(actor.orgId, row);
  const after = change(before);
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const columns = await identityColumns(actor.orgId, id, after);
  await requireFree(db, columns, id);
  await db.scimUser.updateMany({
    where: { id },
    data: { ...columns, changedAt: new Date(now) },
  });
  const entries = [
    ...(await changeDetails(context, row, before, after)),
    ...(await changeStanding(context, row, before, after)),
  ];
  for (const entry of entries) await record(context, entry);
}

/** The name and address of the person, where the provider changed its own. What people changed here stays. */
async function changeDetails(
  context: ScimContext,
  { personId, memberId }: ScimUserRow,
  before: UserAttributes,
  after: UserAttributes,
): Promise<Entry[]> {
  const { actor, db } = context;
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
  return [
    {
      action: "scim.user-changed",
      subject: { kind: "person", id: personId },
      body: { name: renamed, email: moved },
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

async function changeStanding(
  context: ScimContext,
  row: ScimUserRow,
  before: UserAttributes,
  after: UserAttributes,
): Promise<Entry[]> {
  const how = { name: nameOf(after), email: addressOf(after) };
  if (before.active && !after.active) return deactivate(context, row);
  if (!before.active && after.active) return reactivate(context, row, how);
  // Who waits with an invitation to the former address gets one to the present.
  const moved = row.memberId === null && after.active && how.email !== addressOf(before);
  if (!moved) return [];
  await withdraw(context, row);
  const { invitationId } = await inviteUser(context, row, how);
  await context.db.scimUser.updateMany({ where: { id: row.id }, data: { invitationId } });
  return [];
}

/** Forgets a user; their membership ends, the person stays where rosters name them. Throws ScimFault. */
export async function removeUser(context: ScimContext, id: string): Promise<void> {
  const { db } = context;
  await lockOrganisation(context);
  const row = await findUserRow(db, id);
  if (!row) throw gone();
  const entries: Entry[] = row.active ? await deactivate(context, row) : [];
  await db.scimUser.deleteMany({ where: { id } });
  entries.push({
    action: "scim.user-removed",
    subject: { kind: "person", id: row.personId },
    body: { user: id },
  });
  for (const entry of entries) await record(context, entry);
}
