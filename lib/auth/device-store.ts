import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { authClient } from "./db";

/** By whose word: the account's own means, or its organisations' providers as well. */
export type KnownBy = "own" | "any";

/** Whether the account with one of these indexes was signed in or given a new password on the device, and nothing ended its trust since. */
export async function knowsDevice(
  emailHashes: readonly string[],
  deviceHash: string,
  by: KnownBy,
): Promise<boolean> {
  const [found] = await authClient().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT FROM "User" u WHERE u."emailHash" = ANY (${[...emailHashes]}) AND (
      EXISTS (SELECT FROM "Session" s WHERE s."userId" = u."id" AND s."deviceHash" = ${deviceHash}
        AND (s."own" OR ${by === "any"}))
      OR EXISTS (SELECT FROM "PasswordReset" r WHERE r."userId" = u."id" AND r."deviceHash" = ${deviceHash}))) AS known`;
  return found?.known ?? false;
}

/** Whether the account with this index is a member of the organisation. */
export async function isMembers(emailHash: string, orgId: string): Promise<boolean> {
  const [found] = await authClient().$queryRaw<{ member: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Member" m JOIN "User" u ON u."id" = m."userId"
      WHERE u."emailHash" = ${emailHash} AND m."orgId" = ${orgId}::uuid AND m."removedAt" IS NULL) AS member`;
  return found?.member ?? false;
}

/**
 * Ends the trust in devices of a user: in all, in that of one session, or in all but that of one. The browser still has its
 * cookie, which says nothing any more.
 */
export async function forgetDevices(
  tx: Prisma.TransactionClient,
  userId: string,
  which: "all" | { readonly only: string } | { readonly allBut: string } = "all",
): Promise<void> {
  const forget = async (deviceHash: string | { not: string | null }) => {
    const these = { where: { userId, deviceHash }, data: { deviceHash: null } };
    await tx.session.updateMany(these);
    await tx.passwordReset.updateMany(these);
  };
  if (which === "all") return forget({ not: null });
  const idHash = "only" in which ? which.only : which.allBut;
  const one = await tx.session.findFirst({
    where: { userId, idHash },
    select: { deviceHash: true },
  });
  const meant = one?.deviceHash ?? null;
  const deviceHash = "only" in which ? meant : { not: meant };
  if (deviceHash !== null) await forget(deviceHash);
}
