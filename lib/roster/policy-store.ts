import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import type { TenantDb } from "@/lib/tenancy/db";
import { record } from "@/lib/tenancy/log";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { isTaken } from "@/lib/tenancy/unique";
import { defaultPolicy, type Policy, policyFormSchema, policySchema, tighten } from "./policy";

/** `version` 0: none was set yet. */
export type StoredPolicy = { readonly rules: Policy; readonly version: number };

const seen = { version: z.coerce.number().pipe(z.int32().min(0)) };

/** The form of the organisation's policy, with the version that the page showed. */
export const organisationPolicySchema = z.intersection(z.object(seen), policyFormSchema);
/** The form of one schedule's policy. */
export const schedulePolicySchema = z.intersection(
  z.object({ ...seen, scheduleId: rowIdSchema }),
  policyFormSchema,
);
export const dropPolicySchema = z.strictObject({ ...seen, scheduleId: rowIdSchema });

/** The policy of the organisation (`scheduleId` null) or of a schedule, or null where none was set. */
export async function findPolicy(
  db: TenantDb,
  scheduleId: string | null,
): Promise<StoredPolicy | null> {
  const row = await db.policy.findFirst({
    where: { scheduleId },
    select: { rules: true, version: true },
  });
  return row && { rules: policySchema.parse(row.rules), version: row.version };
}

/** The organisation's policy; the default where none was set, as version 0. */
export async function organisationPolicy(db: TenantDb): Promise<StoredPolicy> {
  return (await findPolicy(db, null)) ?? { rules: defaultPolicy, version: 0 };
}

/** What holds for a schedule: the organisation's policy, tightened by the schedule's own. */
export async function effectivePolicy(db: TenantDb, scheduleId: string): Promise<Policy> {
  const rows = await db.policy.findMany({
    where: { OR: [{ scheduleId: null }, { scheduleId }] },
    select: { scheduleId: true, rules: true },
  });
  const of = (id: string | null) => {
    const row = rows.find((one) => one.scheduleId === id);
    return row ? policySchema.parse(row.rules) : null;
  };
  return tighten(of(null) ?? defaultPolicy, of(scheduleId));
}

/** A schedule's own policy beside the organisation's, and what holds; null when there is no such schedule. */
export async function schedulePolicy(db: TenantDb, scheduleId: string) {
  const schedule = await db.schedule.findFirst({
    where: { id: scheduleId, archivedAt: null },
    select: { id: true, name: true },
  });
  if (!schedule) return null;
  const { rules: organisation } = await organisationPolicy(db);
  const own = await findPolicy(db, scheduleId);
  return { schedule, organisation, own, effective: tighten(organisation, own?.rules ?? null) };
}

const stale = () =>
  new AppError("stale", "Somebody has changed this policy since you opened it. Look at it again.");

/** Writes by compare-and-set on the version that was seen: of two at once, one is told. */
async function write(
  db: TenantDb,
  scheduleId: string | null,
  version: number,
  rules: Policy,
  now: number,
): Promise<void> {
  if (version > 0) {
    const { count } = await db.policy.updateMany({
      where: { scheduleId, version },
      data: { rules, version: version + 1, changedAt: new Date(now) },
    });
    if (count === 0) throw stale();
    return;
  }
  await db.policy
    .create({ data: { scheduleId, rules }, select: { id: true } })
    .catch((error: unknown) => {
      throw isTaken(error) ? stale() : error;
    });
}

function recordChange(
  context: Context,
  scheduleId: string | null,
  before: Policy | null,
  after: Policy | null,
): Promise<void> {
  return record(context, {
    action: "policy.changed",
    subject: scheduleId
      ? { kind: "schedule", id: scheduleId }
      : { kind: "organisation", id: context.actor.orgId },
    ...(scheduleId && { scheduleId }),
    body: { before, after },
  });
}

/**
 * Sets the policy of the organisation (`scheduleId` null) or of a schedule. Throws stale when it is not the
 * version that was seen any more, not_found when the schedule is gone.
 */
export async function savePolicy(
  context: Context,
  { scheduleId, version, rules }: StoredPolicy & { readonly scheduleId: string | null },
): Promise<void> {
  const { db, now } = context;
  if (
    scheduleId &&
    (await db.schedule.count({ where: { id: scheduleId, archivedAt: null } })) === 0
  ) {
    throw new AppError("not_found", "That schedule is not here any more.");
  }
  const before = await findPolicy(db, scheduleId);
  await write(db, scheduleId, version, rules, now);
  await recordChange(context, scheduleId, before?.rules ?? null, rules);
}

/** Takes a schedule's own policy away: the organisation's holds again. Throws stale as `savePolicy` does. */
export async function dropPolicy(
  context: Context,
  { scheduleId, version }: z.output<typeof dropPolicySchema>,
): Promise<void> {
  const before = await findPolicy(context.db, scheduleId);
  const { count } = await context.db.policy.deleteMany({ where: { scheduleId, version } });
  if (count === 0) throw stale();
  await recordChange(context, scheduleId, before?.rules ?? null, null);
}
