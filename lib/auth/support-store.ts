import "server-only";
import { authClient } from "./db";

/** What an owner lets support look at, now. */
export type OpenAccess = {
  readonly accessId: string;
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  /** The member who granted it. */
  readonly grantedBy: string;
  /** Whether it is the whole roster; otherwise these teams'. */
  readonly whole: boolean;
  readonly teams: readonly string[];
  readonly expiresAt: Date;
  /** From where the organisation lets people in; empty: from everywhere. */
  readonly networks: readonly string[];
};

/** Every access that holds at this moment by the database's clock, by the organisation's name. */
export async function findOpenAccesses(): Promise<readonly OpenAccess[]> {
  return authClient().$queryRaw<OpenAccess[]>`
    SELECT a."id" AS "accessId", o."orgId", o."slug", o."name" AS "organisation", a."grantedBy", a."whole", a."teams",
      a."expiresAt", o."networks"
    FROM "SupportAccess" a JOIN "Organisation" o ON o."orgId" = a."orgId"
    WHERE a."endedAt" IS NULL AND a."expiresAt" > clock_timestamp() ORDER BY o."name"`;
}
