import { open } from "@/lib/crypto/box";
import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import type { FeedsOf } from "./feed-commands";

/** A feed that ended is shown a while longer: somebody may wonder why their calendar is empty. */
const SHOWN_AFTER = 30 * DAY;

export type FeedView = {
  readonly id: string;
  readonly prefix: string;
  /** Whose it is. */
  readonly member: string;
  /** The schedule that it shows; null for its member's own shifts. */
  readonly schedule: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly usedFrom: string | null;
  /** There is one in its place already; it works on until it expires. */
  readonly replaced: boolean;
};

/** Feeds that were not revoked, newest first: the actor's, of one schedule where that is said, or everybody's. */
export async function listFeeds(
  { actor, db, now }: Context,
  of: FeedsOf,
  scheduleId?: string,
): Promise<FeedView[]> {
  const rows = await db.feed.findMany({
    where: {
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now - SHOWN_AFTER) } }],
      ...(of === "own" && { memberId: actor.memberId }),
      ...(scheduleId && { scheduleId }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  const select = { id: true, name: true } as const;
  const schedules = await db.schedule.findMany({
    where: { id: { in: rows.flatMap((row) => row.scheduleId ?? []) } },
    select,
  });
  const members = await db.member.findMany({
    where: { id: { in: rows.map(({ memberId }) => memberId) } },
    select,
  });
  return rows.map(({ id, prefix, usedFromBox, ...row }) => ({
    id,
    prefix,
    member: members.find((one) => one.id === row.memberId)?.name ?? "Somebody who left",
    schedule: schedules.find((one) => one.id === row.scheduleId)?.name ?? null,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    usedAt: row.usedAt?.getTime() ?? null,
    usedFrom:
      usedFromBox &&
      open(usedFromBox, { table: "Feed", column: "usedFrom", orgId: actor.orgId, row: id }),
    replaced: row.replacedBy !== null,
  }));
}
