import "server-only";
import type { NewAccount } from "@/lib/auth/account";
import { eraseAccount } from "@/lib/auth/erase";
import type { OpenInvitation } from "@/lib/auth/invitation";
import { requestOrigin } from "@/lib/auth/origin";
import { AppError } from "@/lib/errors";
import { acceptInvitation } from "@/lib/members/commands";
import { isTaken } from "@/lib/tenancy/unique";

/**
 * Makes the account that an invitation is for, and its member: both or neither. They are two roles' in the database, so the
 * account is made inside of the member's transaction, last of what can be refused, and given up if that fails all the same.
 */
export async function joinAsNew(
  { orgId, id, name, email, zone }: OpenInvitation,
  account: NewAccount,
  linked?: { readonly identity: Parameters<NewAccount["insert"]>[0]; readonly provider: string },
): Promise<void> {
  let isMade = false;
  const origin = await requestOrigin();
  const makeAccount = async () => {
    await account.insert(linked?.identity).catch(addressTaken);
    isMade = true;
  };
  try {
    const member = { id: account.id, name, zone, email };
    await acceptInvitation(orgId, id, member, origin, makeAccount, linked?.provider);
  } catch (error) {
    // Else the address would be taken by an account that is a member nowhere.
    if (isMade) await eraseAccount(account.id);
    throw error;
  }
}

function addressTaken(error: unknown): never {
  if (!isTaken(error)) throw error;
  throw new AppError(
    "conflict",
    "You have an account with this address. Sign in, then open the link again.",
  );
}
