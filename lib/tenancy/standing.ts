import "server-only";
import { factorOf } from "@/lib/auth/second-factor";
import { type Grant, inForce, PERMISSIONS, type StoredGrant, toGrant } from "./permissions";

/** Whether any of these is of use only with a second factor. */
const needsFactor = (held: readonly Grant[]): boolean =>
  held.some(({ permission }) => PERMISSIONS[permission].administrative);

/**
 * What an account may do with what it was granted: the one place where grants become permissions. Administrative
 * ones wait until the account has a second factor.
 */
export async function standingOf(userId: string, stored: readonly StoredGrant[]) {
  const held = stored.flatMap(toGrant);
  return inForce(held, !needsFactor(held) || (await factorOf(userId)).on);
}

/** Those of these members who hold something that waits for a second factor, by their ids. */
export async function waitingMembers(
  members: readonly {
    readonly id: string;
    readonly userId: string;
    readonly grants: readonly StoredGrant[];
  }[],
): Promise<ReadonlySet<string>> {
  const waiting: string[] = [];
  for (const { id, userId, grants } of members) {
    if ((await standingOf(userId, grants)).waiting.length > 0) waiting.push(id);
  }
  return new Set(waiting);
}
