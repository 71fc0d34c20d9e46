import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newToken } from "@/lib/crypto/token";
import { AppError } from "@/lib/errors";
import { DAY } from "@/lib/schedule/calendar";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { tokenIndex } from "@/lib/tenancy/token-index";

const FEED_DAYS = ["never", "90", "365"] as const;

/** A feed of one's own shifts, or of a schedule's. */
export const newFeedSchema = z.strictObject({
  scheduleId: z.uuid().nullable().default(null),
  days: z
    .enum(FEED_DAYS)
    .default("never")
    .transform((days) => (days === "never" ? null : Number(days))),
});
export const feedSchema = z.strictObject({ feedId: z.uuid() });

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
const gone = () => new AppError("stale", "That feed was revoked or has ended.");

/** Makes a private address of a calendar. Throws not_found for a schedule that the actor may not see. */
export async function createFeed(
  context: Context,
  { scheduleId, days }: z.output<typeof newFeedSchema>,
): Promise<NewFeed> {
  const { actor, db, now } = context;
  if (scheduleId !== null) await requireVisible(context, scheduleId);
  if ((await db.feed.count({ where: workingFeeds(context) })) >= MOST)
    throw new AppError("conflict", `You have ${MOST} feeds already. Revoke one first.`);
  const id = randomUUID();
  const { text, prefix } = newToken("feed");
  const expiresAt = days === null ? null : new Date(now + days * DAY);
  const tokenHash = await tokenIndex("feed", text);
  const row = { id, memberId: actor.memberId, scheduleId, prefix, tokenHash, expiresAt };
  await db.feed.create({ data: { ...row, createdAt: new Date(now) } });
  await record(context, {
    action: "feed.created",
    subject: { kind: "feed", id },
    ...(scheduleId !== null && { scheduleId }),
    body: { prefix, expiresAt: expiresAt?.getTime() ?? null },
  });
  return { path: pathOf(text) };
}

/** Gives one's feed another address; the former ends at once. */
export async function recycleFeed(
  context: Context,
  { feedId }: z.output<typeof feedSchema>,
): Promise<NewFeed> {
  const { text, prefix } = newToken("feed");
  const [feed] = await context.db.feed.updateManyAndReturn({
    where: { id: feedId, ...workingFeeds(context) },
    data: { prefix, tokenHash: await tokenIndex("feed", text), usedAt: null, usedFromBox: null },
  });
  if (!feed) throw gone();
  await record(context, {
    action: "feed.recycled",
    subject: { kind: "feed", id: feedId },
    ...(feed.scheduleId !== null && { scheduleId: feed.scheduleId }),
    body: { prefix },
  });
  return { path: pathOf(text) };
}

/** Ends one's feed at once. */
export async function revokeFeed(
  context: Context,
  { feedId }: z.output<typeof feedSchema>,
): Promise<void> {
  const [feed] = await context.db.feed.updateManyAndReturn({
    where: { id: feedId, memberId: context.actor.memberId, revokedAt: null },
    data: { revokedAt: new Date(context.now) },
  });
  if (!feed) throw gone();
  await record(context, {
    action: "feed.revoked",
    subject: { kind: "feed", id: feedId },
    ...(feed.scheduleId !== null && { scheduleId: feed.scheduleId }),
    body: {},
  });
}
