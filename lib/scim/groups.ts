import { randomUUID } from "node:crypto";
import * as z from "zod";
import { moveBetweenTeams } from "@/lib/directory/awaited";
import type { TenantDb } from "@/lib/tenancy/db";
import { syncGrants } from "@/lib/tenancy/group-grants";
import { lockOrganisation } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import type { ScimContext } from "./call";
import { badValue, gone, taken } from "./fault";
import {
  type GroupState,
  type Operation,
  patchGroup,
  toDisplayName,
  toId,
  toMembers,
} from "./patch";

const objectSchema = z.record(z.string(), z.unknown());

/** A whole group, as POST and PUT send it. Throws ScimFault. */
export function parseGroup(body: unknown): GroupState {
  const object = objectSchema.safeParse(body);
  if (!object.success) throw badValue("A group is an object.");
  const all = new Map(Object.entries(object.data).map(([name, one]) => [name.toLowerCase(), one]));
  const members = all.get("members");
  return {
    displayName: toDisplayName(all.get("displayname")),
    externalId: toId(all.get("externalid")),
    members: new Set(members == null ? [] : toMembers(members)),
  };
}

/** All of them are users here; else it is said of none which is not. */
async function requireUsers(db: TenantDb, ids: readonly string[]): Promise<void> {
  const known = ids.every((id) => z.uuid().safeParse(id).success);
  if (known && (await db.scimUser.count({ where: { id: { in: [...ids] } } })) === ids.length)
    return;
  throw badValue("A member is not a user here.");
}

/** Who these users are on the roster, for the log. */
export async function peopleOf(db: TenantDb, users: readonly string[]): Promise<string[]> {
  const rows = await db.scimUser.findMany({
    where: { id: { in: [...users] } },
    orderBy: { personId: "asc" },
    select: { personId: true },
  });
  return rows.map(({ personId }) => personId);
}

async function requireFree(db: TenantDb, group: GroupState, but: string): Promise<void> {
  const { displayName, externalId } = group;
  const OR = [
    { displayName: { equals: displayName, mode: "insensitive" as const } },
    ...(externalId === null ? [] : [{ externalId }]),
  ];
  if ((await db.scimGroup.count({ where: { id: { not: but }, OR } })) > 0)
    throw taken("There is a group with that displayName or externalId.");
}

/** Adds and takes members of a group, with what that means for teams and permissions. Gives back what the log has to say. */
export async function changeMembers(
  { db }: Pick<ScimContext, "db">,
  group: { readonly id: string; readonly teamId: string | null },
  joined: readonly string[],
  left: readonly string[],
): Promise<Entry[]> {
  const groupId = group.id;
  await db.scimGroupMember.deleteMany({ where: { groupId, scimUserId: { in: [...left] } } });
  await db.scimGroupMember.createMany({
    data: joined.map((scimUserId) => ({ groupId, scimUserId })),
  });
  await moveBetweenTeams(db, { users: left, from: group.teamId, to: null });
  await moveBetweenTeams(db, { users: joined, from: null, to: group.teamId });
  return syncAll(db, [...joined, ...left]);
}

/** Brings the permissions of these users up to what their groups give now. */
export async function syncAll(db: TenantDb, ids: readonly string[]): Promise<Entry[]> {
  const users = await db.scimUser.findMany({
    where: { id: { in: [...ids] }, active: true, memberId: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true, memberId: true },
  });
  const entries: Entry[] = [];
  for (const user of users) entries.push(...(await syncGrants(db, user)));
  return entries;
}

/** Makes a group. One that is called as a team is, is that team from the beginning. Throws ScimFault. */
export async function addGroup(context: ScimContext, body: unknown): Promise<string> {
  const { db } = context;
  const group = parseGroup(body);
  await lockOrganisation(context);
  const id = randomUUID();
  await requireFree(db, group, id);
  await requireUsers(db, [...group.members]);
  const { displayName, externalId } = group;
  const team = await db.team.findFirst({
    where: { name: { equals: displayName, mode: "insensitive" } },
    select: { id: true },
  });
  const teamId = team?.id ?? null;
  await db.scimGroup.create({
    data: { id, displayName, externalId, teamId },
    select: { id: true },
  });
  const entries: Entry[] = [
    {
      action: "scim.group-added",
      subject: { kind: "scim-group", id },
      body: { team: teamId, people: await peopleOf(db, [...group.members]) },
    },
    ...(await changeMembers(context, { id, teamId }, [...group.members], [])),
  ];
  await record(context, ...entries);
  return id;
}

export function replaceGroup(context: ScimContext, id: string, body: unknown): Promise<void> {
  return changeGroup(context, id, () => parseGroup(body));
}

export function patchGroupAt(
  context: ScimContext,
  id: string,
  operations: readonly Operation[],
): Promise<void> {
  return changeGroup(context, id, (before) => patchGroup(before, operations));
}

async function changeGroup(
  context: ScimContext,
  id: string,
  change: (before: GroupState) => GroupState,
): Promise<void> {
  const { db, now } = context;
  await lockOrganisation(context);
  const row = await db.scimGroup.findFirst({
    where: { id },
    select: {
      displayName: true,
      externalId: true,
      teamId: true,
      members: { select: { scimUserId: true } },
    },
  });
  if (!row) throw gone();
  const before = { ...row, members: new Set(row.members.map(({ scimUserId }) => scimUserId)) };
  const after = change(before);
  const joined = [...after.members].filter((one) => !before.members.has(one));
  const left = [...before.members].filter((one) => !after.members.has(one));
  const { displayName, externalId } = after;
  const renamed = displayName !== before.displayName || externalId !== before.externalId;
  if (!renamed && joined.length + left.length === 0) return;
  await requireFree(db, after, id);
  await requireUsers(db, joined);
  await db.scimGroup.updateMany({
    where: { id },
    data: { displayName, externalId, changedAt: new Date(now) },
  });
  const entries: Entry[] = [
    {
      action: "scim.group-changed",
      subject: { kind: "scim-group", id },
      body: {
        team: row.teamId,
        joined: await peopleOf(db, joined),
        left: await peopleOf(db, left),
        renamed,
        before: logged(before),
        after: logged(after),
      },
    },
    ...(await changeMembers(context, { id, teamId: row.teamId }, joined, left)),
  ];
  await record(context, ...entries);
}

const logged = ({ displayName, externalId, members }: GroupState) => ({
  name: displayName,
  externalId,
  members: members.size,
});

/** Forgets a group, and what it gave. Throws ScimFault. */
export async function removeGroup(context: ScimContext, id: string): Promise<void> {
  const { db } = context;
  await lockOrganisation(context);
  const row = await db.scimGroup.findFirst({
    where: { id },
    select: { displayName: true, teamId: true, members: { select: { scimUserId: true } } },
  });
  if (!row) throw gone();
  const left = row.members.map(({ scimUserId }) => scimUserId);
  const entries = await changeMembers(context, { id, teamId: row.teamId }, [], left);
  await db.scimGroup.deleteMany({ where: { id } });
  entries.unshift({
    action: "scim.group-removed",
    subject: { kind: "scim-group", id },
    body: { name: row.displayName, team: row.teamId, people: await peopleOf(db, left) },
  });
  await record(context, ...entries);
}
