import type * as z from "zod";
import { AppError } from "@/lib/errors";
import { definitionHash } from "@/lib/log/definition-hash";
import { enqueueAll } from "@/lib/notify/outbox";
import type { Definition, Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import type { Json } from "@/lib/tenancy/rows";
import { zonesVersion } from "@/lib/zones/table";
import { diff } from "./diff";
import { changeDraft, refuse, reviewersOf } from "./draft-commands";
import {
  contributorsOf,
  documentsOf,
  type Effect,
  effectOf,
  factsAbout,
  getDraft,
  HORIZON,
  inSight,
  type LoadedDraft,
  reviewsOf,
  toFacts,
  toReviews,
} from "./draft-facts";
import { erasedIn } from "./draft-people";
import type { emergencySchema } from "./draft-schema";
import { namedAhead } from "./duties";
import type { Operation } from "./operations";
import { effectivePolicy } from "./policy-store";
import { findPublished } from "./published";
import { decideEmergency } from "./workflow";
import type { Waiver } from "./workflow-facts";
import { decidePublish, type PublishFacts, swapPartners } from "./workflow-publish";

/** What publishing is judged by, and what it was worked out from. */
export type Judged = {
  readonly facts: PublishFacts;
  readonly effect: Effect;
  readonly operations: readonly Operation[];
  readonly base: Definition;
  readonly edited: Definition;
  readonly reviews: Awaited<ReturnType<typeof reviewsOf>>;
};

/** Everything that publishing is judged by, as it is at this moment in this transaction. */
export async function publishFacts(
  context: Context,
  draft: LoadedDraft,
  seenVersion: number,
): Promise<Judged> {
  const { db, now } = context;
  const { base, edited } = await documentsOf(context, draft);
  const reviews = await reviewsOf(context, draft.id);
  const operations = diff(base, edited);
  const effect = effectOf(base, edited, await factsAbout(context, now, now + HORIZON), now);
  const acknowledged = await db.acknowledgement.findMany({
    where: { draftId: draft.id, draftVersion: draft.version },
    select: { personId: true },
  });
  const withAccount = await db.person.findMany({
    where: { id: { in: [...effect.affected] }, member: { removedAt: null } },
    select: { id: true },
  });
  const facts: PublishFacts = {
    ...toFacts(context, draft, seenVersion),
    baseRevision: draft.baseRevision,
    headRevision: draft.schedule.headRevision,
    mayPublish: await stillMay(context, draft, "schedule.publish"),
    contributors: contributorsOf(draft),
    erased: await erasedIn(context, namedAhead(edited, now)),
    reviews: toReviews(reviews),
    approvers: new Set(await reviewersOf(context, draft)),
    policy: await effectivePolicy(db, draft.scheduleId),
    findings: inSight(effect.findings, draft.submittedAt, now),
    waivers: draft.waivers as unknown as readonly Waiver[],
    affected: effect.affected,
    canAcknowledge: new Set(withAccount.map(({ id }) => id)),
    acknowledged: new Set(acknowledged.map(({ personId }) => personId)),
    firstChangeAt: effect.firstChangeAt,
    now,
    swapPartners: swapPartners(operations),
  };
  return { facts, effect, operations, base, edited, reviews };
}

/** Asks the database again, inside the transaction: a permission may have been taken since the request began. */
export async function stillMay(
  { actor, db }: Context,
  draft: LoadedDraft,
  permission: string,
): Promise<boolean> {
  const held = await db.grant.count({
    where: {
      memberId: actor.memberId,
      permission,
      member: { removedAt: null },
      OR: [{ teamId: null }, { teamId: draft.schedule.teamId }],
    },
  });
  return held > 0;
}

/** A draft whose turn it is, and the present: the instant from which what is published of it holds. */
type Held = { readonly context: Context; readonly draft: LoadedDraft };

/**
 * Takes the schedule's head and the draft, both by compare-and-set: from here on nobody else publishes this
 * schedule or changes this draft until the transaction ends. Then reads the draft again.
 */
async function lock(context: Context, draftId: string, seenVersion: number): Promise<Held> {
  const { db } = context;
  const before = await getDraft(context, draftId);
  const head = await db.schedule.updateMany({
    where: { id: before.scheduleId, headRevision: before.baseRevision, archivedAt: null },
    data: { headRevision: before.baseRevision + 1 },
  });
  if (head.count === 0) {
    // The head that moved may be this very draft's: of two publishers, the second came too late.
    const { status } = await getDraft(context, draftId);
    if (status === "published") {
      throw new AppError("stale", "This draft has just been published by somebody else.");
    }
    throw new AppError(
      "stale",
      "The schedule has changed since this draft began; bring the draft up to date first.",
    );
  }
  const turn = await changeDraft(context, { id: draftId, version: seenVersion }, {});
  const now = await holdsFrom(context, before, context.isStaged ? context.now : turn);
  const draft = await getDraft(context, draftId);
  const schedule = { ...draft.schedule, headRevision: before.baseRevision };
  return { context: { ...context, now }, draft: { ...draft, schedule } };
}

/** From when a new revision holds: from its turn on, but always after the one that it follows. The past stays in order. */
async function holdsFrom(context: Context, draft: LoadedDraft, turn: Instant): Promise<Instant> {
  const before = await findPublished(context, draft.scheduleId, draft.baseRevision);
  return before ? Math.max(turn, before.revision.from + 1) : turn;
}

async function write(
  { context, draft }: Held,
  { effect, operations, facts }: Judged,
  emergency: { words: string } | null,
): Promise<{ scheduleId: string; revision: number }> {
  const { actor, db, now } = context;
  const revision = draft.baseRevision + 1;
  const { scheduleId } = draft;
  await changeDraft(context, draft, { status: "published" });
  const { createdAt } = await db.revision.create({
    data: {
      scheduleId,
      number: revision,
      holdsFrom: new Date(now),
      definition: draft.document as Json,
      operations: operations as unknown as Json,
      zonesVersion,
      draftId: draft.id,
      publishedBy: actor.memberId,
      emergency: emergency !== null,
    },
    select: { createdAt: true },
  });
  await record(context, {
    action: "schedule.published",
    subject: { kind: "schedule", id: scheduleId },
    scheduleId,
    body: {
      draft: draft.id,
      revision,
      base: draft.baseRevision,
      holdsFrom: now,
      publishedAt: createdAt.getTime(),
      publishedBy: actor.memberId,
      zones: zonesVersion,
      definition: definitionHash(draft.document),
      operations,
      approvals: facts.reviews.filter(
        ({ version, decision }) => version === draft.version && decision === "approve",
      ),
      // Their words are in the reviews.
      waivers: facts.waivers.map(({ words: _, by: _by, ...finding }) => finding),
      emergency: emergency !== null,
    },
    ...(emergency && { details: { holderId: actor.memberId, value: emergency } }),
  });
  const told = effect.comparison.people.filter(
    ({ gained, lost }) => gained.length + lost.length > 0,
  );
  await enqueueAll(
    context,
    told.map(({ person, gained, lost }) => ({
      kind: "shifts-changed",
      scheduleId,
      revision,
      personId: person,
      emergency: emergency !== null,
      gained: gained.slice(0, 50),
      lost: lost.slice(0, 50),
    })),
  );
  return { scheduleId, revision };
}

/**
 * Publishes a draft: one transaction that takes the head, judges everything again, writes the revision, the
 * change log and the messages. Compare-and-set decides every race: of two publishers one gets here.
 */
export async function publishDraft(
  context: Context,
  input: { draftId: string; version: number },
): Promise<{ scheduleId: string; revision: number }> {
  const held = await lock(context, input.draftId, input.version);
  const judged = await publishFacts(held.context, held.draft, input.version);
  const decision = decidePublish(judged.facts);
  if (decision.kind === "refuse") return refuse(decision);
  return write(held, judged, null);
}

/** Publishes at once, without review, by a permission of its own; it is loud, and reviewed afterwards. */
export async function publishNow(
  context: Context,
  input: z.output<typeof emergencySchema>,
): Promise<{ scheduleId: string; revision: number }> {
  const held = await lock(context, input.draftId, input.version);
  const { draft } = held;
  const judged = await publishFacts(held.context, draft, input.version);
  const decision = decideEmergency({
    ...toFacts(context, draft, input.version),
    mayPublishInEmergency: await stillMay(context, draft, "schedule.emergency"),
    baseRevision: draft.baseRevision,
    headRevision: draft.schedule.headRevision,
    changes: judged.operations.length,
    erased: judged.facts.erased,
    words: input.words,
  });
  if (decision.kind === "refuse") return refuse(decision);
  const reviewers = await reviewersOf(context, draft);
  await enqueueAll(
    context,
    reviewers.map((memberId) => ({ kind: "review-wanted", draftId: draft.id, memberId })),
  );
  return write(held, judged, { words: input.words });
}
