import { randomUUID } from "node:crypto";
import { emailIndex } from "@/lib/auth/account";
import { insertSession } from "@/lib/auth/session-store";
import { insertUser } from "@/lib/auth/store";
import { sessionCookie, signToken } from "@/lib/auth/token";
import { seal } from "@/lib/crypto/box";
import { emailPlace } from "@/lib/crypto/places";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import type { Account } from "./demo-stage";

const DAY = 86_400_000;

/** An account that nobody can sign in to: its password was never hashed, which would take a while. */
export async function closedAccount(name: string, email: string): Promise<Account> {
  const id = randomUUID();
  await insertUser({
    id,
    emailHash: emailIndex(email),
    emailBox: seal(email, emailPlace(id)),
    name,
    passwordHash: "none",
    zone: "UTC",
  });
  return { id, name, email, zone: "UTC" };
}

/** A session of that account, as its browser would send it. */
export async function cookieFor(userId: string, device: string, userVersion = 1): Promise<string> {
  const sessionId = newSecret();
  await insertSession({
    idHash: fingerprint(sessionId),
    userId,
    userVersion,
    device,
    expiresAt: new Date(Date.now() + DAY),
    // What is staged takes longer than the five minutes for which a proof is fresh.
    provenAt: new Date(Date.now() + DAY),
  });
  return `${sessionCookie().name}=${await signToken({ userId, sessionId })}`;
}
