import { AppError } from "@/lib/errors";
import { enqueue, mailOwners, type Notice } from "@/lib/notify/outbox";
import type { Accounts, Loss } from "@/lib/tenancy/accounts";
import type { Context } from "@/lib/tenancy/context";
import { mayHandOut } from "@/lib/tenancy/hand-out";
import { record } from "@/lib/tenancy/log";
import { toGrant } from "@/lib/tenancy/permissions";
import { lockMembers } from "./commands";

/** Tells the owner of an account that somebody helped them after a loss, and how to go on. */
export const factorsTaken = (by: string): Notice => ({
  subject: "Your lost second factor for Standby was taken away",
  paragraphs: [
    `${by} took the second factors of your account away, because you lost them. You were signed out on all devices, and your backup codes work no more.`,
    "Sign in with your password and a code that is mailed to this address, then set up another second factor. Until then nothing else opens.",
    "If you did not ask for this, set a new password now, and tell an owner of your organisation.",
  ],
  link: { text: "Sign in", path: "/sign-in" },
});

const toOwners = (name: string, by: string, path: string): Notice => ({
  subject: `The second factor of ${name} was taken away`,
  paragraphs: [
    `${by} took the lost second factors of ${name} away. ${name} signs in with their password and a code by mail, and has to set up another one first of all.`,
    `If nobody knows of a loss, ask ${by} and ${name} now.`,
  ],
  link: { text: "See it in the change log", path },
});

/**
 * Takes a member's lost second factors away, and tells them and the owners by mail. Throws refused for oneself and for a
 * member who holds more than the actor, so that an owner's are another owner's to take; for an account that is a member elsewhere too; conflict where
 * there is nothing to take; stale for one who left.
 */
export async function takeLostFactors(
  context: Context,
  { memberId }: { readonly memberId: string },
  accounts: Accounts,
): Promise<void> {
  const actor = await lockMembers(context);
  if (memberId === actor.memberId)
    throw new AppError("refused", "Change your own second factors under Me.");
  const member = await context.db.member.findFirst({
    where: { id: memberId, removedAt: null },
    select: { userId: true, name: true, grants: { select: { permission: true, teamId: true } } },
  });
  if (!member) throw new AppError("stale", "That member was removed already.");
  if (!mayHandOut(actor, member.grants.flatMap(toGrant)))
    throw new AppError("refused", "They hold permissions that you do not. Ask an owner to do it.");
  const { userId, name } = member;
  requirePossible(await accounts.takeFactors(userId, actor.orgId));
  await record(context, {
    action: "member.factors-taken",
    subject: { kind: "member", id: memberId },
    body: {},
  });
  const secret = JSON.stringify(factorsTaken(`${actor.name}, ${actor.organisation},`));
  await enqueue(context, { kind: "notice", memberId, secret });
  await mailOwners(context, toOwners(name, actor.name, `/o/${actor.slug}/log`));
}

function requirePossible(loss: Loss): void {
  if (loss === "none")
    throw new AppError("conflict", "They have no second factor besides codes by mail.");
  if (loss === "elsewhere")
    throw new AppError(
      "refused",
      "Their account is not your organisation’s alone, and its second factors protect others too. Ask the operator of this Standby.",
    );
}
