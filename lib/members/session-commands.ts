import { AppError } from "@/lib/errors";
import { enqueue, type Notice } from "@/lib/notify/outbox";
import type { Accounts } from "@/lib/tenancy/accounts";
import type { Context } from "@/lib/tenancy/context";
import { mayHandOut } from "@/lib/tenancy/hand-out";
import { record } from "@/lib/tenancy/log";
import { toGrant } from "@/lib/tenancy/permissions";
import { lockMembers } from "./commands";

const told = (organisation: string, everywhere: boolean): Notice => ({
  subject: everywhere ? "You were signed out of Standby" : `You were signed out of ${organisation}`,
  paragraphs: [
    everywhere
      ? `An administrator of ${organisation} ended your sessions on all devices. Your password and second factor are as they were.`
      : `An administrator of ${organisation} signed you out of it on all devices. Your other organisations, your password and your second factor are as they were.`,
    "Sign in again when you need to. If you do not know why this was done, ask them.",
  ],
  link: { text: "Sign in", path: "/sign-in" },
});

/**
 * Signs a member out, but in the session that this is done in, and tells them by mail: here whatever session they use, and
 * everywhere if their account is a member of no other organisation, which must not lose them by it. Throws refused for a member who holds
 * more than the actor, stale for one who left.
 */
export async function endSessions(
  context: Context,
  { memberId }: { readonly memberId: string },
  accounts: Accounts,
): Promise<void> {
  const actor = await lockMembers(context);
  const member = await context.db.member.findFirst({
    where: { id: memberId, removedAt: null },
    select: { userId: true, grants: { select: { permission: true, teamId: true } } },
  });
  if (!member) throw new AppError("stale", "That member was removed already.");
  if (!mayHandOut(actor, member.grants.flatMap(toGrant)))
    throw new AppError(
      "refused",
      "They hold permissions that you do not. Ask an owner to sign them out.",
    );
  const isOwn = member.userId === actor.userId;
  const everywhere = await accounts.endSessions(
    member.userId,
    actor.sessionHash,
    isOwn ? null : actor.orgId,
  );
  if (!isOwn)
    await context.db.member.updateMany({
      where: { id: memberId },
      data: { signedOutAt: new Date() },
    });
  await record(context, {
    action: "member.sessions-ended",
    subject: { kind: "member", id: memberId },
    body: {},
  });
  const secret = JSON.stringify(told(actor.organisation, everywhere));
  await enqueue(context, { kind: "notice", memberId, secret });
}
