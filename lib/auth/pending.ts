import "server-only";
import { cookies } from "next/headers";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { checkCode } from "./check-code";
import {
  claimPending,
  claimPendingTry,
  insertPending,
  isPendingOpen,
  PENDING_TRIES,
} from "./factor-store";
import { PENDING_MINUTES, pendingCookie, readPendingToken, signPendingToken } from "./token";

/** How a code ended at a pending sign-in. `over`: too late or too often; the password is asked for again. */
export type Redeemed =
  | { readonly kind: "user"; readonly user: { id: string; version: number } }
  | { readonly kind: "wrong" }
  | { readonly kind: "blocked" }
  | { readonly kind: "over" };

/** A pending sign-in of who gave the right password, and the signed token that points at it. It is no session. */
export async function mintPending(user: { id: string; version: number }): Promise<string> {
  const sessionId = newSecret();
  await insertPending({
    idHash: fingerprint(sessionId),
    userId: user.id,
    userVersion: user.version,
    expiresAt: new Date(Date.now() + PENDING_MINUTES * 60_000),
  });
  return signPendingToken({ userId: user.id, sessionId });
}

/** Tries a code at a pending sign-in, at `now` in ms. Five wrong ones end it; the right one opens it once. */
export async function redeemPending(text: string, code: string, now: number): Promise<Redeemed> {
  const token = await readPendingToken(text);
  if (!token) return { kind: "over" };
  const idHash = fingerprint(token.sessionId);
  const tries = await claimPendingTry(idHash, token.userId);
  if (tries === null) return { kind: "over" };
  const check = await checkCode(token.userId, code, now);
  if (check !== "right") return { kind: tries < PENDING_TRIES ? check : "over" };
  const user = await claimPending(idHash, token.userId);
  return user ? { kind: "user", user } : { kind: "over" };
}

/** Remembers in the browser of this request that a code is owed. */
export async function startPending(user: { id: string; version: number }): Promise<void> {
  await setCookie(await mintPending(user), PENDING_MINUTES * 60);
}

/** Whether the browser of this request owes a code. */
export async function isPending(): Promise<boolean> {
  const token = await readPendingToken(await pendingText());
  return token !== null && isPendingOpen(fingerprint(token.sessionId), token.userId);
}

/** The account for which the browser of this request owes a code, or null. */
export async function pendingUser(): Promise<string | null> {
  return (await readPendingToken(await pendingText()))?.userId ?? null;
}

/** Tries a code for the browser of this request, which forgets the pending sign-in when it has ended. */
export async function redeem(code: string, now: number): Promise<Redeemed> {
  const redeemed = await redeemPending(await pendingText(), code, now);
  if (redeemed.kind === "user" || redeemed.kind === "over") await setCookie("", 0);
  return redeemed;
}

async function pendingText(): Promise<string> {
  return (await cookies()).get(pendingCookie().name)?.value ?? "";
}

async function setCookie(value: string, maxAge: number): Promise<void> {
  const { name, secure } = pendingCookie();
  const options = { httpOnly: true, secure, sameSite: "strict", path: "/", maxAge } as const;
  (await cookies()).set(name, value, options);
}
