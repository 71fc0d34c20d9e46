import type * as z from "zod";
import { AppError } from "@/lib/errors";
import { enqueue } from "@/lib/notify/outbox";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import type { Json } from "@/lib/tenancy/rows";
import { changeDraft, refuse } from "./draft-commands";
import {
  contributorsOf,
  getDraft,
  type LoadedDraft,
  mayOn,
  reviewsOf,
  toFacts,
  toReviews,
} from "./draft-facts";
import type { reviewAfterwardsSchema, reviewSchema } from "./draft-schema";
import { ownPerson } from "./now";
import { publishFacts, stillMay } from "./publish";
import { decideReview } from "./workflow";
import type { Review, Waiver } from "./workflow-facts";

/** Approve, reject or ask for changes. `waiver` says why findings that need it are all right. */
export async function reviewDraft(
  context: Context,
  input: z.output<typeof reviewSchema>,
): Promise<void> {
  await changeDraft(context, { id: input.draftId, version: input.version }, {});
  const draft = await getDraft(context, input.draftId);
  const decision = decideReview({
    ...toFacts(context, draft, input.version),
    mayReview:
      (await stillMay(context, draft, "schedule.approve")) &&
      mayOn(context, draft, "schedule.approve"),
    decision: input.decision,
    words: input.words,
    reviews: toReviews(await reviewsOf(context, draft.id)),
  });
  if (decision.kind === "refuse") refuse(decision);
  const waivers =
    input.decision === "approve" && input.waiver ? await waive(context, draft, input.waiver) : null;
  await changeDraft(context, draft, { status: decision.status, ...(waivers && { waivers }) });
  await writeReview(context, draft, input, { waives: input.waiver !== "" }, input.waiver);
}

/** After an emergency: a reviewer says that it was right, or objects. It undoes nothing by itself. */
export async function reviewAfterwards(
  context: Context,
  input: z.output<typeof reviewAfterwardsSchema>,
): Promise<void> {
  const { actor, db } = context;
  const draft = await getDraft(context, input.draftId);
  // Of two by the same member at once, the second waits here, and then sees the first.
  await changeDraft(context, draft, {});
  const published = await db.revision.findFirst({
    where: { draftId: draft.id, emergency: true },
    select: { createdAt: true },
  });
  if (!published) throw new AppError("conflict", "This was not published in an emergency.");
  const may = await stillMay(context, draft, "schedule.approve");
  if (!may || contributorsOf(draft).includes(actor.memberId)) {
    throw new AppError("refused", "Somebody else who may review this schedule must do this.");
  }
  if (input.decision === "reject" && input.words === "") {
    throw new AppError("invalid", "Say what was wrong.", { words: ["Say what was wrong."] });
  }
  const own = {
    draftId: draft.id,
    memberId: actor.memberId,
    createdAt: { gt: published.createdAt },
  };
  if ((await db.review.count({ where: own })) > 0) {
    throw new AppError("stale", "You have said what you think of it already.");
  }
  await writeReview(context, draft, input, { afterwards: true });
}

/** Writes a decision, tells the author, and logs it; `more` joins the entry's body, words are under the reviewer's key. */
async function writeReview(
  context: Context,
  draft: LoadedDraft,
  { decision, words }: { decision: Review["decision"]; words: string },
  more: { waives: boolean } | { afterwards: true },
  waiver = "",
): Promise<void> {
  const { memberId } = context.actor;
  const { id: draftId, version, scheduleId } = draft;
  await context.db.review.create({
    data: { draftId, draftVersion: version, memberId, decision, words },
    select: { id: true },
  });
  await enqueue(context, { kind: "reviewed", draftId, memberId, decision });
  await record(context, {
    action: "draft.reviewed",
    subject: { kind: "draft", id: draftId },
    scheduleId,
    body: { version, decision, ...more },
    ...((words || waiver) && { details: { holderId: memberId, value: { words, waiver } } }),
  });
}

/** The draft's findings that need a waiver, each with these words. */
async function waive(context: Context, draft: LoadedDraft, words: string): Promise<Json> {
  const { facts } = await publishFacts(context, draft, draft.version);
  const waived = facts.findings.filter(({ kind }) => facts.policy.gates[kind] === "waiver");
  const by = context.actor.memberId;
  return waived.map((finding): Waiver => ({ ...finding, words, by })) as unknown as Json;
}

/** A person on the roster says that they know what a draft changes for them. */
export async function acknowledgeDraft(
  context: Context,
  input: { draftId: string; version: number },
): Promise<void> {
  const { db } = context;
  await changeDraft(context, { id: input.draftId, version: input.version }, {});
  const draft = await getDraft(context, input.draftId);
  const personId = await ownPerson(context);
  if (!personId)
    throw new AppError("refused", "Only people on the roster acknowledge its changes.");
  if (draft.status !== "editing" && draft.status !== "submitted") {
    throw new AppError("stale", "This draft is closed; there is nothing to acknowledge any more.");
  }
  const known = { draftId: draft.id, draftVersion: draft.version, personId };
  if ((await db.acknowledgement.count({ where: known })) > 0) return;
  await db.acknowledgement.create({ data: known, select: { personId: true } });
  await record(context, {
    action: "draft.acknowledged",
    subject: { kind: "draft", id: draft.id },
    scheduleId: draft.scheduleId,
    body: { version: draft.version, person: personId },
  });
}
