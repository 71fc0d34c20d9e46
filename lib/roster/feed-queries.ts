import { open } from "@/lib/crypto/box";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { workingFeeds } from "./feed-commands";

export type FeedView = {
  readonly id: string;
  readonly prefix: string;
  /** The schedule that it shows; null for one's own shifts. */
  readonly schedule: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly usedFrom: string | null;
};

/** The actor's feeds that work, newest first: all, or those of one schedule. */
export async function listFeeds(context: Context, scheduleId?: string): Promise<FeedView[]> {
  const { actor, db } = context;
  const rows = await db.feed.findMany({
    where: { ...workingFeeds(context), ...(scheduleId && { scheduleId }) },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  const ids = rows.flatMap((row) => row.scheduleId ?? []);
  const schedules = await db.schedule.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  return rows.map(({ id, prefix, usedFromBox, ...row }) => ({
    id,
    prefix,
    schedule: schedules.find((one) => one.id === row.scheduleId)?.name ?? null,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    usedAt: row.usedAt?.getTime() ?? null,
    usedFrom:
      usedFromBox &&
      open(usedFromBox, { table: "Feed", column: "usedFrom", orgId: actor.orgId, row: id }),
  }));
}
