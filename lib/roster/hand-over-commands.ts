import * as z from "zod";
import { visiblePeople } from "@/lib/directory/visible";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { insertDraft, submitDraft } from "./draft-commands";
import { type Duty, dutiesOf } from "./duties";
import { handOver } from "./hand-over";

/** Who takes over; empty: nobody, and the gaps are seen in review. */
export const handOverSchema = z.strictObject({
  personId: rowIdSchema,
  by: z.union([rowIdSchema, z.literal("").transform(() => null)]),
});

/**
 * A draft for each schedule that needs the person, with somebody or nobody in their place, sent to review. For oneself it
 * takes what asking for cover takes, for others what editing takes. Throws refused where the actor may not, conflict when
 * nobody needs the person.
 */
export async function askToHandOver(
  context: Context,
  { personId, by }: z.output<typeof handOverSchema>,
): Promise<{ drafts: number }> {
  const { actor, db } = context;
  const person = await db.person.findFirst({
    where: { id: personId, erasedAt: null, AND: visiblePeople(actor) },
    select: { memberId: true },
  });
  if (!person) throw new AppError("not_found", "That person is not here any more.");
  const duties = await dutiesOf(context, personId);
  if (duties.length === 0) throw new AppError("conflict", "No published roster needs them.");
  const permission = person.memberId === actor.memberId ? "schedule.cover" : "schedule.edit";
  if (!duties.every(({ schedule }) => can(actor, permission, schedule.teamId)))
    throw new AppError(
      "refused",
      "You may not change every one of these schedules. Ask somebody who edits them.",
    );
  if (by !== null) await requireSuccessor(context, personId, by);
  for (const duty of duties) await propose(context, duty, personId, by);
  return { drafts: duties.length };
}

async function requireSuccessor({ actor, db }: Context, personId: string, by: string) {
  const there = { id: by, archivedAt: null, AND: visiblePeople(actor) };
  if (by !== personId && (await db.person.count({ where: there })) === 1) return;
  throw new AppError("invalid", "Choose somebody else of your organisation.", {
    by: ["Choose somebody else."],
  });
}

/** Its title names nobody: it stays when they are erased. */
async function propose(
  context: Context,
  { schedule, definition }: Duty,
  personId: string,
  by: string | null,
): Promise<void> {
  const draft = await insertDraft(context, {
    scheduleId: schedule.id,
    kind: "edit",
    title: by === null ? "Somebody leaves, and nobody takes over" : "Somebody takes over",
    baseRevision: schedule.headRevision,
    document: handOver(definition, personId, by),
  });
  await submitDraft(context, draft);
}
