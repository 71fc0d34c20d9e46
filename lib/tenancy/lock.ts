import { AppError } from "@/lib/errors";
import type { Context } from "./context";

/** Takes the organisation's lock: who is a member and may do what changes one after another. To be called first. */
export async function lockOrganisation({ db }: Pick<Context, "db">): Promise<void> {
  await db.organisation.updateMany({ data: { version: { increment: 1 } } });
}

/** The same for what owners alone may do. Throws refused for who is none any more: while they waited, it may have been taken. */
export async function lockAsOwner(context: Context): Promise<void> {
  await lockOrganisation(context);
  const { memberId } = context.actor;
  const owns = await context.db.grant.count({
    where: { memberId, permission: "organisation.own", teamId: null, member: { removedAt: null } },
  });
  if (owns === 0)
    throw new AppError("refused", "You are not an owner of this organisation any more.");
}
