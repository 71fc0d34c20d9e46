import "server-only";
import { authClient } from "./db";

/** What is left of an account that was erased; nothing else of it is. */
type Emptied = {
  readonly emailHash: string;
  readonly emailBox: string;
  readonly name: string;
  readonly passwordHash: string;
};

/**
 * Empties an account that is a member nowhere, and ends all that opens it. False, and nothing done, for one that is
 * still a member somewhere.
 */
export async function emptyUser(id: string, emptied: Emptied): Promise<boolean> {
  return authClient()
    .$transaction(async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id },
        data: {
          ...emptied,
          zone: "UTC",
          disabledAt: new Date(),
          version: { increment: 1 },
          totpBox: null,
        },
      });
      if (count === 0) return false;
      if ((await tx.member.count({ where: { userId: id, removedAt: null } })) > 0)
        throw new StillMember();
      const userId = { where: { userId: id } };
      await tx.session.updateMany({
        ...userId,
        data: {
          device: "",
          deviceHash: null,
          addressBox: null,
          totpSetupBox: null,
          revokedAt: new Date(),
        },
      });
      await tx.passwordReset.updateMany({
        ...userId,
        data: { usedAt: new Date(), deviceHash: null },
      });
      await tx.backupCode.deleteMany(userId);
      await tx.pendingSignIn.deleteMany(userId);
      await tx.passkey.deleteMany(userId);
      await tx.passkeyChallenge.deleteMany(userId);
      await tx.codeFactor.deleteMany(userId);
      await tx.sentCode.deleteMany(userId);
      await tx.identity.deleteMany(userId);
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof StillMember) return false;
      throw error;
    });
}

class StillMember extends Error {}
