import "server-only";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { AppError } from "@/lib/errors";
import { accountOf, emailIndexes } from "./account";
import type { ActLog } from "./act-log";
import { hashPassword } from "./password";
import { requireGoodPassword } from "./password-choice";
import { countResets, findReset, findUserByEmailHash, insertReset, resetPasswordBy } from "./store";

/** For so long a link for a new password works. */
export const RESET_MS = 60 * 60_000;

type Letter = { readonly name: string; readonly address: string; readonly secret: string };

/** So many mails in an hour to one address, however often strangers ask for them. */
const MOST_OUT = 5;

/**
 * Hands a letter with a reset link to `send`, if the address has an account that has not been sent several;
 * says nothing either way. It takes longer for an address with an account: do it after the answer.
 */
export async function requestReset(
  email: string,
  send: (letter: Letter) => Promise<void>,
): Promise<void> {
  const user = await findUserByEmailHash(emailIndexes(email));
  if (!user || user.disabledAt || (await countResets(user.id)) >= MOST_OUT) return;
  const secret = newSecret();
  await insertReset(fingerprint(secret), user.id, new Date(Date.now() + RESET_MS));
  await send({ name: user.name, address: email, secret });
}

/** Whether a reset link still works. */
export async function isResetOpen(secret: string): Promise<boolean> {
  return (await findReset(fingerprint(secret))) !== null;
}

/**
 * Sets the password by a link, which works once, and ends every session and the trust in every device, but for the one that
 * `remember` makes known: whoever guesses on must not keep its owner out. Gives back whose it was. Throws invalid for one
 * that is soon guessed.
 */
export async function resetPassword(
  secret: string,
  password: string,
  logOf: (userId: string) => Promise<ActLog>,
  remember: (userId: string) => Promise<string | null>,
): Promise<string> {
  const tokenHash = fingerprint(secret);
  const reset = await findReset(tokenHash);
  // Asked before the costly hash, which strangers could keep busy, and claimed after it.
  if (!reset) throw usedUp();
  await requireGoodPassword(password, await accountOf(reset.userId));
  const passwordHash = await hashPassword(password);
  const { userId } = reset;
  const made = { passwordHash, deviceHash: await remember(userId) };
  if (!(await resetPasswordBy(tokenHash, userId, made, await logOf(userId)))) throw usedUp();
  return userId;
}

const usedUp = () => new AppError("stale", "This link was used or has expired. Ask for a new one.");
