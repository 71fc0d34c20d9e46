import type { Prisma } from "@/lib/db/generated/client";
import type { ActLog } from "./act-log";
import "server-only";
import { AppError } from "@/lib/errors";
import { type Acting, lockAccount, lockActing } from "./acting-store";
import { authClient } from "./db";
import { forgetAllDevices } from "./device-store";
import type { StoredIdentity } from "./identity-store";

export type StoredUser = {
  readonly id: string;
  readonly emailHash: string;
  readonly emailBox: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly zone: string;
  readonly version: number;
  readonly disabledAt: Date | null;
};

/** The account with one of these indexes of an address. */
export async function findUserByEmailHash(
  emailHashes: readonly string[],
): Promise<StoredUser | null> {
  return authClient().user.findFirst({ where: { emailHash: { in: [...emailHashes] } } });
}

export async function findUser(id: string): Promise<StoredUser | null> {
  return authClient().user.findFirst({ where: { id } });
}

/**
 * Throws a unique violation (P2002) if the address has an account. While master keys change, it may be stored under
 * another of `emailHashes`: then it is given this one, which the new row meets. Two at once meet in the lock. With an
 * identity that signs in to it: throws conflict, and makes no account, if that is linked already.
 */
export async function insertUser(
  user: Omit<StoredUser, "version" | "disabledAt">,
  emailHashes: readonly string[] = [user.emailHash],
  identity?: StoredIdentity,
): Promise<void> {
  const [lock] = emailHashes.toSorted();
  const { emailHash } = user;
  await authClient().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
    await tx.user.updateMany({
      where: { emailHash: { in: [...emailHashes], not: emailHash } },
      data: { emailHash },
    });
    await tx.user.create({ data: user });
    if (!identity) return;
    const { count } = await tx.identity.createMany({ data: [identity], skipDuplicates: true });
    if (count === 0) throw new AppError("conflict", "That is linked to an account already.");
  });
}

export async function updateProfile(
  id: string,
  data: { name: string; zone: string },
): Promise<void> {
  await authClient().user.updateMany({ where: { id }, data });
}

/**
 * Sets the password, ends every session and every reset link still out, with the entries in logs or not at all. Gives back
 * what a new session begins with. Throws signed_out for a session that was ended meanwhile.
 */
export async function replacePassword(
  by: Acting,
  passwordHash: string,
  log: ActLog,
): Promise<{ id: string; version: number }> {
  return authClient().$transaction(async (tx) => {
    await lockActing(tx, by);
    const user = await writePassword(tx, by.userId, passwordHash);
    await log();
    return user;
  });
}

/** The same password hashed anew, unless it was changed meanwhile: no session ends. */
export async function strengthenPassword(id: string, old: string, anew: string): Promise<void> {
  await authClient().user.updateMany({
    where: { id, passwordHash: old },
    data: { passwordHash: anew },
  });
}

/** The same by a reset link, which it uses up, on a device that is known from then on: of two at once, one gets true. */
export async function resetPasswordBy(
  tokenHash: string,
  id: string,
  { passwordHash, deviceHash }: { passwordHash: string; deviceHash: string | null },
  log: ActLog,
): Promise<boolean> {
  return authClient().$transaction(async (tx) => {
    await lockAccount(tx, id);
    const { count } = await tx.passwordReset.updateMany({
      where: { tokenHash, userId: id, usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
    });
    if (count === 0) return false;
    await writePassword(tx, id, passwordHash);
    await tx.passwordReset.updateMany({ where: { tokenHash }, data: { deviceHash } });
    await log();
    return true;
  });
}

async function writePassword(
  tx: Prisma.TransactionClient,
  id: string,
  passwordHash: string,
): Promise<{ id: string; version: number }> {
  const now = new Date();
  const user = await tx.user.update({
    where: { id },
    data: { passwordHash, version: { increment: 1 } },
    select: { id: true, version: true },
  });
  await tx.session.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: now } });
  await tx.passwordReset.updateMany({ where: { userId: id, usedAt: null }, data: { usedAt: now } });
  await forgetAllDevices(tx, id);
  return user;
}

/** Where an account is a member, and as whom. */
export async function findMemberships(
  userId: string,
): Promise<readonly { readonly orgId: string; readonly memberId: string }[]> {
  const rows = await authClient().member.findMany({
    where: { userId, removedAt: null },
    select: { orgId: true, id: true },
  });
  return rows.map(({ orgId, id }) => ({ orgId, memberId: id }));
}

/** The names of the organisations that the account is a member of, and those in their addresses. */
export async function organisationNames(userId: string): Promise<string[]> {
  const ids = (await findMemberships(userId)).map(({ orgId }) => orgId);
  const rows = await authClient().organisation.findMany({
    where: { orgId: { in: ids } },
    select: { name: true, slug: true },
  });
  return rows.flatMap(({ name, slug }) => [name, slug]);
}

export async function insertReset(
  tokenHash: string,
  userId: string,
  expiresAt: Date,
): Promise<void> {
  await authClient().passwordReset.create({ data: { tokenHash, userId, expiresAt } });
}

/** How many reset links of the user are still out. */
export async function countResets(userId: string): Promise<number> {
  return authClient().passwordReset.count({
    where: { userId, usedAt: null, expiresAt: { gt: new Date() } },
  });
}

export async function findReset(tokenHash: string) {
  return authClient().passwordReset.findFirst({
    where: { tokenHash, usedAt: null, expiresAt: { gt: new Date() } },
    select: { userId: true },
  });
}

export type FoundInvitation = {
  readonly orgId: string;
  readonly id: string;
  readonly name: string;
  readonly emailHash: string;
  readonly emailBox: string;
};

export async function findInvitation(
  tokenHash: string,
): Promise<(FoundInvitation & { organisation: string; slug: string; zone: string }) | null> {
  const invitation = await authClient().invitation.findFirst({
    where: { tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { orgId: true, id: true, name: true, emailHash: true, emailBox: true },
  });
  if (!invitation) return null;
  const organisation = await authClient().organisation.findFirst({
    where: { orgId: invitation.orgId },
    select: { name: true, slug: true, zone: true },
  });
  if (!organisation) return null;
  const { name, slug, zone } = organisation;
  return { ...invitation, organisation: name, slug, zone };
}

/** How many organisations there are, in all. */
export async function countOrganisations(): Promise<number> {
  return authClient().organisation.count();
}
