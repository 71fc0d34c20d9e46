import { AppError } from "@/lib/errors";
import { check, type Facts } from "@/lib/schedule/check";
import { compile, current } from "@/lib/schedule/compile";
import { type Comparison, compare } from "@/lib/schedule/diff";
import { lengthOf, subtract } from "@/lib/schedule/interval";
import type { Definition, Instant, PersonId } from "@/lib/schedule/types";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { Permission } from "@/lib/tenancy/permissions";
import type { Draft } from "@/lib/tenancy/rows";
import { zones } from "@/lib/zones/table";
import { findPublished, toDefinition } from "./published";
import type { DraftFacts } from "./workflow";
import type { DraftStatus, Finding, Review } from "./workflow-facts";

const DAY = 86_400_000;
/** How far ahead a change is judged: hours, findings, who is told. */
export const HORIZON = 90 * DAY;
const MIN_REST = 8 * 3_600_000;

const withSchedule = {
  schedule: {
    select: { id: true, name: true, teamId: true, headRevision: true, archivedAt: true },
  },
} as const;

/** A draft with its schedule. Not found for another organisation's, and for a team that the actor may not see. */
export async function getDraft({ actor, db }: Context, draftId: string) {
  const draft = await db.draft.findFirst({ where: { id: draftId }, include: withSchedule });
  if (!draft || !can(actor, "schedule.view", draft.schedule.teamId)) {
    throw new AppError("not_found", "That draft does not exist, or you may not see it.");
  }
  return draft;
}

export type LoadedDraft = Awaited<ReturnType<typeof getDraft>>;

export function mayOn(context: Context, draft: LoadedDraft, permission: Permission): boolean {
  return can(context.actor, permission, draft.schedule.teamId);
}

/** What every decision about the draft begins with. */
export function toFacts(context: Context, draft: LoadedDraft, seenVersion: number): DraftFacts {
  return {
    status: draft.status as DraftStatus,
    version: draft.version,
    seenVersion,
    member: context.actor.memberId,
    contributors: contributorsOf(draft),
  };
}

export function contributorsOf(draft: Pick<Draft, "authorId" | "editors">): string[] {
  return [...new Set([draft.authorId, ...draft.editors])];
}

/** A schedule before its first revision. */
export function emptyDefinition(zone: string): Definition {
  return { zone, tiers: [], overrides: [], calendars: [] };
}

/**
 * What the draft began from, and what it would make of it. Before the first revision that is nothing, in UTC
 * and not in the draft's own zone: so the first operations say the zone, and folding the log gives it back.
 */
export async function documentsOf(
  context: Context,
  draft: Pick<Draft, "scheduleId" | "baseRevision" | "document">,
): Promise<{ base: Definition; edited: Definition }> {
  const edited = toDefinition(draft.document);
  const base = await findPublished(context, draft.scheduleId, draft.baseRevision);
  return { base: base?.revision.definition ?? emptyDefinition("UTC"), edited };
}

/** What a roster cannot know of its people: who has no contact, who has left, who is away. */
export async function factsAbout(
  { actor, db }: Context,
  from: Instant,
  until: Instant,
): Promise<Facts> {
  const reachable = await db.person.findMany({
    // From support contacts are hidden: that somebody has none, it cannot know.
    where: { archivedAt: null, ...(!actor.support && { contacts: { some: {} } }) },
    select: { id: true },
  });
  const people = await db.person.findMany({ select: { id: true, deactivatedAt: true } });
  const known = new Set(reachable.map(({ id }) => id));
  const timeOff = await db.timeOff.findMany({
    where: { startsAt: { lt: new Date(until) }, endsAt: { gt: new Date(from) } },
    select: { personId: true, startsAt: true, endsAt: true },
  });
  return {
    unreachable: new Set(people.flatMap(({ id }) => (known.has(id) ? [] : [id]))),
    left: new Map(
      people.flatMap(({ id, deactivatedAt: at }) => (at ? [[id, at.getTime()] as const] : [])),
    ),
    timeOff: timeOff.map(({ personId, startsAt, endsAt }) => ({
      person: personId,
      startsAt: startsAt.getTime(),
      endsAt: endsAt.getTime(),
    })),
    minRestMs: MIN_REST,
  };
}

export type Effect = {
  readonly comparison: Comparison;
  /** Findings that the draft brings; what was wrong before is not its fault. */
  readonly findings: readonly Finding[];
  readonly affected: readonly PersonId[];
  readonly firstChangeAt: Instant | null;
};

/** What the draft does to the coming 90 days. */
export function effectOf(base: Definition, edited: Definition, facts: Facts, now: Instant): Effect {
  const [before, after] = [compile(current(base), zones), compile(current(edited), zones)];
  const until = now + HORIZON;
  const comparison = compare(before, after, now, until, zones, edited.zone);
  const had = check(before, base, now, until, zones, facts);
  const findings = check(after, edited, now, until, zones, facts).flatMap((finding) => {
    const same = had.filter(
      ({ kind, tier, person }) =>
        kind === finding.kind && tier === finding.tier && person === finding.person,
    );
    const fresh = subtract([finding], same);
    return lengthOf(fresh) > 0 ? fresh.map((interval) => ({ ...finding, ...interval })) : [];
  });
  const touched = comparison.people.filter(
    ({ gained, lost, moved }) => gained.length + lost.length + moved.length > 0,
  );
  const starts = comparison.changed.flatMap(({ intervals }) =>
    intervals.map(({ startsAt }) => startsAt),
  );
  return {
    comparison,
    findings,
    affected: touched.map(({ person }) => person),
    firstChangeAt: starts.length > 0 ? Math.min(...starts) : null,
  };
}

const STALE = 30 * DAY;

/**
 * Findings as far as could be seen when the draft was sent to review, though at least 60 days ahead: otherwise
 * the horizon, which moves on with every second, would uncover what nobody could have waived.
 */
export function inSight(
  findings: readonly Finding[],
  submittedAt: Date | null,
  now: Instant,
): Finding[] {
  const until = Math.max(submittedAt?.getTime() ?? now, now - STALE) + HORIZON;
  return findings
    .filter(({ startsAt }) => startsAt < until)
    .map((finding) => ({ ...finding, endsAt: Math.min(finding.endsAt, until) }));
}

/** The decisions on a draft, oldest first. */
export async function reviewsOf({ db }: Context, draftId: string) {
  return db.review.findMany({
    where: { draftId },
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      memberId: true,
      draftVersion: true,
      decision: true,
      words: true,
      createdAt: true,
      member: { select: { name: true } },
    },
  });
}

export function toReviews(rows: Awaited<ReturnType<typeof reviewsOf>>): Review[] {
  return rows.map(({ memberId, draftVersion, decision }) => ({
    member: memberId,
    version: draftVersion,
    decision: decision as Review["decision"],
  }));
}
