import type { LoadRules } from "@/lib/schedule/bands";
import { compile, current } from "@/lib/schedule/compile";
import { type Comparison, compare } from "@/lib/schedule/diff";
import type { Definition, Instant, PersonId } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { diff } from "./diff";
import { headOf } from "./draft-commands";
import {
  contributorsOf,
  type Effect,
  factsAbout,
  getDraft,
  type LoadedDraft,
  mayOn,
} from "./draft-facts";
import { loadChanges, scoreOf } from "./draft-load";
import { peopleIn } from "./draft-people";
import { type ReviewSearch, type ReviewSpan, reviewSpanSchema, spanOfReview } from "./draft-span";
import { toLoadRules } from "./load-rules";
import { organisationLoadRules } from "./load-rules-store";
import { merge } from "./merge";
import { ownPerson } from "./now";
import { publishFacts } from "./publish";
import { namesOf } from "./schedule-queries";
import { summary, unreviewed } from "./unreviewed";
import { waitsFor } from "./waiting";
import { describe } from "./words";
import { type ConflictWords, describeConflicts } from "./words-conflict";
import { decidePublish, type PublishFacts, standingReviews } from "./workflow-publish";

/** Drafts by what they wait for: the viewer's decision, the viewer, others; then those published without review. */
export async function listDrafts(context: Context) {
  const { actor, db } = context;
  const schedule = { archivedAt: null, ...teamFilter(actor, "schedule.view") };
  const rows = { orderBy: { changedAt: "desc" as const }, take: 100, select: summary };
  const waiting = await db.draft.findMany({ where: waitsFor(actor), ...rows });
  const open = await db.draft.findMany({
    where: { schedule, status: { in: ["editing", "submitted"] } },
    ...rows,
  });
  const closed = await db.draft.findMany({
    where: { schedule, status: { in: ["published", "rejected", "withdrawn"] } },
    ...rows,
    take: 30,
  });
  const emergencies = await unreviewed(context, schedule);
  const ids = new Set([...waiting, ...emergencies].map(({ id }) => id));
  const rest = open.filter(({ id }) => !ids.has(id));
  return {
    waiting,
    emergencies,
    mine: rest.filter(({ authorId }) => authorId === actor.memberId),
    others: rest.filter(({ authorId }) => authorId !== actor.memberId),
    closed: closed.filter(({ id }) => !ids.has(id)),
  };
}

/** People's hours before and after, in the time that the reviewer looks at. */
function hoursOf(
  base: Definition,
  edited: Definition,
  span: ReviewSpan,
  rules: LoadRules,
): { from: Instant; until: Instant; comparison: Comparison } {
  const [before, after] = [compile(current(base), zones), compile(current(edited), zones)];
  const { startsAt: from, endsAt: until } = span;
  const comparison = compare(before, after, from, until, zones, edited.zone, rules);
  return { from, until, comparison };
}

/** The conflicts of a draft whose base has moved; empty when it can be brought up to date without a question. */
async function conflictsOf(
  context: Context,
  draft: LoadedDraft,
  base: Definition,
  edited: Definition,
  nameOf: (person: PersonId) => string,
): Promise<readonly ConflictWords[]> {
  const theirs = await headOf(context, draft.schedule);
  const merged = merge(base, edited, theirs);
  if (merged.ok) return [];
  const sides = { base, mine: edited, theirs };
  return describeConflicts(merged.conflicts, sides, nameOf, zones(edited.zone), context.now);
}

/** The edits in words. A first roster has a time zone from the start; that it "changes from UTC" is no news. */
function wordsOf(
  draft: LoadedDraft,
  base: Definition,
  edited: Definition,
  nameOf: (person: PersonId) => string,
  now: Instant,
): readonly string[] {
  const from = draft.baseRevision === 0 ? { ...base, zone: edited.zone } : base;
  return describe(diff(from, edited), from, nameOf, zones(edited.zone), now);
}

type Standing = Pick<PublishFacts, "mayPublish" | "acknowledged"> & {
  readonly me: PersonId | null;
  readonly reviewed: boolean;
  readonly emergency: boolean;
};

/** What the viewer may do about a draft: which buttons the page shows. The commands judge again. */
function mayOf(context: Context, draft: LoadedDraft, standing: Standing, effect: Effect) {
  const { me } = standing;
  const open = draft.status === "editing" || draft.status === "submitted";
  const own = contributorsOf(draft).includes(context.actor.memberId);
  const submitted = draft.status === "submitted";
  const approver = !own && mayOn(context, draft, "schedule.approve");
  const affected = me !== null && effect.affected.includes(me) && !standing.acknowledged.has(me);
  return {
    own,
    edit: open && mayOn(context, draft, "schedule.edit"),
    submit: draft.status === "editing" && (own || mayOn(context, draft, "schedule.edit")),
    review: submitted && approver,
    publish: submitted && standing.mayPublish,
    emergency: open && mayOn(context, draft, "schedule.emergency"),
    withdraw: open && (own || mayOn(context, draft, "schedule.manage")),
    acknowledge: open && affected,
    reviewAfterwards: standing.emergency && approver && !standing.reviewed,
  };
}

/** Everything that the review page shows of a draft, and what the viewer may do about it. */
export async function reviewOf(
  context: Context,
  draftId: string,
  search: ReviewSearch = reviewSpanSchema.parse({}),
) {
  const draft = await getDraft(context, draftId);
  const { db, now } = context;
  const { facts, effect, base, edited, reviews } = await publishFacts(
    context,
    draft,
    draft.version,
  );
  // Not everybody's: a viewer of one team gets the names that are before them.
  const shown = [base, edited, await headOf(context, draft.schedule)];
  const names = await namesOf(context, shown.flatMap(peopleIn));
  const me = await ownPerson(context);
  const rules = toLoadRules((await organisationLoadRules(db)).rules);
  const span = spanOfReview(search, effect.firstChangeAt ?? now, zones(edited.zone));
  const hours = hoursOf(base, edited, span, rules);
  const about = await factsAbout(context, span.startsAt, span.endsAt);
  const decision = decidePublish(facts);
  const open = draft.status === "editing" || draft.status === "submitted";
  const moved = open && draft.baseRevision !== draft.schedule.headRevision;
  const author = await db.member.findFirst({
    where: { id: draft.authorId },
    select: { name: true },
  });
  const emergency = await db.revision.findFirst({
    where: { draftId },
    select: { emergency: true, number: true, createdAt: true },
  });
  const nameOf = (id: string): string => names[id]?.name ?? "Somebody who left";
  return {
    draft: {
      id: draft.id,
      title: draft.title,
      words: draft.words,
      kind: draft.kind,
      status: draft.status,
      version: draft.version,
      changedAt: draft.changedAt.getTime(),
      author: author?.name ?? "Somebody who left",
      schedule: { id: draft.schedule.id, name: draft.schedule.name },
    },
    base,
    edited,
    sentences: wordsOf(draft, base, edited, nameOf, now),
    effect,
    hours,
    span,
    scores: {
      before: scoreOf(base, span, rules, about),
      after: scoreOf(edited, span, rules, about),
    },
    loads: loadChanges(base, edited, hours.from, hours.until, rules),
    gates: facts.policy.gates,
    waivers: facts.waivers,
    names,
    reviews: reviews.map(({ createdAt, member, ...review }) => ({
      ...review,
      at: createdAt.getTime(),
      name: member.name,
    })),
    approvals: {
      wanted: facts.policy.approvals,
      given: standingReviews(facts.reviews, draft.version, facts.contributors).filter(
        (review) => review.decision === "approve" && facts.approvers.has(review.member),
      ).length,
    },
    acknowledgement: {
      policy: facts.policy.acknowledgement,
      missing: effect.affected.filter((person) => !facts.acknowledged.has(person)),
    },
    reasons: decision.kind === "refuse" ? decision.reasons : [],
    moved,
    conflicts: moved ? await conflictsOf(context, draft, base, edited, nameOf) : [],
    revision: emergency,
    may: mayOf(
      context,
      draft,
      {
        ...facts,
        me,
        reviewed: reviews.some(
          ({ createdAt }) => emergency !== null && createdAt > emergency.createdAt,
        ),
        emergency: emergency?.emergency === true,
      },
      effect,
    ),
  };
}

export type ReviewView = Awaited<ReturnType<typeof reviewOf>>;
