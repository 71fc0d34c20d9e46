import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newToken } from "@/lib/crypto/token";
import { AppError } from "@/lib/errors";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { lockAsMember } from "@/lib/tenancy/lock";
import { record } from "@/lib/tenancy/log";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { tokenIndex } from "@/lib/tenancy/token-index";

const FEED_DAYS = ["never", "90", "365"] as const;

/** A feed of one's own shifts, or of a schedule's. */
export const newFeedSchema = z.strictObject({
  scheduleId: rowIdSchema.nullable().default(null),
  days: z
    .enum(FEED_DAYS)
    .default("never")
    .transform((days) => (days === "never" ? null : Number(days))),
});
/** For how many hours a feed works on beside the one that it was recycled into. */
const OVERLAP_HOURS = ["0", "1", "24", "168"] as const;
export const recycleFeedSchema = z.strictObject({
  feedId: rowIdSchema,
  overlap: z.enum(OVERLAP_HOURS).transform(Number),
});
export const feedSchema = z.strictObject({ feedId: rowIdSchema });

/** Whose feeds are meant: the actor's own, or everybody's in the organisation. */
export type FeedsOf = "own" | "organisation";

const MOST = 30;

/** The private part of a feed's address, readable this once. */
export type NewFeed = { readonly path: string };

/** A filter for the actor's feeds that work now. */
export const workingFeeds = ({ actor, now }: Context) => ({
  memberId: actor.memberId,
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }],
});

async function requireVisible({ actor, db }: Context, scheduleId: string): Promise<void> {
  const where = { id: scheduleId, archivedAt: null };
  const schedule = await db.schedule.findFirst({ where, select: { teamId: true } });
  if (schedule && can(actor, "schedule.view", schedule.teamId)) return;
  throw new AppError("not_found", "There is no such schedule.");
}

const pathOf = (text: string): string => `/feeds/${text}.ics`;
const gone = () => new AppError("stale", "That feed was revoked or recycled, or has ended.");

/** Inserts a feed of the actor's with a new text. */
async function insert(
  { actor, db, now }: Context,
  facts: { readonly scheduleId: string | null; readonly expiresAt: Date | null },
) {
  const id = randomUUID();
  const { text, prefix } = newToken("feed");
  const tokenHash = await tokenIndex("feed", text);
  const row = { id, memberId: actor.memberId, prefix, tokenHash, ...facts };
  await db.feed.create({ data: { ...row, createdAt: new Date(now) } });
  return { id, prefix, path: pathOf(text) };
}

/**
 * Makes a private address of a calendar. Throws not_found for a schedule that the actor may not see, refused for who is no
 * member any more.
 */
export async function createFeed(
  context: Context,
  { scheduleId, days }: z.output<typeof newFeedSchema>,
): Promise<NewFeed> {
  const { db, now } = context;
  // A feed that is made while its member is removed would come back with them.
  await lockAsMember(context);
  if (scheduleId !== null) await requireVisible(context, scheduleId);
  if ((await db.feed.count({ where: workingFeeds(context) })) >= MOST)
    throw new AppError("conflict", `You have ${MOST} feeds already. Revoke one first.`);
  const expiresAt = days === null ? null : new Date(now + days * DAY);
  const { id, prefix, path } = await insert(context, { scheduleId, expiresAt });
  await record(context, {
    action: "feed.created",
    subject: { kind: "feed", id },
    ...(scheduleId !== null && { scheduleId }),
    body: { prefix, expiresAt: expiresAt?.getTime() ?? null },
  });
  return { path };
}

/**
 * Gives one's feed another address, for as long as the first was made for. The former works on for `overlap` hours, in which
 * calendars change over. Of two at once, one wins; throws stale for the other.
 */
export async function recycleFeed(
  context: Context,
  { feedId, overlap }: z.output<typeof recycleFeedSchema>,
): Promise<NewFeed> {
  const { db, now } = context;
  const where = { id: feedId, replacedBy: null, ...workingFeeds(context) };
  const select = { scheduleId: true, createdAt: true, expiresAt: true } as const;
  const former = await db.feed.findFirst({ where, select });
  if (!former) throw gone();
  const { scheduleId, createdAt } = former;
  const end = former.expiresAt?.getTime();
  const expiresAt = end === undefined ? null : new Date(now + end - createdAt.getTime());
  const until = Math.min(now + overlap * HOUR, end ?? Number.POSITIVE_INFINITY);
  const { id, prefix, path } = await insert(context, { scheduleId, expiresAt });
  const { count } = await db.feed.updateMany({
    where,
    data: { replacedBy: id, expiresAt: new Date(until) },
  });
  if (count === 0) throw gone();
  await record(context, {
    action: "feed.recycled",
    subject: { kind: "feed", id: feedId },
    ...(scheduleId !== null && { scheduleId }),
    body: { into: id, prefix, until },
  });
  return { path };
}

/** Ends a feed at once: one's own, or as who manages the organisation's keys anybody's. */
export async function revokeFeed(
  context: Context,
  of: FeedsOf,
  { feedId }: z.output<typeof feedSchema>,
): Promise<void> {
  const whose = of === "own" && { memberId: context.actor.memberId };
  const [feed] = await context.db.feed.updateManyAndReturn({
    where: { id: feedId, revokedAt: null, ...whose },
    data: { revokedAt: new Date(context.now) },
  });
  if (!feed) throw gone();
  await record(context, {
    action: "feed.revoked",
    subject: { kind: "feed", id: feedId },
    ...(feed.scheduleId !== null && { scheduleId: feed.scheduleId }),
    body: { of },
  });
}
