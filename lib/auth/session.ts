import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { open, seal } from "@/lib/crypto/box";
import { sessionPlace } from "@/lib/crypto/places";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { rememberDevice } from "./known-device";
import { requestOrigin } from "./origin";
import type { Proof } from "./schema";
import { moveSetUp } from "./sent-code";
import {
  addressBoxOf,
  findLiveSession,
  insertSession,
  type LiveSession,
  proveSession,
  revokeSession,
  touchSession,
} from "./session-store";
import { readToken, SESSION_DAYS, sessionCookie, signToken } from "./token";

export type CurrentSession = LiveSession & { readonly sessionHash: string };

/** The session of this request, or null. Checked against its row once per request. */
export const currentSession = cache(async (): Promise<CurrentSession | null> => {
  const text = (await cookies()).get(sessionCookie().name)?.value;
  const token = text ? await readToken(text) : null;
  if (!token) return null;
  const sessionHash = fingerprint(token.sessionId);
  const live = await findLiveSession(sessionHash, token.userId);
  if (!live) return null;
  await touchSession(sessionHash, live.seenAt);
  return { ...live, sessionHash };
});

/** Whether this request carries a session's cookie, good or not. */
export async function sendsSession(): Promise<boolean> {
  return (await cookies()).get(sessionCookie().name) !== undefined;
}

/** The session, or a redirect to the sign-in page. */
export async function requireSession(): Promise<CurrentSession> {
  return (await currentSession()) ?? redirect("/sign-in");
}

/** By what somebody proved to be who they are, and when: now, unless said otherwise. */
export type Proven = {
  readonly provenBy: Proof;
  readonly provenAt?: Date;
  /** The organisation's connection that said so; otherwise the account's own means. */
  readonly connection?: string;
};

type Kept = {
  /** The connections by which the browser was signed in before. */
  readonly connections?: readonly string[];
  readonly expiresAt?: Date;
  /** The known device it is opened on, as a hash. */
  readonly deviceHash?: string | null;
};

/** A new session row and the signed token that points at it. */
export async function mintSession(
  user: { id: string; version: number },
  device: string,
  { provenBy, provenAt = new Date(), connection, connections = [], ...rest }: Proven & Kept = {
    provenBy: "password",
  },
  address: string | null = null,
): Promise<string> {
  const sessionId = newSecret();
  const idHash = fingerprint(sessionId);
  await insertSession({
    idHash,
    userId: user.id,
    userVersion: user.version,
    device: device.slice(0, 200),
    addressBox: address && seal(address, sessionPlace(idHash)),
    deviceHash: rest.deviceHash ?? null,
    expiresAt: rest.expiresAt ?? new Date(Date.now() + SESSION_DAYS * 86_400_000),
    provenBy,
    provenAt,
    provenFor: connection ?? null,
    own: connection === undefined,
    connections: [...new Set([...connections, ...(connection ? [connection] : [])])],
  });
  return signToken({ userId: user.id, sessionId });
}

/** The connections whose word still counts where they are: not where the member was signed out since. */
function stillSaid({ connections, memberships }: LiveSession): readonly string[] {
  const here = memberships.filter(({ signedOut }) => !signedOut);
  return connections.filter((id) => here.some(({ sso }) => sso.connections.includes(id)));
}

/**
 * Signs the browser of this request in; log it first. A session it had before ends: no fixation. If it was the same
 * account's, what organisations' providers said of it goes on, for no longer than it did before.
 */
export async function startSession(
  user: { id: string; version: number },
  proven: Proven = { provenBy: "password" },
): Promise<void> {
  const before = await currentSession();
  await endSession();
  const { device, address } = await requestOrigin();
  const connections = before?.userId === user.id ? stillSaid(before) : [];
  const kept = before && connections.length > 0 && { connections, expiresAt: before.expiresAt };
  const own = proven.connection === undefined;
  const opened = { ...proven, ...kept, deviceHash: await rememberDevice(user.id, own) };
  await keepCookie(await mintSession(user, device, opened, address));
}

/**
 * Signs the browser of this request in anew by the connection of an organisation that signed its member out; log it first.
 * What the account's own means opened and proved goes on as that, for no longer than before: in the user's other organisations
 * nothing ends by it.
 */
export async function comeBack(
  session: CurrentSession,
  user: { id: string; version: number },
  connection: string,
): Promise<void> {
  await endSession();
  const { device, address } = await requestOrigin();
  const { provenBy, provenAt, expiresAt } = session;
  const connections = [...stillSaid(session), connection];
  const deviceHash = await rememberDevice(user.id, false);
  const opened = { provenBy, provenAt, expiresAt, connections, deviceHash };
  await keepCookie(await mintSession(user, device, opened, address));
}

/**
 * Notes that it was proven anew, by this or by an organisation's connection, who uses the session of this request. It goes on
 * under another id, no longer than before: what its cookie was opens nothing any more.
 */
export async function renewSession(
  { sessionHash, userId }: Pick<CurrentSession, "sessionHash" | "userId">,
  by: Proof,
  connection: string | null = null,
): Promise<void> {
  const sessionId = newSecret();
  const idHash = fingerprint(sessionId);
  const box = await addressBoxOf(sessionHash);
  const addressBox = box && seal(open(box, sessionPlace(sessionHash)), sessionPlace(idHash));
  // Of two proofs at once the first gave this browser its cookie.
  if (!(await proveSession(sessionHash, { by, connection }, { idHash, addressBox }))) return;
  await moveSetUp(userId, sessionHash, idHash);
  await keepCookie(await signToken({ userId, sessionId }));
}

/** Revokes the session of this request first, then forgets its cookie. */
export async function endSession(): Promise<void> {
  const session = await currentSession();
  if (session) await revokeSession(session.sessionHash, session.userId);
  await keepCookie("");
}

/** Gives this browser the cookie of a session; an empty one takes it away. */
async function keepCookie(token: string): Promise<void> {
  const { name, secure } = sessionCookie();
  (await cookies()).set(name, token, {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: token ? SESSION_DAYS * 86_400 : 0,
  });
}
