import "server-only";
import { authClient } from "./db";
import type { FactorWrite } from "./factor-store";

type NewPasskey = {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly transports: readonly string[];
};

/** False for a credential that is kept already, whosever it is. */
export const addPasskeyRow =
  ({ transports, ...passkey }: NewPasskey): FactorWrite =>
  async (tx, userId) => {
    if ((await tx.passkey.count({ where: { id: passkey.id } })) > 0) return false;
    await tx.passkey.create({ data: { ...passkey, transports: [...transports], userId } });
    return true;
  };

export const dropPasskeyRow =
  (id: string): FactorWrite =>
  async (tx, userId) =>
    (await tx.passkey.deleteMany({ where: { id, userId } })).count === 1;

export async function listPasskeyRows(userId: string) {
  return authClient().passkey.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true, transports: true, createdAt: true, usedAt: true },
  });
}

/** A passkey with its user, unless that account is disabled. */
export async function findPasskey(id: string) {
  const found = await authClient().passkey.findFirst({
    where: { id },
    select: { id: true, userId: true, publicKey: true, transports: true },
  });
  if (!found) return null;
  const user = await authClient().user.findFirst({
    where: { id: found.userId, disabledAt: null },
    select: { id: true, version: true },
  });
  return user && { ...found, user };
}

/** Notes that it signed: false if its counter did not move on, as that of a copy would not. */
export async function claimCounter(id: string, counter: bigint): Promise<boolean> {
  const { count } = await authClient().passkey.updateMany({
    where: { id, ...(counter > 0n ? { counter: { lt: counter } } : { counter: 0n }) },
    data: { counter, usedAt: new Date() },
  });
  return count === 1;
}

type Challenge = {
  readonly challengeHash: string;
  /** Null: anybody's passkey may answer. */
  readonly userId: string | null;
  readonly scope: string;
};

/** Keeps a challenge for five minutes, and forgets those that are over. */
export async function insertChallenge(challenge: Challenge, now: number): Promise<void> {
  await authClient().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  await authClient().passkeyChallenge.create({
    data: { ...challenge, expiresAt: new Date(now + 5 * 60_000) },
  });
}

/** Uses a challenge up: of any number at once, one gets true. */
export async function claimChallenge(challenge: Challenge, now: number): Promise<boolean> {
  const { count } = await authClient().passkeyChallenge.deleteMany({
    where: { ...challenge, expiresAt: { gt: new Date(now) } },
  });
  return count === 1;
}
