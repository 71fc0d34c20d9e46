import type { Actor } from "./actor";
import type { TenantDb } from "./db";
import { type OwnEntry, record, recordOwn } from "./log";
import type { Bodies } from "./log-actions";

const MINUTE = 60_000;

const COUNTED = [
  "permission.refused",
  "key.refused",
  "network.refused",
  "member.sign-in-failed",
  "scim.refused",
] as const;
type CountedAction = (typeof COUNTED)[number];

/** What somebody can repeat at will: it must not fill the log. */
export type Repeatable = {
  readonly action: CountedAction;
  /** Which door was shut. */
  readonly door: string;
};

const toEntry = ({ action, door }: Repeatable, body: Bodies[CountedAction]) => ({
  action,
  subject: { kind: "door", id: door },
  body,
});

/**
 * Logs what was refused. The first of a member, door and minute is an entry at once; those that follow in the
 * same minute are counted, and become one entry when it is over. In the caller's transaction, at `now` in ms.
 */
export async function recordRefused(
  actor: Pick<
    Actor,
    "orgId" | "memberId" | "requestId" | "origin" | "onBehalfOf" | "support" | "key"
  >,
  db: TenantDb,
  refused: Repeatable,
  now: number,
): Promise<void> {
  // Support is no member, whose refusals could be counted; there are few of them, and each is of interest.
  if (actor.support) return record({ actor, db }, toEntry(refused, { count: 1 }));
  const row = {
    memberId: actor.key?.createdBy ?? actor.memberId,
    ...refused,
    minute: new Date(Math.floor(now / MINUTE) * MINUTE),
  };
  const { count } = await db.logTally.createMany({ data: [row], skipDuplicates: true });
  if (count > 0) return record({ actor, db }, toEntry(refused, { count: 1 }));
  const counted = await db.logTally.updateMany({ where: row, data: { count: { increment: 1 } } });
  // Its minute is over, and the row went to the log a moment ago.
  if (counted.count === 0) await record({ actor, db }, toEntry(refused, { count: 1 }));
}

/** Writes the counts of the minutes that are over to the log. */
export async function recordTallies(db: TenantDb, requestId: string, now: number): Promise<void> {
  const over = await db.logTally.findMany({
    where: { minute: { lte: new Date(now - MINUTE) } },
    orderBy: [{ minute: "asc" }, { memberId: "asc" }, { action: "asc" }, { door: "asc" }],
  });
  const entries: OwnEntry[] = [];
  for (const { count, door, memberId, minute, ...row } of over) {
    const action = COUNTED.find((one) => one === row.action);
    if (!action) continue;
    // Whoever takes the row away writes the entry: of two at once, one. One that was counted further meanwhile waits.
    const taken = await db.logTally.deleteMany({
      where: { memberId, action, door, minute, count },
    });
    if (taken.count === 0 || count === 1) continue;
    const more = { count: count - 1, member: memberId, minute: minute.getTime() };
    entries.push(toEntry({ action, door }, more));
  }
  await recordOwn(db, requestId, ...entries);
}
