import "server-only";
import { authClient } from "@/lib/db/client";

const CODE_TRIES = 10;
const CODE_TRIES_MS = 15 * 60_000;
export const PENDING_TRIES = 5;

export type StoredFactor = {
  readonly emailBox: string;
  readonly totpBox: string | null;
  readonly totpSetupBox: string | null;
};

export async function findFactor(userId: string): Promise<StoredFactor | null> {
  return authClient().user.findFirst({
    where: { id: userId },
    select: { emailBox: true, totpBox: true, totpSetupBox: true },
  });
}

/** Keeps the key that is being set up. False if the factor is on already. */
export async function setTotpSetup(userId: string, totpSetupBox: string): Promise<boolean> {
  const { count } = await authClient().user.updateMany({
    where: { id: userId, totpBox: null },
    data: { totpSetupBox },
  });
  return count === 1;
}

type FactorChange = {
  /** Only if these still hold: of two changes at once, one comes true. */
  readonly from: { readonly totpBox: string | null; readonly totpSetupBox?: string };
  readonly to: {
    readonly totpBox?: string | null;
    readonly totpSetupBox?: null;
    readonly totpStep?: number;
  };
  /** They take the place of all that there were. */
  readonly codes: readonly { readonly id: string; readonly codeBox: string }[];
};

/**
 * Changes the second factor and ends every session and pending sign-in, in one transaction. Gives back what a
 * new session begins with, or null when the factor was changed meanwhile.
 */
export async function replaceFactor(
  userId: string,
  { from, to, codes }: FactorChange,
): Promise<{ id: string; version: number } | null> {
  return authClient().$transaction(async (tx) => {
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId, ...from },
      data: { ...to, version: { increment: 1 } },
      select: { id: true, version: true },
    });
    if (!user) return null;
    await tx.session.updateMany({
      where: { userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await tx.backupCode.deleteMany({ where: { userId } });
    await tx.backupCode.createMany({ data: codes.map((code) => ({ ...code, userId })) });
    return user;
  });
}

/** Takes one of the account's tries at a code, before it is looked at. False: there were too many of late. */
export async function claimCodeTry(userId: string, now: number): Promise<boolean> {
  await authClient().user.updateMany({
    where: { id: userId, codeTriesSince: { lt: new Date(now - CODE_TRIES_MS) } },
    data: { codeTries: 0, codeTriesSince: new Date(now) },
  });
  const { count } = await authClient().user.updateMany({
    where: { id: userId, codeTries: { lt: CODE_TRIES } },
    data: { codeTries: { increment: 1 } },
  });
  return count === 1;
}

/** Uses a step of the key up, and all before it: of any number at once, one gets true. */
export async function claimTotpStep(
  userId: string,
  totpBox: string,
  step: number,
): Promise<boolean> {
  const { count } = await authClient().user.updateMany({
    where: { id: userId, totpBox, totpStep: { lt: step } },
    data: { totpStep: step, codeTries: 0 },
  });
  return count === 1;
}

export async function listBackupCodes(userId: string) {
  return authClient().backupCode.findMany({
    where: { userId, usedAt: null },
    select: { id: true, codeBox: true },
  });
}

export async function countBackupCodes(userId: string): Promise<number> {
  return authClient().backupCode.count({ where: { userId, usedAt: null } });
}

/** Uses a backup code up: of any number at once, one gets true. */
export async function claimBackupCode(userId: string, id: string): Promise<boolean> {
  const { count } = await authClient().backupCode.updateMany({
    where: { id, userId, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** Keeps a pending sign-in, and forgets the user's that are over. */
export async function insertPending(pending: {
  idHash: string;
  userId: string;
  userVersion: number;
  expiresAt: Date;
}): Promise<void> {
  await authClient().$transaction([
    authClient().pendingSignIn.deleteMany({
      where: { userId: pending.userId, expiresAt: { lt: new Date() } },
    }),
    authClient().pendingSignIn.create({ data: pending }),
  ]);
}

const open = (idHash: string, userId: string) => ({
  idHash,
  userId,
  usedAt: null,
  expiresAt: { gt: new Date() },
});

export async function isPendingOpen(idHash: string, userId: string): Promise<boolean> {
  const where = { ...open(idHash, userId), tries: { lt: PENDING_TRIES } };
  return (await authClient().pendingSignIn.count({ where })) === 1;
}

/** Takes one of a pending sign-in's tries, before the code is looked at. Gives back how many were taken, or null. */
export async function claimPendingTry(idHash: string, userId: string): Promise<number | null> {
  const [taken] = await authClient().pendingSignIn.updateManyAndReturn({
    where: { ...open(idHash, userId), tries: { lt: PENDING_TRIES } },
    data: { tries: { increment: 1 } },
    select: { tries: true },
  });
  return taken?.tries ?? null;
}

/**
 * Uses a pending sign-in up: of any number at once, one gets the user. Null too if the account was disabled
 * or its password or factor changed since the password was given.
 */
export async function claimPending(
  idHash: string,
  userId: string,
): Promise<{ id: string; version: number } | null> {
  const [used] = await authClient().pendingSignIn.updateManyAndReturn({
    where: open(idHash, userId),
    data: { usedAt: new Date() },
    select: { userVersion: true },
  });
  if (!used) return null;
  return authClient().user.findFirst({
    where: { id: userId, version: used.userVersion, disabledAt: null },
    select: { id: true, version: true },
  });
}
