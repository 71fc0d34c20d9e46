import { randomUUID } from "node:crypto";
import { blindIndex } from "@/lib/crypto/keys";
import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";
import { zones } from "@/lib/zones/table";
import { decideMailed, decideRaised, type Raised, windowOf } from "./decide";
import { busiestHours, homeZones, observe, type Span } from "./entries";
import { findExports } from "./mass-export";
import type { Finding } from "./observed";
import { findOffHours } from "./off-hours";
import type { RuleName } from "./schema";
import { findSpikes } from "./spike";
import { findSprays } from "./spray";
import { tellOwners } from "./tell";
import { findTravels } from "./travel";

/**
 * Moves the organisation's watch on to the head of its log, and gives back what lies between; null for nothing new. Of
 * several at once one does: the others wait for its transaction and find nothing left, or what came since.
 */
async function claim(db: TenantDb): Promise<Span | null> {
  await db.alertWatch.createMany({ data: [{}], skipDuplicates: true });
  const watch = await db.alertWatch.findFirst({ select: { through: true } });
  const head = await db.changeLogHead.findFirst({ select: { number: true } });
  if (!watch || !head || head.number <= watch.through) return null;
  const { count } = await db.alertWatch.updateMany({
    where: { through: watch.through },
    data: { through: head.number },
  });
  return count === 1 ? { after: Number(watch.through), through: Number(head.number) } : claim(db);
}

/** What all rules find in the new entries. Blocks of addresses become keyed hashes: addresses are members' details. */
async function findAll(db: TenantDb, orgId: string, span: Span): Promise<readonly Finding[]> {
  const seen = await observe(db, orgId, span);
  if (seen.length === 0) return [];
  const { after } = span;
  const members = await db.member.count({ where: { removedAt: null } });
  const sprays = findSprays(seen, after, members);
  return [
    ...sprays.map((one) => ({ ...one, subject: blindIndex("alert.block", orgId, one.subject) })),
    ...findSpikes(seen, after, await busiestHours(db, seen, after)),
    ...findTravels(seen, after),
    ...findExports(seen, after),
    ...findOffHours(seen, after, (await homeZones(db, seen, after)).map(zones)),
  ];
}

async function raisedBefore(db: TenantDb, since: Instant): Promise<readonly Raised[]> {
  const rows = await db.alert.findMany({
    where: { createdAt: { gt: new Date(since) } },
    select: { rule: true, subject: true, at: true, mailedAt: true },
  });
  return rows.map(({ at, mailedAt, ...rest }) => ({
    ...rest,
    at: at.getTime(),
    mailedAt: mailedAt?.getTime() ?? null,
  }));
}

/** Keeps an alert, with an entry in the log. Null if there is one of this rule, subject and window. */
async function raise(
  db: TenantDb,
  requestId: string,
  finding: Finding,
): Promise<{ readonly id: string; readonly rule: RuleName } | null> {
  const { rule, subject, at, facts } = finding;
  const id = randomUUID();
  const row = {
    id,
    rule,
    subject,
    facts,
    at: new Date(at),
    windowAt: new Date(windowOf(finding)),
  };
  const { count } = await db.alert.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) return null;
  const { entries, count: counted } = facts;
  await recordOwn(db, requestId, {
    action: "alert.raised",
    subject: { kind: "alert", id },
    body: { rule, count: counted, entries },
  });
  return { id, rule };
}

/**
 * Lets the rules look at what is new in an organisation's log, at `now` in ms. Raises an alert for what they find, once
 * however many servers do this and however often it is tried again, and puts the mails to owners into the outbox. Gives back
 * the rules that raised one.
 */
export async function watchLog(
  orgId: string,
  requestId: string,
  now: Instant,
): Promise<readonly RuleName[]> {
  return tenantTx(orgId, async (db) => {
    const span = await claim(db);
    if (!span) return [];
    const found = await findAll(db, orgId, span);
    if (found.length === 0) return [];
    const before = await raisedBefore(db, now - 2 * DAY);
    const raised: { readonly id: string; readonly rule: RuleName }[] = [];
    for (const finding of decideRaised(found, before)) {
      const alert = await raise(db, requestId, finding);
      if (alert) raised.push(alert);
    }
    for (const { id } of decideMailed(raised, before, now)) await tellOwners(db, orgId, id, now);
    return raised.map(({ rule }) => rule);
  });
}
