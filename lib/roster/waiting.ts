import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";

/** A filter for the drafts that wait for a decision of the actor: submitted by somebody else, theirs to review. */
export function waitsFor(actor: Context["actor"]) {
  return {
    status: "submitted",
    schedule: { archivedAt: null, ...teamFilter(actor, "schedule.approve") },
    NOT: { OR: [{ authorId: actor.memberId }, { editors: { has: actor.memberId } }] },
  };
}

/** How many drafts wait for the actor. */
export async function countWaiting({ actor, db }: Context): Promise<number> {
  return db.draft.count({ where: waitsFor(actor) });
}
