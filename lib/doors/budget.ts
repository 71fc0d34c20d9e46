import "server-only";
import { redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { networkOf } from "@/lib/auth/network";
import { requestOrigin } from "@/lib/auth/origin";
import { AppError } from "@/lib/errors";
import type { LimitName } from "@/lib/limits/limits";
import { spend } from "@/lib/limits/spend";
import type { Actor } from "@/lib/tenancy/actor";

type Spender = Pick<Actor, "orgId" | "memberId">;

/** What costs an organisation more than other changes do, and has a budget of its own. */
export type Costly = Extract<LimitName, `${"export" | "import" | "plan" | "invite"}-organisation`>;

const memberKey = ({ orgId, memberId }: Spender): string => `${orgId} ${memberId}`;

/**
 * Takes one page view from the budgets of the member and the organisation. The layout and the page of one request take it
 * together. A member who has none left takes nothing from the others. Throws busy.
 */
export const spendRead = cache(async (actor: Spender): Promise<void> => {
  await spend("read-member", memberKey(actor));
  await spend("read-organisation", actor.orgId);
});

/** Takes one change from the member's budget, whether they may make it or not. Throws busy. */
export async function spendOwn(actor: Spender): Promise<void> {
  await spend("write-member", memberKey(actor));
}

/** Takes one change from the organisation's budget: of whoever may make it, or anybody could use it up. Throws busy. */
export async function spendShared({ orgId }: Spender, costly?: Costly): Promise<void> {
  await spend(costly ?? "write-organisation", orgId);
}

/** Takes one form from the budget of the network that the present request comes from, if it is known. Throws busy. */
export async function spendForm(): Promise<void> {
  const { address } = await requestOrigin();
  if (address) await spend("form-address", networkOf(address));
}

/** Takes one change of somebody's own account from their budget. Throws busy. */
export async function spendAccount(userId: string): Promise<void> {
  await spend("write-member", userId);
}

/** A page has no status of its own: whoever has to wait is sent to where one is answered. Throws on what else it was. */
export function toBusy(error: unknown): never {
  unstable_rethrow(error);
  if (error instanceof AppError && error.retryAfter !== undefined)
    redirect(`/busy?code=${error.code}&seconds=${error.retryAfter}`);
  throw error;
}
