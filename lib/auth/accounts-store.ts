import "server-only";
import { lockAccount } from "./acting-store";
import { authClient } from "./db";
import { EVERY_SESSION } from "./device-store";
import { isElsewhere, type Loss, replaceLostFactors } from "./lost-factor-store";
import { endSessions } from "./session-store";

/** What an administrator does to somebody's account. */
export type Accounts = {
  /**
   * Ends a user's live sessions but the one of that id, and the trust in their devices; on behalf of an organisation all of
   * them, begun sign-ins too, and only if the account is a member of no other, which must not feel it. Gives back whether it did.
   */
  readonly endSessions: (userId: string, keptId: string, orgId: string | null) => Promise<boolean>;
  /** See `replaceLostFactors`. */
  readonly takeFactors: (userId: string, orgId: string | null) => Promise<Loss>;
};

/** Longer than the tenant transactions within. */
const TIMEOUT_MS = 15_000;

/**
 * Accounts are another role's in the database, so no transaction holds both an act on one and its entry. The entry is
 * committed within `work`; the act is committed after it, and undone if `work` throws: no act is without an entry. Within
 * it, accounts are asked by what `work` is given alone, for it holds one of their connections.
 */
export function accountsTx<T>(work: (accounts: Accounts) => Promise<T>): Promise<T> {
  return authClient().$transaction(
    async (tx) =>
      work({
        async endSessions(userId, allBut, orgId) {
          await lockAccount(tx, userId);
          if (await isElsewhere(tx, userId, orgId)) return false;
          await endSessions(tx, userId, { allBut }, EVERY_SESSION);
          // What they began before, and have no session of yet, opens none any more; their own other tab goes on.
          if (orgId !== null)
            await tx.user.updateMany({
              where: { id: userId },
              data: { version: { increment: 1 } },
            });
          return true;
        },
        takeFactors: (userId, orgId) => replaceLostFactors(tx, userId, orgId),
      }),
    { timeout: TIMEOUT_MS, maxWait: 5_000 },
  );
}
