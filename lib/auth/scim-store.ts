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
};

/** The token of this keyed hash; null for one that was revoked or whose time is over. */
export async function findLiveScimToken(tokenHash: string): Promise<LiveScimToken | null> {
  const rows = await authClient().$queryRaw<LiveScimToken[]>`
    SELECT t."orgId", o."slug", o."name" AS organisation, o."networks", o."zone", t."id", t."createdBy", t."usedAt"
    FROM "ScimToken" t JOIN "Organisation" o ON o."orgId" = t."orgId"
    WHERE t."tokenHash" = ${tokenHash} AND t."revokedAt" IS NULL
      AND (t."expiresAt" IS NULL OR t."expiresAt" > clock_timestamp())`;
  return rows[0] ?? null;
}
