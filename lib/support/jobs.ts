import type { TaskList } from "graphile-worker";
import * as z from "zod";
import { enqueue } from "@/lib/notify/outbox";
import { tenantTx } from "@/lib/tenancy/db";

const told = z.object({ orgId: z.uuid(), id: z.uuid(), what: z.enum(["granted", "looked"]) });

/** Tells every owner by mail that support may look, or has looked for the first time. The database asks for it. */
async function tellOwners(payload: unknown): Promise<void> {
  const { orgId, id, what } = told.parse(payload);
  await tenantTx(orgId, async (db) => {
    const owners = await db.grant.findMany({
      where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
      select: { memberId: true },
    });
    for (const memberId of new Set(owners.map((owner) => owner.memberId)))
      await enqueue({ actor: { orgId }, db }, { kind: "support", what, accessId: id, memberId });
  });
}

/** Support's jobs, for the worker. */
export const supportTasks: TaskList = { "support-told": tellOwners };
