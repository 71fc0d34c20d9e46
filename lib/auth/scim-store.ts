import "server-only";
import { authClient } from "./db";

/** A SCIM token that works now, with its organisation. */
export type LiveScimToken = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  readonly networks: readonly string[];
  readonly zone: string;
  readonly id: string;
  readonly createdBy: string;
  readonly usedAt: Date | null;
  /** Whether it was used from this network before, and from how many. */
  readonly isFromKnown: boolean;
  readonly known: number;
};

/** The token of this keyed hash, and whether it was used from the network of that one; null for one that was revoked or whose time is over. */
export async function findLiveScimToken(
  tokenHash: string,
  network: string,
): Promise<LiveScimToken | null> {
  const rows = await authClient().$queryRaw<LiveScimToken[]>`
    SELECT t."orgId", o."slug", o."name" AS organisation, o."networks", o."zone", t."id", t."createdBy", t."usedAt",
      ${network} = ANY (t."networks") AS "isFromKnown", cardinality(t."networks") AS known
    FROM "ScimToken" t JOIN "Organisation" o ON o."orgId" = t."orgId"
    WHERE t."tokenHash" = ${tokenHash} AND t."revokedAt" IS NULL
      AND (t."expiresAt" IS NULL OR t."expiresAt" > clock_timestamp())`;
  return rows[0] ?? null;
}
