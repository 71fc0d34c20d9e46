import "server-only";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { isMembersDevice, knowingAccount } from "@/lib/auth/known-device";
import { countedBlock, countedNetwork } from "@/lib/auth/origin";
import { type CurrentSession, currentSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import type { LimitName } from "@/lib/limits/limits";
import { spend } from "@/lib/limits/spend";
import { lookUp } from "@/lib/limits/worked";
import type { Actor } from "@/lib/tenancy/actor";

type Spender = Pick<Actor, "orgId" | "memberId" | "key">;

type SignedIn = Pick<CurrentSession, "userId" | "own" | "connections">;

/** What costs an organisation more than other changes do, and has a budget of its own. */
export type Costly = Extract<LimitName, `${"export" | "import" | "plan" | "invite"}-organisation`>;

const memberKey = ({ orgId, memberId, key }: Spender): string =>
  key ? tokensKey(orgId, memberId) : `${orgId} ${memberId}`;

/** All keys and calendars of a member together, apart from what they read themselves: others may hold one. */
const tokensKey = (orgId: string, memberId: string): string => `${orgId} ${memberId} by token`;

/**
 * Takes one page view from the budgets of the member and the organisation. The layout and the page of one request take it
 * together. A member who has none left takes nothing from the others. Throws busy.
 */
export const spendRead = cache(async (actor: Spender): Promise<void> => {
  await spend("read-member", memberKey(actor));
  await spend("read-organisation", actor.orgId);
});

/** The same for a calendar, from its own budget first. Throws busy. */
export async function spendFeed({ orgId, memberId }: Spender, feedId: string): Promise<void> {
  await spend("read-feed", feedId);
  await spend("read-member", tokensKey(orgId, memberId));
  await spend("read-organisation", orgId);
}

/** Takes one change from the member's budget, whether they may make it or not. Throws busy. */
export async function spendOwn(actor: Spender): Promise<void> {
  await spend("write-member", memberKey(actor));
}

/** Takes one change from the organisation's budget: of whoever may make it, or anybody could use it up. Throws busy. */
export async function spendShared({ orgId }: Spender, costly?: Costly): Promise<void> {
  await spend(costly ?? "write-organisation", orgId);
}

/** Takes one of the budget of the network that the present request comes from. Throws busy. */
async function spendNetwork(name: Extract<LimitName, `${string}-address`>): Promise<void> {
  const network = countedNetwork(await headers());
  if (network) await spend(name, network);
}

/**
 * Takes one form of whoever comes from this network; on a device that an account knows, of that account's devices. Throws
 * busy.
 */
export async function spendForm(): Promise<void> {
  const account = await knowingAccount();
  // Not of the device alone: each sign-in makes another one known, and with it would another budget be.
  if (account) await spend("form-device", account);
  else await spendNetwork("form-address");
}

/**
 * Takes one step of a sign-in by a provider of the organisation: first of the block of addresses that it comes from, which
 * strangers at one place could else use it up from. Its members go on, on devices that their accounts know. Throws busy.
 */
export async function spendSso(orgId: string): Promise<void> {
  const block = countedBlock(await headers());
  try {
    if (block) await spend("sso-block", `${orgId} ${block}`);
    await spend("sso-organisation", orgId);
  } catch (error) {
    if (!(await isMembersDevice(orgId))) throw error;
  }
}

/** Takes one question whether the server is well. Throws busy. */
export const spendProbe = (): Promise<void> => spendNetwork("probe-address");

/** Looks a key or a token up, within the network's budget for those that do not work. Throws busy. */
export async function lookUpToken<T>(token: string, find: () => Promise<T | null>) {
  return lookUp(token, countedNetwork(await headers()), find);
}

/** Whoever runs an organisation's provider must not use up what the account has elsewhere. */
const accountKey = ({ userId, own, connections }: SignedIn): string =>
  own ? userId : [userId, ...connections.toSorted()].join(" ");

/** Takes one read of who is not signed in: of the network, else of the account that knows the device. Throws busy. */
async function spendStranger(): Promise<void> {
  try {
    await spendNetwork("visit-address");
  } catch (error) {
    const account = await knowingAccount();
    if (!account) throw error;
    await spend("visit-device", account);
  }
}

/** Takes one read from the budget of whoever is signed in, else of where it comes from; once for a request's pages. Throws busy. */
export const spendVisit = cache(async (): Promise<void> => {
  const session = await currentSession();
  if (session) await spend("read-member", accountKey(session));
  else await spendStranger();
});

/** Takes one change of somebody's own account from their budget. Throws busy. */
export async function spendAccount(session: SignedIn): Promise<void> {
  await spend("write-member", accountKey(session));
}

/** A page has no status of its own: whoever has to wait is sent to where one is answered. Throws on what else it was. */
export function toBusy(error: unknown): never {
  unstable_rethrow(error);
  if (error instanceof AppError && error.retryAfter !== undefined)
    redirect(`/busy?code=${error.code}&seconds=${error.retryAfter}`);
  throw error;
}
