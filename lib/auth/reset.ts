import "server-only";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { AppError } from "@/lib/errors";
import { emailIndex } from "./account";
import { hashPassword } from "./password";
import { claimReset, findReset, findUserByEmailHash, insertReset, replacePassword } from "./store";

const VALID_MS = 60 * 60_000;

type Letter = { readonly name: string; readonly address: string; readonly secret: string };

/** Hands a letter with a reset link to `send`, if the address has an account; says nothing either way. */
export async function requestReset(
  email: string,
  send: (letter: Letter) => Promise<void>,
): Promise<void> {
  const user = await findUserByEmailHash(emailIndex(email));
  if (!user || user.disabledAt) return;
  const secret = newSecret();
  await insertReset(fingerprint(secret), user.id, new Date(Date.now() + VALID_MS));
  await send({ name: user.name, address: email, secret });
}

/** Whether a reset link still works. */
export async function isResetOpen(secret: string): Promise<boolean> {
  return (await findReset(fingerprint(secret))) !== null;
}

/** Sets the password by a link, which works once, and ends every session. */
export async function resetPassword(secret: string, password: string): Promise<void> {
  const tokenHash = fingerprint(secret);
  const reset = await findReset(tokenHash);
  const passwordHash = await hashPassword(password);
  if (!reset || !(await claimReset(tokenHash))) {
    throw new AppError("stale", "This link was used or has expired. Ask for a new one.");
  }
  await replacePassword(reset.userId, passwordHash);
}
