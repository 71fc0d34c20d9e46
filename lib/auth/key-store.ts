import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { authClient } from "./db";
import type { FactorDemand } from "./demand";
import { factorDemandSql, factorKindsSql } from "./factor-store";
import type { FactorKind } from "./schema";

type Grants = readonly { readonly permission: string; readonly teamId: string | null }[];

/** A key that works now: not revoked, not expired, and its member, if it has one, still a member with an account. */
export type LiveKey = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  /** From where the organisation lets programs in; empty: from everywhere. */
  readonly networks: readonly string[];
  /** The member's zone, or the organisation's. */
  readonly zone: string;
  readonly id: string;
  readonly name: string;
  readonly createdBy: string;
  readonly grants: unknown;
  readonly usedAt: Date | null;
  /** Whether it was used from this network before. */
  readonly isFromKnown: boolean;
  /** Whose it is, with what they hold now; null for the organisation's own. */
  readonly member: {
    readonly memberId: string;
    readonly userId: string;
    readonly name: string;
    readonly grants: Grants;
    /** The kinds of second factor that the account has, and what the organisation asks for. */
    readonly factors: readonly FactorKind[];
    readonly factor: FactorDemand;
    /** Whether the organisation leaves second factors to its providers. */
    readonly ssoFactors: boolean;
  } | null;
};

/** The member `m` of the organisation `o` with the account `u`. */
const memberSql = Prisma.sql`json_build_object('memberId', m."id", 'userId', u."id", 'name', u."name",
  'factors', ${factorKindsSql}, 'factor', ${factorDemandSql}, 'ssoFactors', o."ssoFactors",
  'grants', (SELECT coalesce(json_agg(json_build_object('permission', g."permission", 'teamId', g."teamId")), '[]')
    FROM "Grant" g WHERE g."orgId" = m."orgId" AND g."memberId" = m."id"))`;

/**
 * One round trip: the key of this keyed hash, its organisation, its member with their permissions, and whether it was used
 * from the network of this keyed hash.
 */
export async function findLiveKey(keyHash: string, network: string): Promise<LiveKey | null> {
  const rows = await authClient().$queryRaw<LiveKey[]>`
    SELECT k."orgId", o."slug", o."name" AS organisation, o."networks", coalesce(u."zone", o."zone") AS zone, k."id", k."name",
      k."createdBy", k."grants", k."usedAt", EXISTS (SELECT FROM "KeyNetwork" n
        WHERE n."orgId" = k."orgId" AND n."keyId" = k."id" AND n."network" = ${network}) AS "isFromKnown",
      CASE WHEN m."id" IS NOT NULL THEN ${memberSql} END AS member
    FROM "ApiKey" k JOIN "Organisation" o ON o."orgId" = k."orgId"
      LEFT JOIN "Member" m ON m."orgId" = k."orgId" AND m."id" = k."memberId" AND m."removedAt" IS NULL
      LEFT JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
    WHERE k."keyHash" = ${keyHash} AND k."revokedAt" IS NULL
      AND (k."expiresAt" IS NULL OR k."expiresAt" > clock_timestamp())
      AND (k."memberId" IS NULL OR u."id" IS NOT NULL)`;
  return rows[0] ?? null;
}

/** A calendar feed that works now, with what its member holds. */
export type LiveFeed = Omit<LiveKey, "name" | "createdBy" | "grants" | "isFromKnown" | "member"> & {
  readonly member: NonNullable<LiveKey["member"]>;
  /** Null for the member's own shifts. */
  readonly scheduleId: string | null;
};

/** As `findLiveKey`, for the keyed hash of a feed's token. */
export async function findLiveFeed(tokenHash: string): Promise<LiveFeed | null> {
  const rows = await authClient().$queryRaw<LiveFeed[]>`
    SELECT f."orgId", o."slug", o."name" AS organisation, o."networks", u."zone", f."id", f."scheduleId", f."usedAt",
      ${memberSql} AS member
    FROM "Feed" f JOIN "Organisation" o ON o."orgId" = f."orgId"
      JOIN "Member" m ON m."orgId" = f."orgId" AND m."id" = f."memberId" AND m."removedAt" IS NULL
      JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
    WHERE f."tokenHash" = ${tokenHash} AND f."revokedAt" IS NULL
      AND (f."expiresAt" IS NULL OR f."expiresAt" > clock_timestamp())`;
  return rows[0] ?? null;
}
