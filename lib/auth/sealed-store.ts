import "server-only";
import type { PrismaClient } from "@/lib/db/generated/client";
import { authClient } from "./db";

/** The tables of accounts that hold ciphertexts. */
export type IdentityDb = Pick<
  PrismaClient,
  | "user"
  | "session"
  | "backupCode"
  | "codeFactor"
  | "sentCode"
  | "identity"
  | "samlAssertion"
  | "keptKey"
>;

/** A transaction over what accounts keep encrypted, for whoever encrypts it anew. */
export function identityTx<T>(run: (db: IdentityDb) => Promise<T>): Promise<T> {
  return authClient().$transaction(run);
}

/** Every organisation's id. */
export async function listOrganisationIds(): Promise<readonly string[]> {
  const rows = await authClient().organisation.findMany({
    orderBy: { orgId: "asc" },
    select: { orgId: true },
  });
  return rows.map(({ orgId }) => orgId);
}
