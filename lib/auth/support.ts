import "server-only";
import { userEmail } from "./account";
import { factorOf } from "./second-factor";
import type { LiveSession } from "./session-store";
import { isStaffAddress } from "./staff";
import { findOpenAccesses, type OpenAccess } from "./support-store";

type Account = Pick<LiveSession, "userId" | "emailBox" | "own">;

/**
 * The address by which an account is staff of the operator's support; null for everybody else, and in a session that an
 * organisation's provider opened: it could say that anybody is staff.
 */
export function staffAddress({ userId, emailBox, own }: Account): string | null {
  if (!own) return null;
  const address = userEmail({ id: userId, emailBox });
  return isStaffAddress(address) ? address : null;
}

/** What support's own page shows: where staff may look now, nowhere without a second factor. Null for who is no staff. */
export async function findSupportDesk(
  account: Account,
): Promise<{ readonly hasFactor: boolean; readonly accesses: readonly OpenAccess[] } | null> {
  if (staffAddress(account) === null) return null;
  const hasFactor = (await factorOf(account.userId)).on;
  return { hasFactor, accesses: hasFactor ? await findOpenAccesses() : [] };
}

/** Where an account may look now as support. */
export async function accessesOf(account: Account): Promise<readonly OpenAccess[]> {
  return (await findSupportDesk(account))?.accesses ?? [];
}
