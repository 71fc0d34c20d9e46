import * as z from "zod";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { openDetails } from "@/lib/tenancy/person-key";

const ACCESSES_SHOWN = 20;
const LOOKS_SHOWN = 100;

/** What an owner granted to support. */
export type Access = {
  readonly id: string;
  readonly reason: string;
  /** Names of teams; empty for the whole roster. */
  readonly teams: readonly string[];
  readonly by: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Who ended it before its time, if anybody did. */
  readonly endedBy: string | null;
  readonly firstLookAt: Instant | null;
};

/** One page that support looked at. */
export type Look = {
  readonly number: number;
  readonly at: Instant;
  readonly path: string;
  /** Who, by name and address; null once that was erased. */
  readonly who: string | null;
};

const seen = z.object({ details: z.object({ holder: z.string(), box: z.string() }) });
const staff = z.object({ name: z.string(), address: z.string() });

/** The access that holds now, those before it, and what support looked at, newest first. */
export async function listAccesses(context: Context): Promise<{
  readonly current: Access | null;
  readonly past: readonly Access[];
  readonly looks: readonly Look[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}> {
  const { db, now } = context;
  const rows = await db.supportAccess.findMany({
    orderBy: { createdAt: "desc" },
    take: ACCESSES_SHOWN,
  });
  const byName = { orderBy: { name: "asc" as const }, select: { id: true, name: true } };
  const teams = await db.team.findMany(byName);
  const members = await db.member.findMany(byName);
  const names = new Map([...teams, ...members].map(({ id, name }) => [id, name]));
  const toAccess = (row: (typeof rows)[number]): Access => ({
    id: row.id,
    reason: row.reason,
    teams: row.teams.map((id) => names.get(id) ?? "a team"),
    by: names.get(row.grantedBy) ?? "A former member",
    from: row.createdAt.getTime(),
    until: (row.endedAt ?? row.expiresAt).getTime(),
    endedBy: row.endedBy && (names.get(row.endedBy) ?? "A former member"),
    firstLookAt: row.firstLookAt?.getTime() ?? null,
  });
  const holds = (row: (typeof rows)[number]) => !row.endedAt && row.expiresAt.getTime() > now;
  const current = rows.find(holds);
  return {
    current: current ? toAccess(current) : null,
    past: rows.filter((row) => row !== current).map(toAccess),
    looks: await listLooks(context),
    teams,
  };
}

async function listLooks({ actor, db }: Context): Promise<readonly Look[]> {
  const entries = await db.changeLogEntry.findMany({
    where: { action: "support.looked" },
    orderBy: { number: "desc" },
    take: LOOKS_SHOWN,
    select: { number: true, at: true, subjectId: true, body: true },
  });
  const boxes = entries.map(({ body }) => {
    const details = seen.safeParse(JSON.parse(body)).data?.details;
    return { holderId: details?.holder ?? actor.orgId, box: details?.box ?? "" };
  });
  const opened = await openDetails(db, actor.orgId, boxes);
  return entries.map(({ number, at, subjectId }, place) => {
    const who = staff.safeParse(opened[place]).data;
    return {
      number: Number(number),
      at: at.getTime(),
      path: subjectId,
      who: who ? `${who.name}, ${who.address}` : null,
    };
  });
}
