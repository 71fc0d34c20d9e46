import { AppError } from "@/lib/errors";
import { canEverywhere } from "./actor";
import type { Context } from "./context";
import { grantsNow } from "./held";
import type { Grant } from "./permissions";

/** Takes the organisation's lock: who is a member and may do what changes one after another. To be called first. */
export async function lockOrganisation({ db }: Pick<Context, "db">): Promise<void> {
  await db.organisation.updateMany({ data: { version: { increment: 1 } } });
}

/** The same; gives back what the actor holds now: while they waited, somebody may have taken it from them. */
export async function lockedGrants({ actor, db }: Context): Promise<Grant[]> {
  await lockOrganisation({ db });
  return grantsNow(db, actor.memberId);
}

/** The same for what any member may do. Throws refused for who is none any more. */
export async function lockAsMember({ actor, db }: Context): Promise<void> {
  await lockOrganisation({ db });
  if ((await db.member.count({ where: { id: actor.memberId, removedAt: null } })) === 0)
    throw new AppError("refused", "You are not a member of this organisation any more.");
}

/** The same for what owners alone may do. Throws refused for who is none any more. */
export async function lockAsOwner(context: Context): Promise<Grant[]> {
  const grants = await lockedGrants(context);
  if (!canEverywhere({ grants }, "organisation.own"))
    throw new AppError("refused", "You are not an owner of this organisation any more.");
  return grants;
}
