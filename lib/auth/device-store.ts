import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { authClient } from "./db";

/** Whether the account with one of these indexes was signed in on the device, and nothing ended its trust since. */
export async function knowsDevice(
  emailHashes: readonly string[],
  deviceHash: string,
): Promise<boolean> {
  const [found] = await authClient().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Session" s JOIN "User" u ON u."id" = s."userId"
      WHERE u."emailHash" = ANY (${[...emailHashes]}) AND s."deviceHash" = ${deviceHash}) AS known`;
  return found?.known ?? false;
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
  const all = { userId, deviceHash: { not: null } };
  if (which === "all") {
    await tx.session.updateMany({ where: all, data: { deviceHash: null } });
    return;
  }
  const idHash = "only" in which ? which.only : which.allBut;
  const one = await tx.session.findFirst({
    where: { userId, idHash },
    select: { deviceHash: true },
  });
  const meant = one?.deviceHash ?? null;
  const deviceHash = "only" in which ? meant : { not: meant };
  if (deviceHash === null) return;
  await tx.session.updateMany({ where: { userId, deviceHash }, data: { deviceHash: null } });
}
