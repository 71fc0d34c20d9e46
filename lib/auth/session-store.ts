import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import type { ActLog } from "./act-log";
import { type Acting, lockActing } from "./acting-store";
import { authClient } from "./db";
import type { FactorDemand, SsoDemand } from "./demand";
import { EVERY_SESSION, forgetDevices, type Reach, type Which, withinSql } from "./device-store";
import { factorDemandSql, factorKindsSql } from "./factor-store";
import type { FactorKind, Proof } from "./schema";

export async function insertSession(session: {
  idHash: string;
  userId: string;
  userVersion: number;
  device: string;
  deviceHash?: string | null;
  expiresAt: Date;
  addressBox?: string | null;
  provenBy?: Proof;
  provenAt?: Date;
  provenFor?: string | null;
  own?: boolean;
  connections?: string[];
}): Promise<void> {
  await authClient().session.create({ data: session });
}

export async function revokeSession(idHash: string, userId: string): Promise<number> {
  const { count } = await authClient().session.updateMany({
    where: { idHash, userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count;
}

/**
 * Ends live sessions of a user whose account is locked, and the trust in their devices: one, or all but one, within reach.
 * Gives back how many there were.
 */
export async function endSessions(
  tx: Prisma.TransactionClient,
  userId: string,
  which: Which,
  reach: Reach,
): Promise<number> {
  const these =
    "only" in which
      ? Prisma.sql`s."idHash" = ${which.only}`
      : Prisma.sql`s."idHash" <> ${which.allBut}`;
  const count = await tx.$executeRaw`
    UPDATE "Session" s SET "revokedAt" = clock_timestamp()
    WHERE s."userId" = ${userId}::uuid AND s."revokedAt" IS NULL AND ${these} AND ${withinSql(reach)}`;
  await forgetDevices(tx, userId, which, reach);
  return count;
}

/**
 * Ends all sessions of a user whose account is locked but the one that they act in, which goes on; and whoever was just
 * signing in to another comes too late.
 */
export async function endOthers(
  tx: Prisma.TransactionClient,
  { userId, sessionHash }: Acting,
): Promise<void> {
  await endSessions(tx, userId, { allBut: sessionHash }, EVERY_SESSION);
  const { version } = await tx.user.update({
    where: { id: userId },
    data: { version: { increment: 1 } },
    select: { version: true },
  });
  await tx.session.updateMany({
    where: { idHash: sessionHash },
    data: { userVersion: version },
  });
}

/**
 * As `endSessions`, as an act of who is signed in. What had ended already is no act, and has no entry. Gives back how many ended.
 * Throws signed_out for a session that was ended meanwhile.
 */
export async function revokeSessions(
  by: Acting & Reach,
  which: Which,
  log: ActLog,
): Promise<number> {
  return authClient().$transaction(async (tx) => {
    await lockActing(tx, by);
    const count = await endSessions(tx, by.userId, which, by);
    if (count > 0) await log();
    return count;
  });
}

/** Whether a session within reach goes by this id, or did when it ended. */
export async function hasSession(by: Acting & Reach, idHash: string): Promise<boolean> {
  const [found] = await authClient().$queryRaw<{ has: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Session" s WHERE s."userId" = ${by.userId}::uuid AND s."idHash" = ${idHash}
      AND ${withinSql(by)}) AS has`;
  return found?.has ?? false;
}

/** From where a session was opened, encrypted for its present id. */
export async function addressBoxOf(idHash: string): Promise<string | null> {
  const row = await authClient().session.findUnique({
    where: { idHash },
    select: { addressBox: true },
  });
  return row?.addressBox ?? null;
}

/**
 * Notes that it was proven who uses the session, and by what, or by which connection's word: it goes on under another id.
 * False if it had ended, or did that before.
 */
export async function proveSession(
  idHash: string,
  { by, connection }: { readonly by: Proof; readonly connection: string | null },
  next: { readonly idHash: string; readonly addressBox: string | null },
): Promise<boolean> {
  const count = await authClient().$executeRaw`
    UPDATE "Session" SET "provenAt" = clock_timestamp(), "provenBy" = ${by}, "provenFor" = ${connection}::uuid,
      "idHash" = ${next.idHash}, "addressBox" = ${next.addressBox}
    WHERE "idHash" = ${idHash} AND "revokedAt" IS NULL`;
  return count > 0;
}

/** For who is a member nowhere; organisations can only shorten it. */
const IDLE_MINUTES = 720;

/**
 * Whether the session `s` of the user `u` holds now: not revoked, within both limits of each of the user's organisations, and
 * of the user's present version. One that only providers opened holds while one of them is there and the user a member of
 * its organisation, which did not sign them out since: beyond that nobody could say in whose name it acts.
 */
const isLiveSql = Prisma.sql`s."revokedAt" IS NULL AND s."expiresAt" > clock_timestamp()
  AND s."seenAt" > clock_timestamp() - make_interval(mins => ${IDLE_MINUTES}::int)
  AND NOT EXISTS (SELECT FROM "Member" m JOIN "Organisation" o ON o."orgId" = m."orgId"
    WHERE m."userId" = u."id" AND m."removedAt" IS NULL
      AND (s."seenAt" <= clock_timestamp() - make_interval(mins => o."idleMinutes")
        OR s."createdAt" <= clock_timestamp() - make_interval(hours => o."sessionHours")))
  AND (s."own" OR EXISTS (SELECT FROM "Member" m JOIN "SsoConnection" c ON c."orgId" = m."orgId"
    WHERE m."userId" = u."id" AND m."removedAt" IS NULL AND c."id" = ANY (s."connections")
      AND (m."signedOutAt" IS NULL OR m."signedOutAt" < s."createdAt")))
  AND s."userVersion" = u."version" AND u."disabledAt" IS NULL`;

type ListedSession = {
  readonly idHash: string;
  readonly device: string;
  readonly addressBox: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
};

/** The user's sessions within reach that hold now, the one used last first. */
export async function listSessions(userId: string, reach: Reach): Promise<ListedSession[]> {
  return authClient().$queryRaw<ListedSession[]>`
    SELECT s."idHash", s."device", s."addressBox", s."createdAt", s."seenAt"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."userId" = ${userId}::uuid AND ${isLiveSql} AND ${withinSql(reach)} ORDER BY s."seenAt" DESC`;
}

/** A session that holds now. */
export type LiveSession = {
  readonly userId: string;
  readonly name: string;
  readonly zone: string;
  readonly emailBox: string;
  readonly seenAt: Date;
  /** The kinds of second factor that the account has. */
  readonly factors: readonly FactorKind[];
  readonly provenAt: Date;
  readonly provenBy: Proof;
  /** The connection whose word it is, which counts in its organisation alone; null: the account's own means. */
  readonly provenFor: string | null;
  /** Whether that is no more than five minutes ago. */
  readonly isFresh: boolean;
  /** When it ends at the latest, also by the limits of the user's organisations. */
  readonly expiresAt: Date;
  /** Whether the account's own means opened it; otherwise an organisation's provider, whose word counts there alone. */
  readonly own: boolean;
  /** The organisations' connections by which it was signed in. */
  readonly connections: readonly string[];
  /** Organisations that ask for single sign-on and were entered without it, as their owner. */
  readonly bypassed: readonly string[];
  readonly hasPassword: boolean;
  readonly memberships: readonly {
    readonly orgId: string;
    readonly slug: string;
    readonly organisation: string;
    readonly memberId: string;
    /** From where the organisation lets people in; empty: from everywhere. */
    readonly networks: readonly string[];
    readonly factor: FactorDemand;
    readonly sso: SsoDemand;
    /** Whether the organisation signed its member out since the session began. */
    readonly signedOut: boolean;
    readonly grants: readonly { readonly permission: string; readonly teamId: string | null }[];
  }[];
};

const STEP_UP = "5 minutes";

/** One round trip: the session, its user, and where that user is a member with which permissions. */
export async function findLiveSession(idHash: string, userId: string): Promise<LiveSession | null> {
  const rows = await authClient().$queryRaw<LiveSession[]>`
    SELECT u."id" AS "userId", u."name", u."zone", u."emailBox", s."seenAt", s."provenAt", s."provenBy", s."provenFor",
      s."provenAt" > clock_timestamp() - ${STEP_UP}::interval AS "isFresh", ${factorKindsSql} AS factors,
      least(s."expiresAt", (SELECT min(s."createdAt" + make_interval(hours => o."sessionHours"))
        FROM "Member" m JOIN "Organisation" o ON o."orgId" = m."orgId"
        WHERE m."userId" = u."id" AND m."removedAt" IS NULL)) AS "expiresAt", s."own", s."connections", s."bypassed", u."passwordHash" LIKE 'v1:%' AS "hasPassword",
      (SELECT coalesce(json_agg(json_build_object('orgId', o."orgId", 'slug', o."slug", 'organisation', o."name",
          'memberId', m."id", 'networks', o."networks", 'signedOut', coalesce(m."signedOutAt" >= s."createdAt", false), 'sso', json_build_object('required', o."ssoRequired", 'factors', o."ssoFactors",
            'connections', (SELECT coalesce(json_agg(c."id"), '[]') FROM "SsoConnection" c WHERE c."orgId" = o."orgId" AND c."issuer" <> '')),
          'factor', ${factorDemandSql}, 'grants', (SELECT coalesce(json_agg(json_build_object(
            'permission', g."permission", 'teamId', g."teamId")), '[]')
            FROM "Grant" g WHERE g."orgId" = m."orgId" AND g."memberId" = m."id")) ORDER BY o."name"), '[]')
        FROM "Member" m JOIN "Organisation" o ON o."orgId" = m."orgId"
        WHERE m."userId" = u."id" AND m."removedAt" IS NULL) AS memberships
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."idHash" = ${idHash} AND s."userId" = ${userId}::uuid AND ${isLiveSql}`;
  return rows[0] ?? null;
}

/** Notes that the session was used, at most once in five minutes: a read should not cost a write. */
export async function touchSession(idHash: string, seenAt: Date): Promise<void> {
  if (Date.now() - seenAt.getTime() < 5 * 60_000) return;
  await authClient().session.updateMany({
    where: { idHash, revokedAt: null },
    data: { seenAt: new Date() },
  });
}
