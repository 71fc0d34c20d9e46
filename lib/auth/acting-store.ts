import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { AppError } from "@/lib/errors";

/** By which session somebody acts on their own account. */
export type Acting = { readonly userId: string; readonly sessionHash: string };

type Asks = Pick<Prisma.TransactionClient, "$queryRaw">;

/** Locks an account until the transaction ends, before all else of an act on it: such acts happen one after another. */
export async function lockAccount(tx: Asks, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
}

/**
 * As `lockAccount`, for an act of who is signed in. Throws signed_out if the session was ended since the request was let
 * in: whoever has somebody else's session and waits here for a new password must not change who gets in after it.
 */
export async function lockActing(tx: Asks, { userId, sessionHash }: Acting): Promise<void> {
  await lockAccount(tx, userId);
  // A question of its own: only now does it see what was committed while the lock was waited for.
  const [held] = await tx.$queryRaw<{ live: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Session" s JOIN "User" u ON u."id" = s."userId"
      WHERE s."idHash" = ${sessionHash} AND s."userId" = ${userId}::uuid AND s."revokedAt" IS NULL
        AND s."userVersion" = u."version" AND u."disabledAt" IS NULL) AS live`;
  if (held?.live) return;
  throw new AppError(
    "signed_out",
    "You were signed out meanwhile, and nothing was changed. Sign in again.",
  );
}
