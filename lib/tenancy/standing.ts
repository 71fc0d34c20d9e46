import "server-only";
import { findFactorHolders } from "@/lib/auth/factor-store";
import { inForce, type StoredGrant, toGrant } from "./permissions";

/** Which of these accounts have a second factor that was confirmed. */
export const factorHolders = findFactorHolders;

/** What an account may do with what it was granted: the one place where grants become permissions. */
export function standingOf(stored: readonly StoredGrant[], hasFactor: boolean) {
  return inForce(stored.flatMap(toGrant), hasFactor);
}
