import "server-only";
import type { NewAccount } from "@/lib/auth/account";
import { eraseAccount } from "@/lib/auth/erase";
import { AppError } from "@/lib/errors";
import { isTaken } from "@/lib/tenancy/unique";

type Made = {
  /** Signs in to the account, if no password does. */
  readonly identity?: Parameters<NewAccount["insert"]>[0];
  /** What whoever has an account with this address does after they signed in. */
  readonly next: string;
};

/**
 * Makes an account and what it is made for, by `join`: both or neither. They are two roles' in the database, so the account is
 * made inside of the other's transaction, last of what can be refused, and given up if that fails all the same: else its
 * address would be taken by an account that is a member nowhere. Throws conflict for an address that has an account.
 */
export async function withAccount<T>(
  account: NewAccount,
  { identity, next }: Made,
  join: (makeAccount: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let isMade = false;
  try {
    return await join(async () => {
      await account.insert(identity).catch((error: unknown) => {
        if (!isTaken(error)) throw error;
        throw new AppError(
          "conflict",
          `You have an account with this address. Sign in, then ${next}.`,
        );
      });
      isMade = true;
    });
  } catch (error) {
    if (isMade) await eraseAccount(account.id);
    throw error;
  }
}
