import * as z from "zod";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { getSchedule, insertDraft } from "./draft-commands";
import { findPublished } from "./published";

export const revertSchema = z.strictObject({
  scheduleId: rowIdSchema,
  number: z.coerce.number().pipe(z.int32().min(1)),
});

/**
 * Begins a draft that makes the schedule what it was in a former revision. It goes through review like any
 * other: what has been published since, overrides included, shows there as taken back.
 */
export async function draftOfRevision(
  context: Context,
  { scheduleId, number }: z.output<typeof revertSchema>,
): Promise<{ draftId: string }> {
  const schedule = await getSchedule(context, scheduleId);
  if (schedule.archivedAt || !can(context.actor, "schedule.edit", schedule.teamId)) {
    throw new AppError("refused", "You may not edit this schedule.");
  }
  if (number === schedule.headRevision) {
    throw new AppError("conflict", "That revision is the one that holds now.");
  }
  const former = await findPublished(context, scheduleId, number);
  if (!former) throw new AppError("not_found", "That revision does not exist.");
  return insertDraft(context, {
    scheduleId,
    kind: "revert",
    title: `Back to revision ${number}`,
    baseRevision: schedule.headRevision,
    document: former.revision.definition,
  });
}
