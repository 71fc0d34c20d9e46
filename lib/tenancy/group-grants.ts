import * as z from "zod";
import type { TenantDb } from "./db";
import { mayHandOut } from "./hand-out";
import { grantsNow } from "./held";
import type { Entry } from "./log";
import { type Grant, isPermission, type NewGrant, presetGrants, toGrant } from "./permissions";

/** What a group may give, and a token to everybody: never to own the organisation. */
export const SCIM_PRESETS = ["Viewer", "Responder", "Scheduler", "Approver", "Admin"] as const;

const keyOf = ({ permission, teamId }: Grant): string => `${permission}@${teamId ?? ""}`;

/** What of these the member may hand out at this moment. Nothing at all for who left. */
export async function stillHandedOut<G extends Grant>(
  db: TenantDb,
  giver: string,
  grants: readonly G[],
): Promise<G[]> {
  const actor = { grants: await grantsNow(db, giver) };
  return grants.filter((grant) => mayHandOut(actor, [grant]));
}

/** The same of what groups give and a provider invites with: nothing of what owns. */
export const stillGiven = <G extends Grant>(
  db: TenantDb,
  giver: string,
  grants: readonly G[],
): Promise<G[]> =>
  stillHandedOut(
    db,
    giver,
    grants.filter(({ permission }) => permission !== "organisation.own"),
  );

type Wanted = NewGrant & { readonly grantedBy: string };

/** What a user's groups give them now, each permission once. */
async function wantedOf(db: TenantDb, scimUserId: string): Promise<Wanted[]> {
  const groups = await db.scimGroup.findMany({
    where: { preset: { not: "" }, members: { some: { scimUserId } } },
    orderBy: { id: "asc" },
    select: { preset: true, teamId: true, mappedBy: true },
  });
  const found = new Map<string, Wanted>();
  for (const { preset, teamId, mappedBy } of groups) {
    if (mappedBy === null) continue;
    for (const grant of await stillGiven(db, mappedBy, presetGrants(preset, teamId)))
      found.set(keyOf(grant), { ...grant, grantedBy: mappedBy });
  }
  return [...found.values()];
}

/**
 * Gives a member what their groups give, and takes away what groups gave and give no more. What people gave stays theirs.
 * Gives back what the log has to say of it.
 */
export async function syncGrants(
  db: TenantDb,
  { id, memberId }: { readonly id: string; readonly memberId: string | null },
): Promise<Entry[]> {
  if (memberId === null) return [];
  if ((await db.member.count({ where: { id: memberId, removedAt: null } })) === 0) return [];
  const wanted = await wantedOf(db, id);
  const rows = await db.grant.findMany({
    where: { memberId },
    select: { permission: true, teamId: true, byGroup: true },
  });
  const has = new Set(rows.flatMap(toGrant).map(keyOf));
  const wants = new Set(wanted.map(keyOf));
  const given = wanted.filter((grant) => !has.has(keyOf(grant)));
  const taken = rows
    .filter(({ byGroup }) => byGroup)
    .flatMap(toGrant)
    .filter((grant) => !wants.has(keyOf(grant)));
  for (const grant of taken)
    await db.grant.deleteMany({ where: { memberId, byGroup: true, ...grant } });
  await db.grant.createMany({
    data: given.map((grant) => ({ ...grant, memberId, byGroup: true })),
  });
  if (given.length + taken.length === 0) return [];
  const said = given.map(({ permission, teamId, preset = null }) => ({
    permission,
    teamId,
    preset,
  }));
  return [
    {
      action: "member.permissions",
      subject: { kind: "member", id: memberId },
      body: { given: said, taken, scim: true },
    },
  ];
}

const heldSchema = z.array(
  z.object({
    permission: z.string().refine(isPermission),
    teamId: z.uuid().nullable(),
    preset: z.string().nullable(),
    grantedBy: z.uuid().nullable(),
  }),
);

/** What a member holds besides what groups give, to be kept until they come back. */
export async function heldBy(db: TenantDb, memberId: string) {
  const rows = await db.grant.findMany({
    where: { memberId, byGroup: false },
    select: { permission: true, teamId: true, preset: true, grantedBy: true },
  });
  return rows.map((row) => ({ ...row }));
}

/** Gives back what was held, as far as `giver` may hand it out now. */
export async function giveBack(
  db: TenantDb,
  memberId: string,
  held: unknown,
  giver: string,
): Promise<readonly Grant[]> {
  const before = heldSchema.safeParse(held).data ?? [];
  const given = await stillGiven(db, giver, before);
  await db.grant.createMany({ data: given.map((grant) => ({ ...grant, memberId })) });
  return given.map(({ permission, teamId }) => ({ permission, teamId }));
}
