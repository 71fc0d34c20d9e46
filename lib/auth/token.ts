import { jwtVerify, SignJWT } from "jose";
import { env, isTrustworthyOrigin } from "@/lib/env";

/** The session token: who, and which row to check. Nothing else in it is trusted; permissions are never in it. */
export type SessionToken = { readonly userId: string; readonly sessionId: string };

const AUDIENCE = "standby-session";
export const SESSION_DAYS = 7;

function secret(): Uint8Array {
  return new TextEncoder().encode(env().AUTH_SECRET);
}

export async function signToken(token: SessionToken): Promise<string> {
  return new SignJWT({ sid: token.sessionId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(token.userId)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${SESSION_DAYS}d`)
    .sign(secret());
}

/** The token's content, or null for one that is forged, expired or for another purpose. */
export async function readToken(text: string): Promise<SessionToken | null> {
  try {
    const { payload } = await jwtVerify(text, secret(), {
      audience: AUDIENCE,
      algorithms: ["HS256"],
    });
    return typeof payload.sub === "string" && typeof payload.sid === "string"
      ? { userId: payload.sub, sessionId: payload.sid }
      : null;
  } catch {
    return null;
  }
}

/** `__Host-` binds the cookie to this very host; browsers want it secure, which plain HTTP elsewhere is not. */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = isTrustworthyOrigin(new URL(env().STANDBY_URL));
  return { name: secure ? "__Host-standby" : "standby", secure };
}
