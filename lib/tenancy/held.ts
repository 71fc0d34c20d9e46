import type { TenantDb } from "./db";
import { type Grant, toGrant } from "./permissions";

/** What a member holds at this moment, second factor or not; nothing for who left. */
export async function grantsNow(db: TenantDb, memberId: string): Promise<Grant[]> {
  const held = await db.grant.findMany({
    where: { memberId, member: { removedAt: null } },
    select: { permission: true, teamId: true },
  });
  return held.flatMap(toGrant);
}
