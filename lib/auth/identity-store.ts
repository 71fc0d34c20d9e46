import "server-only";
import type { ActLog } from "./act-log";
import { type Acting, lockActing } from "./acting-store";
import { authClient } from "./db";
import { endOthers } from "./session-store";

export type StoredIdentity = {
  readonly provider: string;
  readonly subjectHash: string;
  readonly userId: string;
  readonly labelBox: string;
};

/** Whose identity it is, noting that it was used; null for one that nobody linked or whose account is disabled. */
export async function takeIdentity(
  provider: string,
  subjectHash: string,
): Promise<{ readonly id: string; readonly version: number } | null> {
  const rows = await authClient().$queryRaw<{ id: string; version: number }[]>`
    UPDATE "Identity" i SET "usedAt" = clock_timestamp() FROM "User" u
    WHERE i."provider" = ${provider} AND i."subjectHash" = ${subjectHash} AND u."id" = i."userId" AND u."disabledAt" IS NULL
    RETURNING u."id", u."version"`;
  return rows[0] ?? null;
}

/** Throws a unique violation (P2002) if the identity is somebody's already, signed_out for a session that was ended meanwhile. */
export async function insertIdentity(
  by: Acting,
  identity: Omit<StoredIdentity, "userId">,
  log: ActLog,
): Promise<void> {
  await authClient().$transaction(async (tx) => {
    await lockActing(tx, by);
    await tx.identity.create({ data: { ...identity, userId: by.userId } });
    await log();
  });
}

export async function listIdentities(userId: string) {
  return authClient().identity.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { provider: true, subjectHash: true, labelBox: true, usedAt: true },
  });
}

/**
 * Takes an identity away, and ends all other sessions, which it may have opened. False, and nothing done, if it was not the
 * user's, or is gone already. Throws signed_out for a session that was ended meanwhile.
 */
export async function deleteIdentity(
  by: Acting,
  provider: string,
  subjectHash: string,
  log: ActLog,
): Promise<boolean> {
  return authClient().$transaction(async (tx) => {
    await lockActing(tx, by);
    const where = { userId: by.userId, provider, subjectHash };
    const { count } = await tx.identity.deleteMany({ where });
    if (count === 0) return false;
    await endOthers(tx, by);
    await log();
    return true;
  });
}

/** Forgets everybody's identities at a connection that is gone. */
export async function deleteIdentitiesOf(provider: string): Promise<void> {
  await authClient().identity.deleteMany({ where: { provider } });
}

/** Notes that the session was signed in by this connection too. */
export async function addConnection(idHash: string, connectionId: string): Promise<void> {
  await authClient().$executeRaw`
    UPDATE "Session" SET "connections" = "connections" || ${connectionId}::uuid
    WHERE "idHash" = ${idHash} AND "revokedAt" IS NULL AND NOT ${connectionId}::uuid = ANY ("connections")`;
}

/** Notes that it is in the log that the session entered the organisation past its provider. */
export async function noteBypassed(idHash: string, orgId: string): Promise<void> {
  await authClient().$executeRaw`
    UPDATE "Session" SET "bypassed" = "bypassed" || ${orgId}::uuid
    WHERE "idHash" = ${idHash} AND NOT ${orgId}::uuid = ANY ("bypassed")`;
}
