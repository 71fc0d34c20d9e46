import "server-only";
import { cookies } from "next/headers";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import type { Guess } from "@/lib/limits/guess";
import { checkCode, proofOf } from "./check-code";
import { accountTries } from "./code-tries";
import {
  claimPending,
  claimPendingTry,
  insertPending,
  isPendingLeft,
  isPendingOpen,
  PENDING_TRIES,
} from "./factor-store";
import type { Proof, SentKind } from "./schema";
import { PENDING_MINUTES, pendingCookie, readPendingToken, signPendingToken } from "./token";

/** How a code ended at a pending sign-in. `over`: too late or too often; the password is asked for again. */
export type Redeemed =
  | {
      readonly kind: "user";
      readonly user: { id: string; version: number };
      readonly provenBy: Proof;
    }
  | { readonly kind: "wrong" }
  | { readonly kind: "blocked" }
  | { readonly kind: "over" };

/** A pending sign-in of who gave the right password, and the signed token that points at it. It is no session. */
export async function mintPending(user: { id: string; version: number }): Promise<string> {
  return (await openPendingOf(user)).text;
}

async function openPendingOf(user: { id: string; version: number }) {
  const sessionId = newSecret();
  const idHash = fingerprint(sessionId);
  await insertPending({
    idHash,
    userId: user.id,
    userVersion: user.version,
    expiresAt: new Date(Date.now() + PENDING_MINUTES * 60_000),
  });
  return { idHash, text: await signPendingToken({ userId: user.id, sessionId }) };
}

/**
 * Tries a code at a pending sign-in, at `now` in ms: one that was sent if `sentKind` says so. Five wrong ones end it; the
 * right one opens it once.
 */
export async function redeemPending(
  text: string,
  code: string,
  now: number,
  locked: Guess["locked"],
  sentKind?: SentKind,
): Promise<Redeemed> {
  const token = await readPendingToken(text);
  if (!token) return { kind: "over" };
  const idHash = fingerprint(token.sessionId);
  const tries = await claimPendingTry(idHash, token.userId);
  if (tries === null) return { kind: "over" };
  const sent = sentKind && { kind: sentKind, scope: signInScope(idHash) };
  const ofAccount = accountTries(token.userId, now, locked);
  const check = await checkCode(token.userId, code, now, ofAccount, sent);
  if (check !== "right") return { kind: tries < PENDING_TRIES ? check : "over" };
  const user = await claimPending(idHash, token.userId);
  return user ? { kind: "user", user, provenBy: proofOf(code, sent) } : { kind: "over" };
}

/** A code that was sent for one sign-in works for no other. */
const signInScope = (idHash: string) => `sign-in ${idHash}`;

/** Remembers in the browser of this request that a code is owed. Gives back by what the pending sign-in is known. */
export async function startPending(user: { id: string; version: number }): Promise<string> {
  const { idHash, text } = await openPendingOf(user);
  await setCookie(text, PENDING_MINUTES * 60);
  return idHash;
}

/** For whom the browser of this request owes a code, and what codes sent to them are bound to; null if it owes none. */
export async function openPending(): Promise<{ userId: string; scope: string } | null> {
  const token = await readPendingToken(await pendingText());
  if (!token) return null;
  const idHash = fingerprint(token.sessionId);
  const isOpen = await isPendingOpen(idHash, token.userId);
  return isOpen ? { userId: token.userId, scope: signInScope(idHash) } : null;
}

/** Whether a pending sign-in is over, and its account was not signed in to with a second factor since it began. */
export function wasLeftHalf(idHash: string, userId: string): Promise<boolean> {
  return isPendingLeft(idHash, userId);
}

/** The account for which the browser of this request owes a code, or null. */
export async function pendingUser(): Promise<string | null> {
  return (await readPendingToken(await pendingText()))?.userId ?? null;
}

/** Tries a code for the browser of this request, which forgets the pending sign-in when it has ended. */
export async function redeem(
  code: string,
  now: number,
  locked: Guess["locked"],
  sentKind?: SentKind,
): Promise<Redeemed> {
  const redeemed = await redeemPending(await pendingText(), code, now, locked, sentKind);
  if (redeemed.kind === "user" || redeemed.kind === "over") await dropPending();
  return redeemed;
}

/** Forgets in the browser of this request that a code is owed: it was signed in another way. */
export async function dropPending(): Promise<void> {
  await setCookie("", 0);
}

async function pendingText(): Promise<string> {
  return (await cookies()).get(pendingCookie().name)?.value ?? "";
}

async function setCookie(value: string, maxAge: number): Promise<void> {
  const { name, secure } = pendingCookie();
  const options = { httpOnly: true, secure, sameSite: "strict", path: "/", maxAge } as const;
  (await cookies()).set(name, value, options);
}
