import "server-only";
import type { NewAccount } from "@/lib/auth/account";
import type { OpenInvitation } from "@/lib/auth/invitation";
import { requestOrigin } from "@/lib/auth/origin";
import { acceptInvitation } from "@/lib/members/commands";
import { withAccount } from "./with-account";

/** Makes the account that an invitation is for, and its member: both or neither. */
export async function joinAsNew(
  { orgId, id, name, email, zone }: OpenInvitation,
  account: NewAccount,
  linked?: { readonly identity: Parameters<NewAccount["insert"]>[0]; readonly provider: string },
): Promise<void> {
  const origin = await requestOrigin();
  const member = { id: account.id, name, zone, email };
  const made = { next: "open the link again", identity: linked?.identity };
  await withAccount(account, made, (makeAccount) =>
    acceptInvitation(orgId, id, member, origin, makeAccount, linked?.provider),
  );
}
