import "server-only";
import { randomUUID } from "node:crypto";
import { noteBypassed } from "@/lib/auth/identity-store";
import type { CurrentSession } from "@/lib/auth/session";
import type { Actor } from "./actor";
import { type TenantDb, tenantTx } from "./db";
import { record } from "./log";
import { once } from "./once";

/**
 * Logs that an owner entered without the provider that the organisation asks for, and has all its owners told: once for
 * a session, before anything is shown. Requests at the same time write one entry.
 */
export async function noteBypass(actor: Actor, session: CurrentSession): Promise<void> {
  const { orgId } = actor;
  if (session.bypassed.includes(orgId)) return;
  const key = `sso-bypass-${session.sessionHash}`;
  await tenantTx(orgId, (db) => once({ actor, db }, { key, text: "" }, () => tell(actor, db)));
  await noteBypassed(session.sessionHash, orgId);
}

async function tell(actor: Actor, db: TenantDb): Promise<void> {
  const { memberId } = actor;
  const owners = await db.grant.findMany({
    where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
    select: { memberId: true },
  });
  for (const owner of owners) {
    const payload = { kind: "sso-bypassed", by: memberId, memberId: owner.memberId };
    await db.outbox.create({
      data: { id: randomUUID(), kind: payload.kind, payload },
      select: { id: true },
    });
  }
  await record(
    { actor, db },
    { action: "sso.bypassed", subject: { kind: "member", id: memberId }, body: {} },
  );
}
