import "server-only";
import { type Guess, guess, unlock } from "@/lib/limits/guess";
import { authenticate, emailIndex, emailIndexes, ownDevice, userEmail } from "./account";
import { askerFor } from "./known-device";
import { type Redeemed, redeem } from "./pending";
import type { SentKind } from "./schema";
import { findUser, type StoredUser } from "./store";
import { requirePlace } from "./turn";

/** As `authenticate`, for the present request and within limits. Throws busy or unavailable, with how long to wait. */
export async function tryPassword(
  email: string,
  password: string,
  locked: Guess["locked"],
): Promise<StoredUser | null> {
  const account = emailIndex(email);
  const asker = await askerFor(emailIndexes(email));
  // A flood that there is no place for must not cost a count each.
  requirePlace(asker);
  const look = () => authenticate(email, password, asker);
  return guess({ account, asker, locked }, look, (user) => user !== null);
}

/** As `redeem`, within the limits of the account that owes the code. Throws busy, with how long to wait. */
export async function tryCode(
  userId: string | null,
  code: string,
  locked: Guess["locked"],
  sentKind?: SentKind,
): Promise<Redeemed> {
  const user = userId && (await findUser(userId));
  if (!user) return { kind: "over" };
  const email = userEmail(user);
  const account = emailIndex(email);
  const look = () => redeem(code, Date.now(), locked, sentKind);
  return guess(
    { account, asker: await askerFor(emailIndexes(email)), locked },
    look,
    ({ kind }) => kind === "user",
  );
}

/**
 * Ends the locks of an account: whoever set a new password by mail may sign in with it at once. The devices that the account
 * knew before are strangers since, and whoever is signed in may try the password anew.
 */
export async function unlockAccount(userId: string): Promise<void> {
  const user = await findUser(userId);
  if (user) await unlock(emailIndex(userEmail(user)), ownDevice(userId));
}
