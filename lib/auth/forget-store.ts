import "server-only";
import { authClient } from "./db";

/** Deletes what ended before an instant, of all accounts. */
export async function deleteEnded(before: Date): Promise<void> {
  const client = authClient();
  const old = { lt: before };
  await client.session.deleteMany({ where: { OR: [{ expiresAt: old }, { revokedAt: old }] } });
  await client.passwordReset.deleteMany({ where: { OR: [{ expiresAt: old }, { usedAt: old }] } });
  await client.sentCode.deleteMany({ where: { expiresAt: old } });
  await client.pendingSignIn.deleteMany({ where: { expiresAt: old } });
}
