import type { Context } from "@/lib/tenancy/context";
import { PERMISSION_NAMES, PERMISSIONS } from "@/lib/tenancy/permissions";
import { factorHolders } from "@/lib/tenancy/standing";
import { ACCESS_ACTIONS, type Access, type AccessChange, accessOf, toChange } from "./access";

const CHANGES_SHOWN = 50;

const given = {
  select: { permission: true, teamId: true, preset: true, grantedBy: true, createdAt: true },
} as const;

/** The names of everybody who was ever a member and of every team, by id. */
async function names({ db }: Pick<Context, "db">): Promise<ReadonlyMap<string, string>> {
  const select = { id: true, name: true } as const;
  const tokens = await db.scimToken.findMany({ select: { id: true } });
  const rows = [
    ...(await db.member.findMany({ select })),
    ...(await db.team.findMany({ select })),
    ...tokens.map(({ id }) => ({ id, name: "SCIM" })),
  ];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type MemberAccess = {
  readonly access: readonly Access[];
  /** Newest first, as far back as the change log is kept. */
  readonly changes: readonly AccessChange[];
};

/** What a member may do now, why, and how it came to be; null when they are not a member any more. */
export async function findAccess(context: Context, memberId: string): Promise<MemberAccess | null> {
  const { db, actor } = context;
  const member = await db.member.findFirst({
    where: { id: memberId, removedAt: null },
    select: { userId: true, grants: given },
  });
  if (!member) return null;
  const entries = await db.changeLogEntry.findMany({
    where: {
      action: { in: Object.keys(ACCESS_ACTIONS) },
      OR: [{ subjectId: memberId }, { subjectId: actor.orgId, actorId: memberId }],
    },
    orderBy: { number: "desc" },
    take: CHANGES_SHOWN,
    select: { number: true, at: true, actorId: true, action: true, body: true },
  });
  const known = await names(context);
  const nameOf = (id: string) => known.get(id);
  const holders = await factorHolders([member.userId]);
  return {
    access: accessOf(member.grants, holders.has(member.userId), nameOf),
    changes: entries.flatMap((entry) => toChange(entry, nameOf) ?? []),
  };
}

/** Each permission with the members who hold it, by name, and why. */
export async function listAccess(context: Context) {
  const members = await context.db.member.findMany({
    where: { removedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, userId: true, grants: given },
  });
  const known = await names(context);
  const holders = await factorHolders(members.map(({ userId }) => userId));
  const all = members.flatMap(({ id, name, userId, grants }) =>
    accessOf(grants, holders.has(userId), (one) => known.get(one)).map((access) => ({
      id,
      name,
      access,
    })),
  );
  return PERMISSION_NAMES.map((permission) => ({
    permission,
    ...PERMISSIONS[permission],
    holders: all.filter(({ access }) => access.permission === permission),
  }));
}
