import { open } from "@/lib/crypto/box";
import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { stillGiven } from "@/lib/tenancy/group-grants";
import { presetGrants } from "@/lib/tenancy/permissions";
import { attributesOf } from "./store";

/** A token that ended is shown a while longer: somebody may wonder why their provider stopped. */
const SHOWN_AFTER = 30 * DAY;
const SHOWN_USERS = 200;

export type ScimTokenView = {
  readonly id: string;
  readonly prefix: string;
  readonly preset: string;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly usedFrom: string | null;
  readonly replaced: boolean;
  /** Who answers for it holds no longer what it gives. */
  readonly weak: boolean;
};

export type ScimGroupView = {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly teamId: string | null;
  readonly preset: string;
  /** Who said what it means holds no longer what it gives. */
  readonly weak: boolean;
};

export type ScimUserView = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly userName: string;
  readonly standing: "member" | "invited" | "deactivated";
};

async function isWeak(
  { db }: Context,
  giver: string | null,
  preset: string,
  teamId: string | null,
) {
  const grants = presetGrants(preset, teamId);
  if (giver === null) return false;
  return (await stillGiven(db, giver, grants)).length < grants.length;
}

async function tokensOf(context: Context): Promise<ScimTokenView[]> {
  const { actor, db, now } = context;
  const rows = await db.scimToken.findMany({
    where: {
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now - SHOWN_AFTER) } }],
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  const members = await db.member.findMany({
    where: { id: { in: rows.map(({ createdBy }) => createdBy) } },
    select: { id: true, name: true },
  });
  const tokens: ScimTokenView[] = [];
  for (const row of rows) {
    const { id, prefix, preset, createdBy, usedFromBox } = row;
    const place = { table: "ScimToken", column: "usedFrom", orgId: actor.orgId, row: id };
    tokens.push({
      id,
      prefix,
      preset,
      createdBy: members.find((one) => one.id === createdBy)?.name ?? "Somebody who left",
      createdAt: row.createdAt.getTime(),
      expiresAt: row.expiresAt?.getTime() ?? null,
      usedAt: row.usedAt?.getTime() ?? null,
      usedFrom: usedFromBox && open(usedFromBox, place),
      replaced: row.replacedBy !== null,
      weak: await isWeak(context, createdBy, preset, null),
    });
  }
  return tokens;
}

async function groupsOf(context: Context): Promise<ScimGroupView[]> {
  const rows = await context.db.scimGroup.findMany({
    orderBy: { displayName: "asc" },
    select: {
      id: true,
      displayName: true,
      teamId: true,
      preset: true,
      mappedBy: true,
      _count: { select: { members: true } },
    },
  });
  const groups: ScimGroupView[] = [];
  for (const { id, displayName, teamId, preset, mappedBy, _count } of rows)
    groups.push({
      id,
      name: displayName,
      members: _count.members,
      teamId,
      preset,
      weak: await isWeak(context, mappedBy, preset, teamId),
    });
  return groups;
}

async function usersOf({ actor, db }: Context): Promise<ScimUserView[]> {
  const rows = await db.scimUser.findMany({
    orderBy: [{ changedAt: "desc" }, { id: "asc" }],
    take: SHOWN_USERS,
    select: { id: true, detailsBox: true, active: true, personId: true, memberId: true },
  });
  const people = await db.person.findMany({
    where: { id: { in: rows.map(({ personId }) => personId) } },
    select: { id: true, name: true },
  });
  return rows.map(({ id, personId, memberId, ...row }) => ({
    id,
    personId,
    name: people.find((one) => one.id === personId)?.name ?? "",
    userName: attributesOf(actor.orgId, { id, ...row }).userName,
    standing: !row.active ? "deactivated" : memberId === null ? "invited" : "member",
  }));
}

/** All of the organisation's provisioning, for its settings; of users those that changed last. */
export async function findScim(context: Context) {
  return {
    tokens: await tokensOf(context),
    groups: await groupsOf(context),
    users: await usersOf(context),
    total: await context.db.scimUser.count(),
    teams: await context.db.team.findMany({
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    }),
  };
}
