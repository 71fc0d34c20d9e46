import "server-only";
import { identityClient } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { env } from "@/lib/env";

const held = globalThis as typeof globalThis & { standbyIdentities?: PrismaClient };

/** As standby_auth: users and sessions, and who is a member where. For the stores of sign-in alone. */
export function authClient(): PrismaClient {
  held.standbyIdentities ??= identityClient(env().DATABASE_AUTH_URL);
  return held.standbyIdentities;
}
