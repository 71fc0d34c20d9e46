import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Proposal } from "@/lib/planner/propose";
import type { PlanInput } from "@/lib/planner/types";
import { formatDay } from "@/lib/schedule/format";
import type { Definition, Interval, Override, PersonId } from "@/lib/schedule/types";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import type { Json } from "@/lib/tenancy/rows";
import { zones } from "@/lib/zones/table";
import { getSchedule, headOf, insertDraft } from "./draft-commands";
import { planInput } from "./plan-input";
import type { planSchema } from "./plan-schema";
import { inputSchema, proposalSchema } from "./plan-stored";
import { findSchedule } from "./schedule-queries";
import { crewOf } from "./schedule-queries-cover";
import { LIMITS } from "./schema-parts";

/** As many plans of an organisation wait or run; whoever comes later is told. */
const MOST_OPEN = 3;
const OPEN = ["queued", "running"];
/** Older ones do not count: whoever worked on them is gone. */
const FORGOTTEN_MS = 10 * 60_000;

/** Asks for a plan: keeps what it follows from, and queues it. */
export async function askForPlan(
  context: Context,
  { scheduleId, ...choices }: z.output<typeof planSchema>,
): Promise<{ planId: string; scheduleId: string }> {
  const { actor, db, now } = context;
  const schedule = await findSchedule(context, scheduleId);
  if (!schedule?.may.edit) throw new AppError("refused", "You may not edit this schedule.");
  if (!schedule.head) throw new AppError("conflict", "Publish a first roster, then plan it.");
  const since = new Date(now - FORGOTTEN_MS);
  if (
    (await db.plan.count({ where: { status: { in: OPEN }, createdAt: { gt: since } } })) >=
    MOST_OPEN
  )
    throw new AppError("busy", "Three plans are being made already. Wait for one, or stop it.");
  const crew = new Set((await crewOf(context, schedule)).map(({ id }) => id));
  if (!choices.people.every((id) => crew.has(id)))
    throw new AppError("invalid", "Somebody chosen is not in this team any more. Choose again.");
  const { definition } = schedule.head;
  if (!choices.tiers.every((id) => definition.tiers.some((tier) => tier.id === id)))
    throw new AppError("invalid", "A chosen tier is not here any more. Choose again.");
  const input = await planInput(context, scheduleId, definition, choices);
  const planId = randomUUID();
  await db.plan.create({
    data: {
      id: planId,
      scheduleId,
      memberId: actor.memberId,
      choices,
      input: input as unknown as Json,
      createdAt: new Date(now),
    },
    select: { id: true },
  });
  await record(context, {
    action: "plan.asked",
    subject: { kind: "plan", id: planId },
    scheduleId,
    body: { from: choices.from, weeks: choices.weeks, people: choices.people.length },
  });
  return { planId, scheduleId };
}

/** A plan of a schedule that the actor may edit. Throws not_found. */
export async function getPlan(context: Context, planId: string) {
  const plan = await context.db.plan.findFirst({
    where: { id: planId },
    include: { schedule: { select: { teamId: true } }, member: { select: { name: true } } },
  });
  if (!plan || !can(context.actor, "schedule.edit", plan.schedule.teamId))
    throw new AppError("not_found", "That plan does not exist, or you may not see it.");
  return plan;
}

/** Stops a plan that waits or is worked on; one that is done stays. */
export async function cancelPlan(
  context: Context,
  { planId }: { readonly planId: string },
): Promise<{ planId: string; scheduleId: string }> {
  const { scheduleId } = await getPlan(context, planId);
  const { count } = await context.db.plan.updateMany({
    where: { id: planId, status: { in: OPEN } },
    data: { status: "cancelled", finishedAt: new Date(context.now) },
  });
  if (count > 0)
    await record(context, {
      action: "plan.cancelled",
      subject: { kind: "plan", id: planId },
      scheduleId,
      body: {},
    });
  return { planId, scheduleId };
}

type Planned = Extract<Proposal, { kind: "proposed" }>["planned"];
type PlannedShift = Interval & { readonly people: readonly PersonId[] };

/** One tier's shifts; the same people in touching ones are one shift. */
function shiftsOf(input: PlanInput, { assignment }: Pick<Planned, "assignment">, tier: number) {
  const shifts: PlannedShift[] = [];
  input.steps.forEach(({ startsAt, endsAt }, step) => {
    const people = assignment[step]?.[tier] ?? [];
    const last = shifts.at(-1);
    if (last && last.endsAt === startsAt && last.people.join() === people.join()) {
      shifts[shifts.length - 1] = { ...last, endsAt };
    } else shifts.push({ startsAt, endsAt, people });
  });
  return shifts;
}

/**
 * A plan as temporary schedules, in each tier one for every stretch that is planned without a break:
 * between them the roster stays what it is. Long ones are cut where a definition's limit is.
 */
export function toOverrides(input: PlanInput, planned: Pick<Planned, "assignment">): Override[] {
  return input.tiers.flatMap(({ id }, tier) => {
    const stretches: PlannedShift[][] = [];
    for (const shift of shiftsOf(input, planned, tier)) {
      const last = stretches.at(-1);
      if (last && last.at(-1)?.endsAt === shift.startsAt && last.length < LIMITS.shifts)
        last.push(shift);
      else stretches.push([shift]);
    }
    return stretches.map(
      (shifts): Override => ({
        id: randomUUID(),
        kind: "temporary",
        target: { scope: "tier", id },
        startsAt: shifts[0]?.startsAt ?? 0,
        endsAt: shifts.at(-1)?.endsAt ?? 0,
        reason: "Planned",
        shifts,
      }),
    );
  });
}

/** Makes a plan a draft on what is published now. It goes through review like any other. */
export async function draftOfPlan(
  context: Context,
  { planId }: { readonly planId: string },
): Promise<{ draftId: string }> {
  const plan = await getPlan(context, planId);
  const proposal = proposalSchema.nullable().parse(plan.proposal);
  if (proposal?.kind !== "proposed")
    throw new AppError("conflict", "This plan has no proposal to make a draft of.");
  const input = inputSchema.parse(plan.input);
  const schedule = await getSchedule(context, plan.scheduleId);
  if (schedule.archivedAt) throw new AppError("conflict", "This schedule is archived.");
  const head = await headOf(context, schedule);
  if (!input.tiers.every(({ id }) => head.tiers.some((tier) => tier.id === id)))
    throw new AppError("conflict", "A planned tier is not there any more. Plan again.");
  const overrides = [...head.overrides, ...toOverrides(input, proposal.planned)];
  if (overrides.length > LIMITS.overrides)
    throw new AppError("conflict", "This schedule has too many overrides. Remove old ones first.");
  return insertDraft(context, {
    scheduleId: schedule.id,
    kind: "edit",
    title: titleOf(input, head),
    baseRevision: schedule.headRevision,
    document: { ...head, overrides },
  });
}

function titleOf({ steps }: PlanInput, { zone }: Definition): string {
  const [first, last] = [steps[0]?.startsAt ?? 0, steps.at(-1)?.endsAt ?? 0];
  return `Plan, ${formatDay(first, zones(zone))} to ${formatDay(last - 1, zones(zone))}`;
}
