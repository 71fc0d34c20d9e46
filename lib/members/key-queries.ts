import { open } from "@/lib/crypto/box";
import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { KEY_PERMISSIONS, toKeyGrants } from "@/lib/tenancy/key-grants";
import { PERMISSIONS } from "@/lib/tenancy/permissions";
import type { KeysOf } from "./key-commands";

/** A key that ended is shown a while longer: somebody may wonder why their program stopped. */
const SHOWN_AFTER = 30 * DAY;

export type KeyView = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** Whose it is; null for the organisation's own. */
  readonly member: string | null;
  /** Who made it. */
  readonly createdBy: string;
  readonly holds: readonly string[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly usedFrom: string | null;
  /** There is one in its place already; it works on until it expires. */
  readonly replaced: boolean;
};

async function teamsOf({ db }: Context) {
  return db.team.findMany({ orderBy: { name: "asc" }, select: { id: true, name: true } });
}

const toMs = (at: Date | null): Instant | null => at?.getTime() ?? null;

/** The actor's keys, or all of the organisation and its members, newest first, without those that were revoked. */
export async function listKeys(context: Context, of: KeysOf): Promise<KeyView[]> {
  const { actor, db, now } = context;
  const rows = await db.apiKey.findMany({
    where: {
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now - SHOWN_AFTER) } }],
      ...(of === "own" && { memberId: actor.memberId }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  const teams = new Map((await teamsOf(context)).map(({ id, name }) => [id, name]));
  const members = await db.member.findMany({
    where: {
      id: { in: rows.flatMap(({ memberId, createdBy }) => [createdBy, memberId ?? []].flat()) },
    },
    select: { id: true, name: true },
  });
  const nameOf = (id: string) => members.find((one) => one.id === id)?.name ?? "Somebody who left";
  return rows.map(({ id, name, prefix, memberId, usedFromBox, replacedBy, ...row }) => ({
    id,
    name,
    prefix,
    member: memberId === null ? null : nameOf(memberId),
    createdBy: nameOf(row.createdBy),
    holds: toKeyGrants(row.grants).map(({ permission, teamId }) => {
      const { label } = PERMISSIONS[permission];
      return teamId === null ? label : `${label}, ${teams.get(teamId) ?? "a team"}`;
    }),
    createdAt: row.createdAt.getTime(),
    expiresAt: toMs(row.expiresAt),
    usedAt: toMs(row.usedAt),
    usedFrom:
      usedFromBox &&
      open(usedFromBox, { table: "ApiKey", column: "usedFrom", orgId: actor.orgId, row: id }),
    replaced: replacedBy !== null,
  }));
}

/** What the actor may put into a key: boxes for the whole organisation, and for teams. */
function choicesOf(actor: Actor, teams: readonly { readonly id: string; readonly name: string }[]) {
  const everywhere = KEY_PERMISSIONS.filter((one) => canEverywhere(actor, one));
  const inTeams = KEY_PERMISSIONS.filter((one) => PERMISSIONS[one].team);
  return {
    everywhere: everywhere.map((one) => ({ value: one, label: PERMISSIONS[one].label })),
    teams: teams.flatMap(({ id, name }) => {
      const held = inTeams.filter((one) => can(actor, one, id));
      const boxes = held.map((one) => ({ value: `${one}@${id}`, label: PERMISSIONS[one].label }));
      return boxes.length > 0 ? [{ name, boxes }] : [];
    }),
  };
}

/** What a new key may be given. */
export async function keyChoices(context: Context) {
  return choicesOf(context.actor, await teamsOf(context));
}
