import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import { enqueueAll } from "@/lib/notify/outbox";
import { fillHomes, takeHomes } from "@/lib/schedule/homes";
import type { Definition, Instant } from "@/lib/schedule/types";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { type Entry, record } from "@/lib/tenancy/log";
import type { DraftChange, Json } from "@/lib/tenancy/rows";
import { isZone } from "@/lib/zones/table";
import { diff } from "./diff";
import {
  documentsOf,
  emptyDefinition,
  getDraft,
  type LoadedDraft,
  mayOn,
  toFacts,
} from "./draft-facts";
import { directoryOf, movedPeople, requirePeople } from "./draft-people";
import type { openDraftSchema, rebaseSchema, saveDraftSchema } from "./draft-schema";
import { resolveConflicts } from "./merge";
import { findPublished } from "./published";
import { parseDefinition } from "./schema";
import { decideEdit, decideSubmit, decideWithdraw } from "./workflow";
import type { Refusal } from "./workflow-facts";

/** A decision's refusal as the error that a form shows. */
export function refuse({ reasons }: Refusal): never {
  const code = reasons[0].code === "stale" || reasons[0].code === "moved" ? "stale" : "refused";
  throw new AppError(code, reasons.map(({ message }) => message).join(" "));
}

const json = (definition: Definition): Json => definition as unknown as Json;

/** A document as the definition that it is. Throws invalid, with what is wrong and where. */
function requireDefinition(document: unknown): Definition {
  const parsed = parseDefinition(document, isZone);
  if (parsed.ok) return parsed.definition;
  const [problem] = parsed.problems;
  throw new AppError("invalid", `${problem?.message} (${problem?.path})`, {
    document: parsed.problems.map(({ path, message }) => `${path}: ${message}`),
  });
}

type NewDraft = {
  readonly scheduleId: string;
  readonly kind: "edit" | "cover" | "swap" | "import" | "revert";
  readonly title: string;
  readonly words?: string;
  readonly baseRevision: number;
  readonly document: Definition;
};

/** Writes a new draft of the actor's, in `editing`, and logs it. Throws invalid for a document that is no definition. */
export async function insertDraft(
  context: Context,
  draft: NewDraft,
): Promise<{ draftId: string; version: number }> {
  const { draftId, opened } = await writeDraft(context, draft);
  await record(context, opened);
  return { draftId, version: 1 };
}

/** The same for who has more to write before the log: gives back the entry that is to be recorded. */
export async function writeDraft(
  { actor, db }: Context,
  draft: NewDraft,
): Promise<{ draftId: string; opened: Entry }> {
  const draftId = randomUUID();
  const { document, ...rest } = draft;
  requireDefinition(document);
  await db.draft.create({
    data: { id: draftId, authorId: actor.memberId, editors: [], ...rest, document: json(document) },
    select: { id: true },
  });
  const opened: Entry = {
    action: "draft.opened",
    subject: { kind: "draft", id: draftId },
    scheduleId: draft.scheduleId,
    body: { kind: draft.kind, base: draft.baseRevision },
  };
  return { draftId, opened };
}

/**
 * Writes to a draft if it still is at the version, and in the status if one is given, that was decided on.
 * Submitting, withdrawing and publishing keep the version: who decided by a status must name it, or a draft
 * that was closed meanwhile opens again. Throws stale if it is not, not_found if there is no such draft.
 *
 * @returns when it was this draft's turn, by the database's clock: the lock of the organisation's log was held.
 */
export async function changeDraft(
  context: Context,
  { id, version, status }: Pick<LoadedDraft, "id" | "version"> & { readonly status?: string },
  data: DraftChange,
): Promise<Instant> {
  const [changed] = await context.db.draft.updateManyAndReturn({
    where: { id, version, ...(status && { status }) },
    data: { version, ...data },
    select: { changedAt: true },
  });
  if (changed) return changed.changedAt.getTime();
  await getDraft(context, id);
  throw new AppError("stale", "This draft has changed since you opened it; look at it again.");
}

/** A schedule that the actor may see. Throws not_found. */
export async function getSchedule({ actor, db }: Context, scheduleId: string) {
  const schedule = await db.schedule.findFirst({ where: { id: scheduleId } });
  if (!schedule || !can(actor, "schedule.view", schedule.teamId)) {
    throw new AppError("not_found", "That schedule does not exist, or you may not see it.");
  }
  return schedule;
}

/** What is published of a schedule now: the base of a new draft. */
export async function headOf(
  context: Context,
  schedule: { id: string; headRevision: number },
): Promise<Definition> {
  const head = await findPublished(context, schedule.id, schedule.headRevision);
  if (head) return head.revision.definition;
  const organisation = await context.db.organisation.findFirst({ select: { zone: true } });
  return emptyDefinition(organisation?.zone ?? "UTC");
}

/** Begins a draft from what is published now; on request with people's zones as the directory has them. */
export async function openDraft(
  context: Context,
  { scheduleId, homes }: z.output<typeof openDraftSchema>,
): Promise<{ draftId: string }> {
  const schedule = await getSchedule(context, scheduleId);
  if (!can(context.actor, "schedule.edit", schedule.teamId))
    throw new AppError("refused", "You may not edit this schedule.");
  const head = await headOf(context, schedule);
  const moved = homes ? await movedPeople(context, head) : [];
  const document = moved.length > 0 ? takeHomes(head, moved) : head;
  return insertDraft(context, {
    scheduleId,
    kind: "edit",
    title: `${homes ? "Time zones of" : "Change to"} ${schedule.name}`.slice(0, 80),
    baseRevision: schedule.headRevision,
    document,
  });
}

/** Saves the edited document. Of two editors of one version, the second is told. */
export async function saveDraft(
  context: Context,
  input: z.output<typeof saveDraftSchema>,
): Promise<{ version: number }> {
  const draft = await getDraft(context, input.draftId);
  const decision = decideEdit({
    ...toFacts(context, draft, input.version),
    mayEdit: mayOn(context, draft, "schedule.edit"),
  });
  if (decision.kind === "refuse") return refuse(decision);
  const definition = requireDefinition(input.document);
  const { base, edited } = await documentsOf(context, draft);
  await requirePeople(context, definition, [base, edited]);
  const document = fillHomes(definition, await directoryOf(context, definition));
  const { editors, authorId } = draft;
  const { memberId } = context.actor;
  await changeDraft(context, draft, {
    document: json(document),
    title: input.title,
    words: input.words,
    status: decision.status,
    version: decision.version,
    waivers: [],
    editors: memberId === authorId || editors.includes(memberId) ? editors : [...editors, memberId],
  });
  await record(context, {
    action: "draft.saved",
    subject: { kind: "draft", id: draft.id },
    scheduleId: draft.scheduleId,
    body: { version: decision.version },
  });
  return { version: decision.version };
}

/** Sends a draft to review and tells those who can review it. */
export async function submitDraft(
  context: Context,
  input: { draftId: string; version: number },
): Promise<void> {
  const draft = await getDraft(context, input.draftId);
  const { base, edited } = await documentsOf(context, draft);
  const decision = decideSubmit({
    ...toFacts(context, draft, input.version),
    mayEdit: mayOn(context, draft, "schedule.edit") || draft.authorId === context.actor.memberId,
    baseRevision: draft.baseRevision,
    headRevision: draft.schedule.headRevision,
    changes: diff(base, edited).length,
    blockers: [],
  });
  if (decision.kind === "refuse") refuse(decision);
  await changeDraft(context, draft, { status: "submitted", submittedAt: new Date(context.now) });
  const reviewers = await reviewersOf(context, draft);
  await enqueueAll(
    context,
    reviewers.map((memberId) => ({ kind: "review-wanted", draftId: draft.id, memberId })),
  );
  await record(context, {
    action: "draft.submitted",
    subject: { kind: "draft", id: draft.id },
    scheduleId: draft.scheduleId,
    body: { version: draft.version },
  });
}

/** Members who may approve the draft: they hold the permission for its team and had no hand in it. */
export async function reviewersOf({ db }: Context, draft: LoadedDraft): Promise<string[]> {
  const grants = await db.grant.findMany({
    where: {
      permission: "schedule.approve",
      member: { removedAt: null },
      OR: [{ teamId: null }, { teamId: draft.schedule.teamId }],
    },
    select: { memberId: true },
  });
  const own = new Set([draft.authorId, ...draft.editors]);
  return [...new Set(grants.map(({ memberId }) => memberId))].filter((id) => !own.has(id));
}

export async function withdrawDraft(
  context: Context,
  input: { draftId: string; version: number },
): Promise<void> {
  const draft = await getDraft(context, input.draftId);
  const decision = decideWithdraw({
    ...toFacts(context, draft, input.version),
    mayManage: mayOn(context, draft, "schedule.manage"),
  });
  if (decision.kind === "refuse") refuse(decision);
  await changeDraft(context, draft, { status: decision.status });
  await record(context, {
    action: "draft.withdrawn",
    subject: { kind: "draft", id: draft.id },
    scheduleId: draft.scheduleId,
    body: { version: draft.version },
  });
}

/**
 * Brings a draft up to date with what was published meanwhile. Conflicts are answered by `choices`; those
 * that are left make it fail, and the page shows them.
 */
export async function rebaseDraft(
  context: Context,
  input: z.output<typeof rebaseSchema>,
): Promise<{ version: number }> {
  const draft = await getDraft(context, input.draftId);
  const decision = decideEdit({
    ...toFacts(context, draft, input.version),
    mayEdit: mayOn(context, draft, "schedule.edit"),
  });
  if (decision.kind === "refuse") return refuse(decision);
  const { base, edited } = await documentsOf(context, draft);
  const merged = resolveConflicts(
    base,
    edited,
    await headOf(context, draft.schedule),
    input.choices,
  );
  if (!merged.ok)
    throw new AppError("conflict", "Both sides changed the same thing. Choose which one holds.");
  const document = fillHomes(merged.definition, await directoryOf(context, merged.definition));
  await changeDraft(context, draft, {
    document: json(document),
    baseRevision: draft.schedule.headRevision,
    status: decision.status,
    version: decision.version,
    waivers: [],
  });
  await record(context, {
    action: "draft.rebased",
    subject: { kind: "draft", id: draft.id },
    scheduleId: draft.scheduleId,
    body: { version: decision.version, base: draft.schedule.headRevision, choices: input.choices },
  });
  return { version: decision.version };
}
