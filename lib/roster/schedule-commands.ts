import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { getSchedule, insertDraft } from "./draft-commands";
import { emptyDefinition } from "./draft-facts";
import type { addScheduleSchema } from "./draft-schema";

/** A new schedule, and the draft of its first revision. */
export async function addSchedule(
  context: Context,
  input: z.output<typeof addScheduleSchema>,
): Promise<{ scheduleId: string; draftId: string }> {
  const { actor, db } = context;
  if (!can(actor, "schedule.manage", input.teamId)) {
    throw new AppError("refused", "You may not make schedules for that team.", {
      teamId: ["Choose another team."],
    });
  }
  if ((await db.team.count({ where: { id: input.teamId } })) === 0) {
    throw new AppError("not_found", "That team is not here any more.");
  }
  const scheduleId = randomUUID();
  const { name, teamId, description, zone } = input;
  await db.schedule.create({
    data: { id: scheduleId, name, teamId, description },
    select: { id: true },
  });
  await record(context, {
    action: "schedule.created",
    subject: { kind: "schedule", id: scheduleId },
    scheduleId,
    body: { name, teamId },
  });
  const tier = { id: randomUUID(), name: "Primary", cover: "always", layers: [] } as const;
  const document = { ...emptyDefinition(zone), tiers: [tier] };
  const { draftId } = await insertDraft(context, {
    scheduleId,
    kind: "edit",
    title: "First roster",
    baseRevision: 0,
    document,
  });
  return { scheduleId, draftId };
}

/** Puts a schedule away: it answers no more, its history stays. */
export async function archiveSchedule(
  context: Context,
  { scheduleId }: { scheduleId: string },
): Promise<void> {
  const schedule = await getSchedule(context, scheduleId);
  if (!can(context.actor, "schedule.manage", schedule.teamId))
    throw new AppError("refused", "You may not archive this schedule.");
  const { count } = await context.db.schedule.updateMany({
    where: { id: scheduleId, archivedAt: null },
    data: { archivedAt: new Date(context.now) },
  });
  if (count === 0) throw new AppError("stale", "That schedule was archived already.");
  await record(context, {
    action: "schedule.archived",
    subject: { kind: "schedule", id: scheduleId },
    scheduleId,
    body: { at: context.now },
  });
}
