import * as z from "zod";
import { env } from "@/lib/env";
import type { UserAttributes } from "./attributes";
import { nameOf } from "./attributes";
import type { ScimContext } from "./call";
import { GROUP_SCHEMA, USER_SCHEMA } from "./discovery";
import { gone } from "./fault";
import { type Filter, parseFilter, parseSlice } from "./filter";
import {
  attributesOf,
  externalIdIndex,
  type ScimUserRow,
  userColumns,
  userNameIndex,
} from "./store";

/** The address that a provider is given, and under which everything is. */
export const scimBase = (): string => new URL("/scim/v2", env().STANDBY_URL).href;

export function listOf(resources: readonly object[], total: number, start = 1): object {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex: start,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

const metaOf = (kind: "User" | "Group", row: { id: string; createdAt: Date; changedAt: Date }) => ({
  resourceType: kind,
  created: row.createdAt.toISOString(),
  lastModified: row.changedAt.toISOString(),
  location: `${scimBase()}/${kind}s/${row.id}`,
});

const withGroups = {
  ...userColumns,
  groups: { select: { group: { select: { id: true, displayName: true } } } },
} as const;

type WithGroups = ScimUserRow & {
  readonly groups: readonly {
    readonly group: { readonly id: string; readonly displayName: string };
  }[];
};

const or = <T>(value: T | null): T | undefined => value ?? undefined;

function namesIn(attributes: UserAttributes) {
  const { formatted, givenName, familyName } = attributes;
  const name = { formatted: or(formatted), givenName: or(givenName), familyName: or(familyName) };
  return Object.values(name).some((one) => one !== undefined) ? name : undefined;
}

function toUser(orgId: string, row: WithGroups): object {
  const attributes = attributesOf(orgId, row);
  const { userName, externalId, active, email } = attributes;
  return {
    schemas: [USER_SCHEMA],
    id: row.id,
    externalId: or(externalId),
    userName,
    displayName: nameOf(attributes),
    name: namesIn(attributes),
    active,
    emails: email === null ? undefined : [{ value: email, type: "work", primary: true }],
    groups: row.groups.map(({ group }) => ({
      value: group.id,
      display: group.displayName,
      $ref: `${scimBase()}/Groups/${group.id}`,
    })),
    meta: metaOf("User", row),
  };
}

const isId = (text: string): boolean => z.uuid().safeParse(text).success;
const NOBODY = { id: { in: [] as string[] } };

/** Throws ScimFault where there is none. */
export async function readUser({ actor, db }: ScimContext, id: string): Promise<object> {
  const row = isId(id) ? await db.scimUser.findFirst({ where: { id }, select: withGroups }) : null;
  if (!row) throw gone();
  return toUser(actor.orgId, row);
}

async function usersLike(orgId: string, filter: Filter | null) {
  if (!filter) return {};
  const { attribute, value } = filter;
  if (attribute === "username") return { userNameHash: await userNameIndex(orgId, value) };
  if (attribute === "externalid") return { externalIdHash: await externalIdIndex(orgId, value) };
  return isId(value) ? { id: value } : NOBODY;
}

export async function listUsers({ actor, db }: ScimContext, search: URLSearchParams) {
  const filter = parseFilter(search.get("filter"), ["username", "externalid", "id"]);
  const { start, count } = parseSlice(search);
  const where = await usersLike(actor.orgId, filter);
  const rows = await db.scimUser.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    skip: start - 1,
    take: count,
    select: withGroups,
  });
  const all = rows.map((row) => toUser(actor.orgId, row));
  return listOf(all, await db.scimUser.count({ where }), start);
}

const groupColumns = {
  id: true,
  displayName: true,
  externalId: true,
  createdAt: true,
  changedAt: true,
} as const;

/** Without members where they are not asked for: a group can have thousands. */
const membersIn = (search: URLSearchParams) =>
  /\bmembers\b/i.test(search.get("excludedAttributes") ?? "")
    ? { take: 0 }
    : { orderBy: { scimUserId: "asc" as const } };

type GroupRow = {
  readonly id: string;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly members: readonly { readonly scimUserId: string }[];
};

function toGroup(row: GroupRow, search: URLSearchParams): object {
  const { id, displayName, externalId } = row;
  const members = row.members.map(({ scimUserId: value }) => ({
    value,
    $ref: `${scimBase()}/Users/${value}`,
  }));
  return {
    schemas: [GROUP_SCHEMA],
    id,
    externalId: or(externalId),
    displayName,
    members: "take" in membersIn(search) ? undefined : members,
    meta: metaOf("Group", row),
  };
}

/** Throws ScimFault where there is none. */
export async function readGroup(
  { db }: ScimContext,
  id: string,
  search: URLSearchParams,
): Promise<object> {
  const members = { ...membersIn(search), select: { scimUserId: true } };
  const row = isId(id)
    ? await db.scimGroup.findFirst({ where: { id }, select: { ...groupColumns, members } })
    : null;
  if (!row) throw gone();
  return toGroup(row, search);
}

function groupsLike(filter: Filter | null) {
  if (!filter) return {};
  const { attribute, value } = filter;
  if (attribute === "displayname")
    return { displayName: { equals: value, mode: "insensitive" as const } };
  if (attribute === "externalid") return { externalId: value };
  return isId(value) ? { id: value } : NOBODY;
}

export async function listGroups({ db }: ScimContext, search: URLSearchParams) {
  const where = groupsLike(parseFilter(search.get("filter"), ["displayname", "externalid", "id"]));
  const { start, count } = parseSlice(search);
  const members = { ...membersIn(search), select: { scimUserId: true } };
  const rows = await db.scimGroup.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    skip: start - 1,
    take: count,
    select: { ...groupColumns, members },
  });
  const all = rows.map((row) => toGroup(row, search));
  return listOf(all, await db.scimGroup.count({ where }), start);
}
