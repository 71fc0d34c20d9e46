import type { ActLog } from "./act-log";
import type { Acting } from "./acting-store";
import "server-only";
import { randomUUID } from "node:crypto";
import { open, seal } from "@/lib/crypto/box";
import { blindIndex, blindIndexes } from "@/lib/crypto/keys";
import { emailPlace } from "@/lib/crypto/places";
import { AppError } from "@/lib/errors";
import { type Asker, type Guess, guess } from "@/lib/limits/guess";
import { findFactorKinds } from "./factor-store";
import type { StoredIdentity } from "./identity-store";
import { hashPassword, isWeak, verifyPassword } from "./password";
import { requireGoodPassword } from "./password-choice";
import { isStaffAddress } from "./staff";
import {
  findUser,
  findUserByEmailHash,
  insertUser,
  replacePassword,
  type StoredUser,
  strengthenPassword,
  updateProfile,
} from "./store";

const INDEX = "user.email";

/** Names an account by its address without storing the address readably. */
export function emailIndex(email: string): string {
  return blindIndex(INDEX, "", email);
}

/** All indexes under which an account with this address may be stored, the present one first. */
export function emailIndexes(email: string): string[] {
  return blindIndexes(INDEX, "", email);
}

export function userEmail(user: Pick<StoredUser, "id" | "emailBox">): string {
  return open(user.emailBox, emailPlace(user.id));
}

/** The account that this address and password open, or null. Takes as long for an
 * unknown address. Whoever starts a session with it asks `owesCode` first. */
export async function authenticate(
  email: string,
  password: string,
  asker?: Asker,
): Promise<StoredUser | null> {
  const user = await findUserByEmailHash(emailIndexes(email));
  const stored = user && !user.disabledAt ? user.passwordHash : null;
  const fits = await verifyPassword(password, stored, asker);
  if (!fits || !user) return null;
  // Only now is the password at hand that was hashed when less work was enough.
  if (isWeak(user.passwordHash))
    await strengthenPassword(user.id, user.passwordHash, await hashPassword(password, asker));
  return user;
}

/** The id of the account with this address, or null. */
export async function findUserId(email: string): Promise<string | null> {
  return (await findUserByEmailHash(emailIndexes(email)))?.id ?? null;
}

/** Whether the password alone opens the account no more. */
export async function owesCode({ id }: Pick<StoredUser, "id">): Promise<boolean> {
  return (await findFactorKinds(id)).length > 0;
}

type AccountInput = {
  readonly email: string;
  readonly name: string;
  /** Null for who signs in by a provider; they can set one by mail. */
  readonly password: string | null;
  readonly zone: string;
  /** Names of the organisation that it is made for: no password. */
  readonly names?: readonly string[];
};

/** An account that is made by `insert`, with an identity that signs in to it if there is one. */
export type NewAccount = {
  readonly id: string;
  readonly version: number;
  readonly emailHash: string;
  readonly insert: (identity?: Omit<StoredIdentity, "userId">) => Promise<void>;
};

/**
 * All that takes long of a new account, before a transaction. Throws refused for an address that the operator names as
 * support's: whoever came first would be staff, for addresses are not proved. Throws invalid for a password that guessers
 * would find soon. `insert` throws a unique violation (P2002) if the address has an account.
 */
export async function newAccount(input: AccountInput): Promise<NewAccount> {
  if (isStaffAddress(input.email))
    throw new AppError("refused", "Nobody can sign up with this address. Use another.");
  if (input.password !== null) await requireGoodPassword(input.password, input, input.names);
  const id = randomUUID();
  const emailHash = emailIndex(input.email);
  const user = {
    id,
    emailHash,
    emailBox: seal(input.email, emailPlace(id)),
    name: input.name,
    passwordHash: input.password === null ? "none" : await hashPassword(input.password),
    zone: input.zone,
  };
  const insert = (identity?: Omit<StoredIdentity, "userId">) =>
    insertUser(user, emailIndexes(input.email), identity && { ...identity, userId: id });
  return { id, version: 1, emailHash, insert };
}

/** Makes an account at once; see `newAccount`. */
export async function createUser(
  input: AccountInput,
): Promise<{ id: string; version: number; emailHash: string }> {
  const { insert, ...account } = await newAccount(input);
  await insert();
  return account;
}

/**
 * Sets a new password for whoever knows the present one, and ends every session. Gives back what a new
 * session for this browser begins with. Throws invalid when the present password is wrong or the next is soon guessed,
 * busy after too many wrong ones, signed_out when the session was ended meanwhile, as by another new password.
 */
export async function changePassword(
  by: Acting,
  present: string,
  next: string,
  log: ActLog,
  locked: Guess["locked"],
): Promise<{ id: string; version: number }> {
  if (!(await isOwnPassword(by.userId, present, { own: true, locked }))) {
    throw new AppError("invalid", "The present password is wrong.", {
      presentPassword: ["This is not your password."],
    });
  }
  await requireGoodPassword(next, await accountOf(by.userId));
  return replacePassword(by, await hashPassword(next), log);
}

/** What tries of somebody who is signed in are counted as: a device of theirs. */
export const ownDevice = (userId: string): string => `device ${userId}`;

/** Who guesses at their own account, and who hears of a lock. */
export type OwnGuess = {
  /** Whether the account's own means opened the session. */
  readonly own: boolean;
  readonly locked: Guess["locked"];
};

/** A guess of somebody who is signed in: whoever took a session over may not guess at will either. */
export const ownGuess = (
  user: Pick<StoredUser, "id" | "emailBox">,
  { own, locked }: OwnGuess,
): Guess => ({
  account: emailIndex(userEmail(user)),
  asker: { network: null, device: ownDevice(user.id), provider: !own },
  locked,
});

/** Whether it is the password of somebody who is signed in. Throws busy when there is no guess left. */
export async function isOwnPassword(
  userId: string,
  password: string,
  by: OwnGuess,
): Promise<boolean> {
  const user = await findUser(userId);
  if (!user) return false;
  const asked = ownGuess(user, by);
  return guess(asked, () => verifyPassword(password, user.passwordHash, asked.asker), Boolean);
}

/** A signed-in user's own details. Throws signed_out if the account is gone. */
export async function accountOf(
  userId: string,
): Promise<{ id: string; name: string; email: string; zone: string }> {
  const user = await findUser(userId);
  if (!user) throw new AppError("signed_out", "Sign in again.");
  return { id: user.id, name: user.name, email: userEmail(user), zone: user.zone };
}

/** Sets an account's name and zone. */
export async function changeAccount(
  userId: string,
  { name, zone }: { readonly name: string; readonly zone: string },
): Promise<void> {
  await updateProfile(userId, { name, zone });
}
