import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { ownPerson } from "./now";

/** A filter for the drafts that wait for a decision of the actor: submitted by somebody else, theirs to review. */
export function waitsFor(actor: Context["actor"]) {
  return {
    status: "submitted",
    schedule: { archivedAt: null, ...teamFilter(actor, "schedule.approve") },
    NOT: { OR: [{ authorId: actor.memberId }, { editors: { has: actor.memberId } }] },
  };
}

/** How many drafts wait for the actor. */
async function countWaiting({ actor, db }: Context): Promise<number> {
  return db.draft.count({ where: waitsFor(actor) });
}

/** What the frame around every page shows of the viewer: how many drafts wait, and which person they are. */
export async function frameOf(
  context: Context,
): Promise<{ drafts: number; person: string | null }> {
  return { drafts: await countWaiting(context), person: await ownPerson(context) };
}
