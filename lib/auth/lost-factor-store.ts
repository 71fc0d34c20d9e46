import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { lockAccount } from "./acting-store";
import { authClient } from "./db";
import { forgetAllDevices } from "./device-store";
import { findFactorKinds } from "./factor-store";

/**
 * Whether an organisation may take an account's lost factors away; `orgId` null: whether the operator may. `none`: there is none besides codes by mail, which stay.
 * `elsewhere`: the account is a member of another organisation too, whose protection that would lower.
 */
export type Loss = "possible" | "none" | "elsewhere";

/** Whether the account is a member of another organisation too; to the operator, with `orgId` null, none is another. */
export async function isElsewhere(
  client: Pick<Prisma.TransactionClient, "member">,
  userId: string,
  orgId: string | null,
): Promise<boolean> {
  if (orgId === null) return false;
  const others = { userId, removedAt: null, orgId: { not: orgId } };
  return (await client.member.count({ where: others })) > 0;
}

type Asks = Pick<Prisma.TransactionClient, "$queryRaw" | "member">;

export async function findLoss(
  userId: string,
  orgId: string | null,
  client: Asks = authClient(),
): Promise<Loss> {
  if (await isElsewhere(client, userId, orgId)) return "elsewhere";
  const kinds = await findFactorKinds(userId, client);
  return kinds.some((kind) => kind !== "email") ? "possible" : "none";
}

/**
 * Takes all second factors of an account away, backup codes too, and ends its sessions, pending sign-ins and the trust in
 * its devices. Codes by mail stand in: the password alone must not be enough meanwhile. Nothing is done unless `findLoss` says `possible`.
 */
export async function replaceLostFactors(
  tx: Prisma.TransactionClient,
  userId: string,
  orgId: string | null,
): Promise<Loss> {
  await lockAccount(tx, userId);
  const loss = await findLoss(userId, orgId, tx);
  if (loss !== "possible") return loss;
  const theirs = { where: { userId } };
  await tx.passkey.deleteMany(theirs);
  await tx.passkeyChallenge.deleteMany(theirs);
  await tx.codeFactor.deleteMany(theirs);
  await tx.sentCode.deleteMany(theirs);
  await tx.backupCode.deleteMany(theirs);
  await tx.codeFactor.create({ data: { userId, kind: "email" } });
  const at = new Date();
  await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
  await forgetAllDevices(tx, userId);
  const data = { totpBox: null, factorLostAt: at };
  await tx.user.updateMany({
    where: { id: userId },
    data: { ...data, version: { increment: 1 } },
  });
  return loss;
}
