import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { lockAsOwner } from "@/lib/tenancy/lock";
import { record } from "@/lib/tenancy/log";
import type { endAccessSchema, grantAccessSchema } from "./schema";

/**
 * Lets the operator's support look, for some hours by the database's clock. One access at a time, so that what support
 * may see is said in one place: throws conflict for a second, invalid for a team that is not there, refused for who is
 * no owner any more.
 */
export async function grantAccess(
  context: Context,
  { reason, whole, teams, hours }: z.output<typeof grantAccessSchema>,
): Promise<void> {
  const { actor, db, now } = context;
  // Of two at once, the second finds the first.
  await lockAsOwner(context);
  const open = { endedAt: null, expiresAt: { gt: new Date(now) } };
  if ((await db.supportAccess.count({ where: open })) > 0)
    throw new AppError("conflict", "Support has access already. End it first.");
  if ((await db.team.count({ where: { id: { in: teams } } })) !== teams.length)
    throw new AppError("invalid", "One of those teams is not here any more. Load the page again.");
  const id = randomUUID();
  const scope = { whole, teams, hours };
  await db.supportAccess.create({
    data: { id, reason, ...scope, grantedBy: actor.memberId },
    select: { id: true },
  });
  await record(
    { actor, db },
    {
      action: "support.granted",
      subject: { kind: "support-access", id },
      body: scope,
      details: { holderId: actor.memberId, value: { words: reason } },
    },
  );
}

/** Ends support's access at once. Throws stale when it is over already. */
export async function endAccess(
  { actor, db, now }: Context,
  { accessId }: z.output<typeof endAccessSchema>,
): Promise<void> {
  const { count } = await db.supportAccess.updateMany({
    where: { id: accessId, endedAt: null, expiresAt: { gt: new Date(now) } },
    data: { endedAt: new Date(now), endedBy: actor.memberId },
  });
  if (count === 0) throw new AppError("stale", "That access is over already.");
  await record(
    { actor, db },
    { action: "support.ended", subject: { kind: "support-access", id: accessId }, body: {} },
  );
}
