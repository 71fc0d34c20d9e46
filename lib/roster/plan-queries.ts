import type * as z from "zod";
import type { Shift } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { peopleIn } from "./draft-people";
import { gridOf } from "./plan-grid";
import { choicesSchema, type PlanChoices } from "./plan-schema";
import { GONE_MS, inputSchema, progressSchema, proposalSchema } from "./plan-stored";
import { findSchedule, namesOf } from "./schedule-queries";
import { crewOf } from "./schedule-queries-cover";

export type PlannedInput = z.output<typeof inputSchema>;
export type PlanProposal = z.output<typeof proposalSchema>;
export type PlannedMeasure = Extract<PlanProposal, { kind: "proposed" }>["planned"];

const FORGOTTEN_MS = 10 * 60_000;

/** What a form begins with: what was chosen last for this schedule, from the next sensible day on. */
async function beginWith(
  { db, now }: Context,
  schedule: NonNullable<Awaited<ReturnType<typeof findSchedule>>>,
  crew: readonly string[],
): Promise<PlanChoices | null> {
  const { head } = schedule;
  if (!head) return null;
  const fresh = gridOf(head.definition, now);
  const last = await db.plan.findFirst({
    where: { scheduleId: schedule.id },
    orderBy: { createdAt: "desc" },
    select: { choices: true },
  });
  const known = choicesSchema.safeParse(last?.choices);
  const tiers = head.definition.tiers.map(({ id }) => id);
  const [firstTier] = tiers;
  if (known.success) {
    const { people, ...kept } = known.data;
    return {
      ...kept,
      from: fresh.from,
      people: people.filter((id) => crew.includes(id)),
      tiers: kept.tiers.filter((id) => tiers.includes(id)),
    };
  }
  return {
    ...fresh,
    weeks: 4,
    tiers: firstTier === undefined ? [] : [firstTier],
    people: [...crew],
    experienced: [],
    needsExperience: false,
    elsewhere: false,
    rest: 11,
    inARow: null,
    perWeek: null,
    perMonth: null,
    history: 8,
    wishes: "evenly",
    handoffs: "any",
    seconds: 15,
  };
}

/** A plan as its page shows it; null if there is none, or it is another schedule's. */
async function findPlan({ db, now }: Context, scheduleId: string, planId: string) {
  const plan = await db.plan.findFirst({
    where: { id: planId, scheduleId },
    include: { member: { select: { name: true } } },
  });
  if (!plan) return null;
  const seen = plan.seenAt?.getTime() ?? now;
  const gone =
    (plan.status === "running" && now - seen > GONE_MS) ||
    (plan.status === "queued" && now - plan.createdAt.getTime() > FORGOTTEN_MS);
  const progress = progressSchema.safeParse(plan.progress);
  return {
    id: plan.id,
    by: plan.member.name,
    createdAt: plan.createdAt.getTime(),
    status: gone ? "failed" : plan.status,
    choices: choicesSchema.parse(plan.choices),
    input: inputSchema.parse(plan.input),
    progress: progress.success ? progress.data : null,
    proposal: proposalSchema.nullable().parse(plan.proposal),
  };
}

export type FoundPlan = NonNullable<Awaited<ReturnType<typeof findPlan>>>;

/** What the planner's page shows; null for who may not edit the schedule, or a plan that is not there. */
export async function planPage(context: Context, scheduleId: string, planId: string | undefined) {
  const schedule = await findSchedule(context, scheduleId);
  if (!schedule?.may.edit) return null;
  const crew = await crewOf(context, schedule);
  const plan = planId === undefined ? null : await findPlan(context, scheduleId, planId);
  if (planId !== undefined && !plan) return null;
  return {
    schedule,
    crew,
    plan,
    tiers: schedule.head?.definition.tiers.map(({ id, name }) => ({ id, name })) ?? [],
    begin: await beginWith(
      context,
      schedule,
      crew.map(({ id }) => id),
    ),
    names: await namesOf(context, [
      ...(plan?.input.people.map(({ id }) => id) ?? []),
      ...(plan && schedule.head ? peopleIn({ ...schedule.head.definition, tiers: [] }) : []),
    ]),
  };
}

export type PlanPage = NonNullable<Awaited<ReturnType<typeof planPage>>>;

/** A proposal as shifts, for the components that show a roster. */
export const toShifts = ({ steps, tiers }: PlannedInput, { assignment }: PlannedMeasure): Shift[] =>
  steps.flatMap((step, i) =>
    tiers.map(({ id }, tier) => ({
      ...step,
      tier: id,
      people: assignment[i]?.[tier] ?? [],
      because: { revision: 0, layer: null, turn: null, overrides: [] },
    })),
  );
