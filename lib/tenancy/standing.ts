import "server-only";
import { factorOf } from "@/lib/auth/second-factor";
import { inForce, PERMISSIONS, type StoredGrant, toGrant } from "./permissions";

/** Whether an account has a second factor that was confirmed. */
export async function hasFactor(userId: string): Promise<boolean> {
  return (await factorOf(userId)).on;
}

/**
 * What an account may do with what it was granted: the one place where grants become permissions. Administrative
 * ones wait until the account has a second factor; of an account without any, nobody asks.
 */
export async function standingOf(userId: string, stored: readonly StoredGrant[]) {
  const held = stored.flatMap(toGrant);
  const administers = held.some(({ permission }) => PERMISSIONS[permission].administrative);
  return inForce(held, !administers || (await hasFactor(userId)));
}
