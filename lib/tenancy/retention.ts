import type { TenantDb } from "./db";

const DAY = 86_400_000;
/** Messages are tried for sixteen hours; longer than this, no server was there to try. */
const UNSENT_DAYS = 7;

/**
 * Removes what an organisation keeps no longer, besides its log: messages that were sent; invitations, keys, SCIM tokens,
 * calendar feeds, plans and support access that ended; feeds that nobody reads; alerts; from where keys and SCIM tokens were used;
 * time off and wishes whose time is over; counts of refusals. For as many days back as it keeps its log; messages that could
 * not be sent for a week. `now` in ms since the epoch.
 */
export async function forgetOld(db: TenantDb, now: number): Promise<void> {
  const organisation = await db.organisation.findFirst({ select: { logDays: true } });
  if (!organisation) return;
  const old = { lt: new Date(now - organisation.logDays * DAY) };
  await db.outbox.deleteMany({ where: { sentAt: old } });
  const unsent = { sentAt: null, createdAt: { lt: new Date(now - UNSENT_DAYS * DAY) } };
  await db.outbox.deleteMany({ where: unsent });
  await db.invitation.deleteMany({ where: { expiresAt: old } });
  const ended = [{ revokedAt: old }, { expiresAt: old }];
  await db.feed.deleteMany({
    where: { OR: [...ended, { usedAt: old }, { usedAt: null, createdAt: old }] },
  });
  await db.apiKey.deleteMany({ where: { OR: ended } });
  await db.scimToken.deleteMany({ where: { OR: ended } });
  await db.apiKey.updateMany({ where: { usedAt: old }, data: { usedFromBox: null } });
  await db.scimToken.updateMany({ where: { usedAt: old }, data: { usedFromBox: null } });
  await db.plan.deleteMany({ where: { finishedAt: old } });
  await db.timeOff.deleteMany({ where: { endsAt: old } });
  await db.wish.deleteMany({ where: { endsAt: old } });
  // From the log is read who an alert is about, and from where.
  await db.alert.deleteMany({ where: { createdAt: old } });
  await db.logTally.deleteMany({ where: { minute: old } });
  // PostgreSQL removes ended support access with this: nobody else may.
  await db.organisation.updateMany({ data: { forgottenAt: new Date(now) } });
}
