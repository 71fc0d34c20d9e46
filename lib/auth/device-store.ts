import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { authClient } from "./db";

/** By whose word: the account's own means, or its organisations' providers as well. */
export type KnownBy = "own" | "any";

/** Whether the account with one of these indexes was signed in or given a new password on the device, and nothing ended its trust since. */
export async function knowsDevice(
  emailHashes: readonly string[],
  deviceHash: string,
  by: KnownBy,
): Promise<boolean> {
  const counts = Prisma.sql`s."own" OR ${by === "any"}`;
  const [found] = await authClient().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT FROM "User" u WHERE u."emailHash" = ANY (${[...emailHashes]})
      AND ${knownSql(deviceHash, counts)}) AS known`;
  return found?.known ?? false;
}

/**
 * Whether the account with this index is a member of the organisation, and the device known to it: by its own means, or by
 * the organisation's provider, by which some sign in alone.
 */
export async function knowsMembersDevice(
  emailHash: string,
  deviceHash: string,
  orgId: string,
): Promise<boolean> {
  const counts = Prisma.sql`s."own" OR EXISTS (SELECT FROM "SsoConnection" c
    WHERE c."orgId" = m."orgId" AND c."id" = ANY (s."connections"))`;
  const [found] = await authClient().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT FROM "User" u JOIN "Member" m ON m."userId" = u."id" AND m."removedAt" IS NULL
      WHERE u."emailHash" = ${emailHash} AND m."orgId" = ${orgId}::uuid
        AND ${knownSql(deviceHash, counts)}) AS known`;
  return found?.known ?? false;
}

/** Whether the user `u` was signed in on the device by a session `s` that counts, or was given a password there. */
const knownSql = (deviceHash: string, counts: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  EXISTS (SELECT FROM "Session" s WHERE s."userId" = u."id" AND s."deviceHash" = ${deviceHash} AND (${counts}))
  OR EXISTS (SELECT FROM "PasswordReset" r WHERE r."userId" = u."id" AND r."deviceHash" = ${deviceHash}))`;

/** Of a user's sessions one, or all but one; by their ids. */
export type Which = { readonly only: string } | { readonly allBut: string };

/**
 * Which sessions of its account a session sees and ends: all, if the account's own means opened it; otherwise those that its
 * own connections alone opened, for whoever runs one of these can open such a session, and must end no other.
 */
export type Reach = { readonly own: boolean; readonly connections: readonly string[] };

export const EVERY_SESSION: Reach = { own: true, connections: [] };

/** Whether the session `s` is one of these. */
export const withinSql = ({ own, connections }: Reach): Prisma.Sql =>
  own
    ? Prisma.sql`true`
    : Prisma.sql`NOT s."own" AND s."connections" <@ ${[...connections]}::uuid[]`;

/** Ends the trust in all devices of a user. Their browsers still have a cookie, which says nothing any more. */
export async function forgetAllDevices(
  tx: Prisma.TransactionClient,
  userId: string,
): Promise<void> {
  const known = { where: { userId, deviceHash: { not: null } }, data: { deviceHash: null } };
  await tx.session.updateMany(known);
  await tx.passwordReset.updateMany(known);
}

/**
 * The same in that of one session, or in all but that of one: within reach. Those on which a password was set by mail are
 * the account's own.
 */
export async function forgetDevices(
  tx: Prisma.TransactionClient,
  userId: string,
  which: Which,
  reach: Reach,
): Promise<void> {
  const idHash = "only" in which ? which.only : which.allBut;
  const one = await tx.session.findFirst({
    where: { userId, idHash },
    select: { deviceHash: true },
  });
  const meant = one?.deviceHash ?? "";
  const these =
    "only" in which
      ? Prisma.sql`s."deviceHash" = ${meant}`
      : Prisma.sql`s."deviceHash" <> ${meant}`;
  await tx.$executeRaw`
    UPDATE "Session" s SET "deviceHash" = NULL
    WHERE s."userId" = ${userId}::uuid AND ${these} AND ${withinSql(reach)}`;
  if (!reach.own) return;
  await tx.$executeRaw`
    UPDATE "PasswordReset" s SET "deviceHash" = NULL WHERE s."userId" = ${userId}::uuid AND ${these}`;
}
