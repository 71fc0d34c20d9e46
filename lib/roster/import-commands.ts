import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import { can, canEverywhere, teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { type Entry, record } from "@/lib/tenancy/log";
import { zones } from "@/lib/zones/table";
import { writeDraft } from "./draft-commands";
import { createPeople, knownPeople, requireFew } from "./import-directory";
import { type Plan, type PlannedSchedule, planImport } from "./import-plan";
import { proveAll } from "./import-proof";
import { type ImportReport, toReport } from "./import-report";
import type { runImportSchema } from "./import-schema";

/** @throws AppError refused, where the actor may not import. The doors ask as well; the command line has none. */
export function requireImport({ actor }: Pick<Context, "actor">): void {
  if (canEverywhere(actor, "import.run")) return;
  throw new AppError("refused", "You may not import. An owner can grant it.");
}

/**
 * Says what an import of this file would make, and how it compares with what the other system computed.
 * Writes nothing. Times in the report are in the actor's zone.
 *
 * @throws AppError invalid, with the reason, for a file that cannot be used.
 */
export async function previewImport(
  context: Context,
  text: string,
  clock?: () => number,
): Promise<ImportReport> {
  requireImport(context);
  const { actor, db, now } = context;
  const plan = await planHere(context, text);
  const schedules = await db.schedule.findMany({
    where: { archivedAt: null, ...teamFilter(actor, "schedule.view") },
    select: { name: true },
  });
  const proofs = await proveAll(plan, zones(actor.zone), now, clock);
  return toReport(plan, proofs, new Set(schedules.map(({ name }) => name)), actor.zone);
}

/**
 * Makes the people that are missing, a schedule for each of the file's in the team, and a draft of its first
 * roster. Publishes nothing. All in the caller's transaction: all of it or nothing.
 *
 * @throws AppError invalid for a file that cannot be used, refused where the actor may not.
 */
export async function runImport(
  context: Context,
  { text, teamId }: z.output<typeof runImportSchema>,
): Promise<{ readonly draftIds: readonly string[]; readonly people: number }> {
  requireImport(context);
  await requireTeam(context, teamId);
  const plan = await planHere(context, text);
  if (plan.schedules.length === 0) {
    throw new AppError("invalid", "None of the schedules in this file can come over.");
  }
  const people = await addMissing(context, plan, teamId);
  const made: Added[] = [];
  for (const schedule of plan.schedules) {
    made.push(await addDraft(context, schedule, teamId, plan));
  }
  // Last of all: whoever is a member here waits for the log while they sign in, wherever they go.
  await record(context, ...made.flatMap(({ entries }) => entries), {
    action: "import.drafted",
    subject: { kind: "team", id: teamId },
    body: {
      system: plan.system,
      schedules: made.map(({ scheduleId }) => scheduleId),
      drafts: made.map(({ draftId }) => draftId),
      refused: plan.refused.length,
      people,
    },
  });
  return { draftIds: made.map(({ draftId }) => draftId), people: people.length };
}

async function planHere(context: Context, text: string): Promise<Plan> {
  const plan = planImport(text, await knownPeople(context));
  requireFew(plan.people.filter(({ kind }) => kind === "new").length);
  return plan;
}

async function requireTeam({ actor, db }: Context, teamId: string): Promise<void> {
  const found = await db.team.count({ where: { id: teamId } });
  const may = can(actor, "schedule.manage", teamId) && can(actor, "schedule.edit", teamId);
  if (found === 1 && may) return;
  throw new AppError("refused", "You may not make schedules for that team.", {
    teamId: ["Choose another team."],
  });
}

/** Makes those who are new, in the team. Who imports gains no right over people that they lack otherwise. */
async function addMissing(context: Context, plan: Plan, teamId: string): Promise<string[]> {
  const missing = plan.people.filter(({ kind }) => kind === "new");
  if (missing.length > 0 && !can(context.actor, "people.manage", teamId)) {
    throw new AppError(
      "refused",
      "The file names people who are not here yet, and you may not add people to that team.",
      { teamId: ["Choose another team, or have the people added first."] },
    );
  }
  await createPeople(
    context,
    missing.map(({ id, name, zone, email }) => ({ id, name, zone, email, phone: null, teamId })),
  );
  return missing.map(({ id }) => id);
}

type Added = {
  readonly scheduleId: string;
  readonly draftId: string;
  /** To be recorded when all is written. */
  readonly entries: readonly Entry[];
};

async function addDraft(
  context: Context,
  { source, definition }: PlannedSchedule,
  teamId: string,
  { system }: Plan,
): Promise<Added> {
  const scheduleId = randomUUID();
  const { name } = source;
  await context.db.schedule.create({
    data: { id: scheduleId, name, teamId },
    select: { id: true },
  });
  const created: Entry = {
    action: "schedule.created",
    subject: { kind: "schedule", id: scheduleId },
    scheduleId,
    body: { name, teamId, imported: system },
  };
  const { draftId, opened } = await writeDraft(context, {
    scheduleId,
    kind: "import",
    title: `Import of ${name}`.slice(0, 80),
    baseRevision: 0,
    document: definition,
  });
  return { scheduleId, draftId, entries: [created, opened] };
}
