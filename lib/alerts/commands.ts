import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import type { markSeenSchema } from "./schema";

/** Notes that somebody has looked into an alert, and what they say of it. Of two at once one does; throws stale for the other. */
export async function markSeen(
  context: Context,
  { alertId, note }: z.output<typeof markSeenSchema>,
): Promise<void> {
  const { actor, db, now } = context;
  const { count } = await db.alert.updateMany({
    where: { id: alertId, seenAt: null },
    data: { seenAt: new Date(now), seenBy: actor.memberId, note },
  });
  if (count === 0)
    throw new AppError("stale", "Somebody has marked this alert already. Load the page again.");
  await record(context, {
    action: "alert.seen",
    subject: { kind: "alert", id: alertId },
    body: {},
    ...(note && { details: { holderId: actor.memberId, value: { words: note } } }),
  });
}
