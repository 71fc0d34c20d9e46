import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { type Acting, lockActing } from "./acting-store";
import { authClient } from "./db";
import type { FactorKind } from "./schema";
import { PENDING_MINUTES } from "./token";

const CODE_TRIES = 10;
export const CODE_TRIES_MS = 15 * 60_000;
export const PENDING_TRIES = 5;

/** The confirmed factors of the user `u`: the one place that says what counts as one. */
export const factorKindsSql = Prisma.sql`array_remove(ARRAY[
  CASE WHEN EXISTS (SELECT FROM "Passkey" p WHERE p."userId" = u."id") THEN 'passkey' END,
  CASE WHEN u."totpBox" IS NOT NULL THEN 'totp' END]
  || ARRAY(SELECT c."kind" FROM "CodeFactor" c WHERE c."userId" = u."id" ORDER BY 1), NULL)`;

/** What the organisation `o` asks of the second factor of its member `m`, whose user is `u`: a FactorDemand. */
export const factorDemandSql = Prisma.sql`json_build_object('kinds', o."factorKinds", 'graceDays', o."factorGraceDays",
  'since', (extract(epoch FROM o."factorSince") * 1000)::bigint,
  'joinedAt', (extract(epoch FROM m."createdAt") * 1000)::bigint, 'lost', u."factorLostAt" IS NOT NULL)`;

type Asks = Pick<Prisma.TransactionClient, "$queryRaw">;

/** The kinds of second factor that the account has, the strongest first; none for an unknown account. */
export async function findFactorKinds(
  userId: string,
  client: Asks = authClient(),
): Promise<readonly FactorKind[]> {
  const rows = await client.$queryRaw<{ kinds: FactorKind[] }[]>`
    SELECT ${factorKindsSql} AS kinds FROM "User" u WHERE u."id" = ${userId}::uuid`;
  return rows[0]?.kinds ?? [];
}

/** Which of these accounts have a confirmed factor. */
export async function findFactorHolders(userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await authClient().$queryRaw<{ id: string }[]>`
    SELECT u."id" FROM "User" u
    WHERE u."id" = ANY(${userIds}::uuid[]) AND cardinality(${factorKindsSql}) > 0`;
  return new Set(rows.map(({ id }) => id));
}

type StoredFactor = {
  readonly name: string;
  readonly emailBox: string;
  readonly totpBox: string | null;
};

export async function findFactor(userId: string): Promise<StoredFactor | null> {
  return authClient().user.findFirst({
    where: { id: userId },
    select: { name: true, emailBox: true, totpBox: true },
  });
}

/** The key that is being set up in this session, sealed; null if none is, or the session was ended. */
export async function findTotpSetup({ userId, sessionHash }: Acting): Promise<string | null> {
  const row = await authClient().session.findFirst({
    where: { idHash: sessionHash, userId, revokedAt: null },
    select: { totpSetupBox: true },
  });
  return row?.totpSetupBox ?? null;
}

/** Keeps the key that is being set up. False if the app is on already. Throws signed_out for a session that was ended meanwhile. */
export async function setTotpSetup(by: Acting, totpSetupBox: string): Promise<boolean> {
  return authClient().$transaction(async (tx) => {
    await lockActing(tx, by);
    if ((await tx.user.count({ where: { id: by.userId, totpBox: null } })) === 0) return false;
    await tx.session.updateMany({ where: { idHash: by.sessionHash }, data: { totpSetupBox } });
    return true;
  });
}

/** One change of an account's factors, inside a transaction. False: things have changed meanwhile. */
export type FactorWrite = (tx: Prisma.TransactionClient, userId: string) => Promise<boolean>;

/** The key that was being set up in this session becomes the app's. */
export const turnTotpOn =
  (idHash: string, totpSetupBox: string, app: { totpBox: string; totpStep: number }): FactorWrite =>
  async (tx, id) => {
    const begun = { where: { idHash, totpSetupBox }, data: { totpSetupBox: null } };
    if ((await tx.session.updateMany(begun)).count === 0) return false;
    return (await tx.user.updateMany({ where: { id, totpBox: null }, data: app })).count === 1;
  };

export const turnTotpOff: FactorWrite = async (tx, id) => {
  const where = { id, totpBox: { not: null } };
  return (await tx.user.updateMany({ where, data: { totpBox: null } })).count === 1;
};

/** Codes sent there count from now on; an address takes the place of the one before. */
export const setCodeFactor =
  (kind: string, addressBox: string | null): FactorWrite =>
  async (tx, userId) => {
    await tx.codeFactor.deleteMany({ where: { userId, kind } });
    await tx.codeFactor.create({ data: { userId, kind, addressBox } });
    return true;
  };

export const dropCodeFactor =
  (kind: string): FactorWrite =>
  async (tx, userId) =>
    (await tx.codeFactor.deleteMany({ where: { userId, kind } })).count === 1;

/** For what changes no factor, such as new backup codes: there has to be one. */
export const keepFactors: FactorWrite = async (tx, userId) =>
  (await findFactorKinds(userId, tx)).length > 0;

type CodeTry = {
  /** False: there were too many of late. */
  readonly ok: boolean;
  /** Whether it is the first that there are too many of. */
  readonly first: boolean;
};

/** Takes one of the account's tries at a code, before it is looked at. */
export async function claimCodeTry(userId: string, now: number): Promise<CodeTry> {
  await authClient().user.updateMany({
    where: { id: userId, codeTriesSince: { lt: new Date(now - CODE_TRIES_MS) } },
    data: { codeTries: 0, codeTriesSince: new Date(now) },
  });
  const counted = async (codeTries: number | { lt: number }) => {
    const { count } = await authClient().user.updateMany({
      where: { id: userId, codeTries },
      data: { codeTries: { increment: 1 } },
    });
    return count === 1;
  };
  if (await counted({ lt: CODE_TRIES })) return { ok: true, first: false };
  return { ok: false, first: await counted(CODE_TRIES) };
}

/** Forgets the tries: one was right. */
export async function clearCodeTries(userId: string): Promise<void> {
  await authClient().user.updateMany({ where: { id: userId }, data: { codeTries: 0 } });
}

/** Uses a step of the key up, and all before it: of any number at once, one gets true. */
export async function claimTotpStep(
  userId: string,
  totpBox: string,
  step: number,
): Promise<boolean> {
  const { count } = await authClient().user.updateMany({
    where: { id: userId, totpBox, totpStep: { lt: step } },
    data: { totpStep: step },
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

/** So long after its end a pending sign-in is kept, in ms: until it was looked at whether somebody took it. */
const KEPT_MS = 3_600_000;

/** Keeps a pending sign-in, and forgets the user's that are long over. */
export async function insertPending(pending: {
  idHash: string;
  userId: string;
  userVersion: number;
  expiresAt: Date;
}): Promise<void> {
  await authClient().$transaction([
    authClient().pendingSignIn.deleteMany({
      where: { userId: pending.userId, expiresAt: { lt: new Date(Date.now() - KEPT_MS) } },
    }),
    authClient().pendingSignIn.create({ data: pending }),
  ]);
}

/** Whether a pending sign-in is over and nobody took it, nor signed in to the account with a second factor since it began. */
export async function isPendingLeft(idHash: string, userId: string): Promise<boolean> {
  const [found] = await authClient().$queryRaw<{ half: boolean }[]>`
    SELECT EXISTS (SELECT FROM "PendingSignIn" p JOIN "User" u ON u."id" = p."userId"
      WHERE p."idHash" = ${idHash} AND p."userId" = ${userId}::uuid AND p."usedAt" IS NULL
        AND p."expiresAt" < clock_timestamp() AND u."disabledAt" IS NULL
        AND NOT EXISTS (SELECT FROM "Session" s WHERE s."userId" = p."userId" AND s."provenBy" NOT IN ('password', 'sso')
          AND s."createdAt" > p."expiresAt" - make_interval(mins => ${PENDING_MINUTES}::int))) AS half`;
  return found?.half ?? false;
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
