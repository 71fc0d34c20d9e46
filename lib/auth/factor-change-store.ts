import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import type { ActLog } from "./act-log";
import { type Acting, lockActing } from "./acting-store";
import { authClient } from "./db";
import { type FactorDemand, suffices } from "./demand";
import { type FactorWrite, findFactorKinds } from "./factor-store";
import type { FactorKind } from "./schema";

type Codes = readonly { readonly id: string; readonly codeBox: string }[];

/**
 * How a change ended. `asked`: an organisation asks for a factor of the kind that would have gone last. `lost`: it stands in
 * for lost ones until another is set up.
 */
export type FactorChange =
  | {
      readonly kind: "changed";
      readonly user: { id: string; version: number };
      /** Whether the new codes hold now. */
      readonly coded: boolean;
    }
  | { readonly kind: "stale" }
  | { readonly kind: "lost" }
  | { readonly kind: "asked"; readonly organisation: string };

/** Thrown to undo a change, and caught where it was begun. */
class Undone extends Error {
  readonly change: FactorChange;
  constructor(change: FactorChange) {
    super("undone");
    this.change = change;
  }
}

/**
 * Changes an account's factors and ends every session and pending sign-in, in one transaction; changes of one account
 * happen one after another. The new backup codes take the place of the old ones with the first factor, with one that takes
 * the place of lost ones, and when `renew` says so; with the last factor all go. Throws signed_out for a session that was
 * ended meanwhile.
 */
export async function changeFactors(
  by: Acting,
  write: FactorWrite,
  { codes, renew = false }: { readonly codes: Codes; readonly renew?: boolean },
  log: ActLog,
): Promise<FactorChange> {
  const { userId } = by;
  const change = authClient().$transaction(async (tx): Promise<FactorChange> => {
    await lockActing(tx, by);
    const { before, after, replaced } = await written(tx, userId, write);
    const coded = after.length > 0 && (renew || before.length === 0 || replaced);
    if (coded || after.length === 0) await replaceCodes(tx, userId, coded ? codes : []);
    const revokedAt = new Date();
    await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt } });
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId },
      data: { version: { increment: 1 }, ...(replaced && { factorLostAt: null }) },
      select: { id: true, version: true },
    });
    if (!user) throw new Undone({ kind: "stale" });
    await log();
    return { kind: "changed", user, coded };
  });
  return change.catch((error: unknown) => {
    if (error instanceof Undone) return error.change;
    throw error;
  });
}

type Kinds = readonly FactorKind[];

/** Writes the change: the factors before and after it, and whether one took the place of lost ones. Throws Undone. */
async function written(tx: Prisma.TransactionClient, userId: string, write: FactorWrite) {
  const lost = (await tx.user.count({ where: { id: userId, factorLostAt: { not: null } } })) > 0;
  const before = await findFactorKinds(userId, tx);
  if (!(await write(tx, userId))) throw new Undone({ kind: "stale" });
  const after = await findFactorKinds(userId, tx);
  if (lost && after.length === 0) throw new Undone({ kind: "lost" });
  const asking = await findAsking(tx, userId, before, after);
  if (asking) throw new Undone({ kind: "asked", organisation: asking });
  return { before, after, replaced: lost && isReplaced(before, after) };
}

/** Mail stands in for what was lost, and does not take its place. */
const isReplaced = (before: Kinds, after: Kinds): boolean =>
  after.some((kind) => kind !== "email" && !before.includes(kind));

async function replaceCodes(
  tx: Prisma.TransactionClient,
  userId: string,
  codes: Codes,
): Promise<void> {
  await tx.backupCode.deleteMany({ where: { userId } });
  await tx.backupCode.createMany({ data: codes.map((code) => ({ ...code, userId })) });
}

/** An organisation of the user that asks for a factor, for which the kinds of before are enough and those of after not. */
async function findAsking(
  tx: Prisma.TransactionClient,
  userId: string,
  before: Kinds,
  after: Kinds,
): Promise<string | null> {
  const asking = await tx.$queryRaw<(Pick<FactorDemand, "kinds"> & { name: string })[]>`
    SELECT o."name", o."factorKinds" AS kinds FROM "Member" m JOIN "Organisation" o ON o."orgId" = m."orgId"
    WHERE m."userId" = ${userId}::uuid AND m."removedAt" IS NULL AND o."factorSince" IS NOT NULL ORDER BY 1`;
  return asking.find((one) => suffices(one, before) && !suffices(one, after))?.name ?? null;
}
