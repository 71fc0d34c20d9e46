import { hkdfSync } from "node:crypto";
import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import { env, isTrustworthyOrigin } from "@/lib/env";
import type { KnownDevices } from "./known-device";

/** The session token: who, and which row to check. Nothing else in it is trusted; permissions are never in it. */
export type SessionToken = { readonly userId: string; readonly sessionId: string };

const SESSION = "standby-session";
/** The right password was given and a code is owed: such a token opens nothing but that step. */
const PENDING = "standby-pending";
/** Accounts were signed in on this device: such a token opens nothing at all. */
const DEVICES = "standby-devices";
export const SESSION_DAYS = 7;
export const PENDING_MINUTES = 5;

export function signToken(token: SessionToken): Promise<string> {
  return sign(token, SESSION, `${SESSION_DAYS}d`);
}

/** The token's content, or null for one that is forged, expired or for another purpose. */
export function readToken(text: string): Promise<SessionToken | null> {
  return read(text, SESSION);
}

export function signPendingToken(token: SessionToken): Promise<string> {
  return sign(token, PENDING, `${PENDING_MINUTES}m`);
}

/** As `readToken`, for a sign-in that still owes a code. */
export function readPendingToken(text: string): Promise<SessionToken | null> {
  return read(text, PENDING);
}

/** A cookie's text for the devices that accounts know; see known-device.ts. */
export function signDevices(devices: KnownDevices, lifetime: string): Promise<string> {
  return new SignJWT({ devices })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(DEVICES)
    .setExpirationTime(lifetime)
    .sign(purposeKey(DEVICES));
}

/** What `signDevices` signed, not yet parsed; empty for what is forged, expired or for another purpose. */
export async function readDevices(text: string): Promise<unknown> {
  return (await verify(text, DEVICES))?.devices ?? [];
}

/** A key of its own for each purpose (HKDF): a token for one could not be taken for another's, whatever is in it. */
export function purposeKey(purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", env().AUTH_SECRET, "", purpose, 32));
}

function sign(token: SessionToken, audience: string, lifetime: string): Promise<string> {
  return new SignJWT({ sid: token.sessionId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(token.userId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(purposeKey(audience));
}

async function read(text: string, audience: string): Promise<SessionToken | null> {
  const payload = await verify(text, audience);
  return typeof payload?.sub === "string" && typeof payload.sid === "string"
    ? { userId: payload.sub, sessionId: payload.sid }
    : null;
}

async function verify(text: string, audience: string): Promise<JWTPayload | null> {
  try {
    return (await jwtVerify(text, purposeKey(audience), { audience, algorithms: ["HS256"] }))
      .payload;
  } catch {
    return null;
  }
}

/** `__Host-` binds the cookie to this very host; browsers want it secure, which plain HTTP elsewhere is not. */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = isTrustworthyOrigin(new URL(env().STANDBY_URL));
  return { name: secure ? "__Host-standby" : "standby", secure };
}

export function pendingCookie(): { name: string; secure: boolean } {
  const { name, secure } = sessionCookie();
  return { name: `${name}-pending`, secure };
}
