import { DAY } from "@/lib/schedule/calendar";
import { gaps } from "@/lib/schedule/gaps";
import type { PersonId } from "@/lib/schedule/types";
import { can, canSomewhere, teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { Permission } from "@/lib/tenancy/permissions";
import { zones } from "@/lib/zones/table";
import { movedPeople } from "./draft-people";
import { namedAhead } from "./duties";
import { namedIn, ownPerson, peopleOf } from "./now";
import { answerAt } from "./now-answer";
import { findPublished, type Published, publishedHeads } from "./published";
import { unreviewed } from "./unreviewed";

const OPEN = ["editing", "submitted"];
const PAGE = 100;
const AHEAD = 14 * DAY;

/** The schedules that the actor may see, a page at a time, with what a glance should tell. */
export async function listSchedules(context: Context, page: number) {
  const { actor, db, now } = context;
  const where = { archivedAt: null, ...teamFilter(actor, "schedule.view") };
  const rows = await db.schedule.findMany({
    where,
    orderBy: [{ team: { name: "asc" } }, { name: "asc" }],
    skip: (page - 1) * PAGE,
    take: PAGE,
    select: {
      id: true,
      name: true,
      headRevision: true,
      team: { select: { id: true, name: true } },
      _count: { select: { drafts: { where: { status: { in: OPEN } } } } },
    },
  });
  const published = await publishedHeads(context, rows);
  const found = rows.map(({ _count, ...row }) => {
    const head = published.get(row.id);
    const tiers = head ? answerAt(head, now).tiers : [];
    return { ...row, drafts: _count.drafts, tiers, gaps: head ? gapsAhead(head, now) : 0 };
  });
  return {
    schedules: found,
    names: await namesOf(
      context,
      found.flatMap(({ tiers }) => namedIn(tiers)),
    ),
    total: await db.schedule.count({ where }),
    pageSize: PAGE,
    mayAdd: canSomewhere(actor, "schedule.manage"),
    teams: await db.team.count(),
  };
}

const counted = new WeakMap<Published, { readonly hour: number; readonly gaps: number }>();

/** How many times nobody is on call where somebody must be, in the coming two weeks; counted once an hour. */
function gapsAhead(published: Published, now: number): number {
  const hour = Math.floor(now / 3_600_000);
  const known = counted.get(published);
  if (known?.hour === hour) return known.gaps;
  const { roster, revision } = published;
  const count = gaps(roster, revision.definition, now, now + AHEAD, zones).length;
  counted.set(published, { hour, gaps: count });
  return count;
}

/** The names of these people; those put away are still named. */
export async function namesOf(
  { db }: Context,
  ids: Iterable<PersonId>,
): Promise<Record<PersonId, { readonly name: string }>> {
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return Object.fromEntries(people.map(({ id, name }) => [id, { name }]));
}

/** Those of these people whom the organisation's provider has deactivated, by name. */
function deactivatedIn({ db }: Context, ids: readonly PersonId[]) {
  return db.person.findMany({
    where: { id: { in: [...new Set(ids)] }, deactivatedAt: { not: null } },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}

/** What a new organisation does first, as far as the actor may; empty for those who only look. */
export async function firstSteps({ actor, db }: Context) {
  if (!canSomewhere(actor, "schedule.manage")) return [];
  const teams = await db.team.count();
  const people = await db.person.count({ where: { archivedAt: null } });
  const steps = [
    { kind: "team", path: "/teams", done: teams > 0, needs: "team.manage" },
    { kind: "people", path: "/people", done: people > 1, needs: "people.manage" },
    { kind: "schedule", path: "/schedules/new", done: false, needs: "schedule.manage" },
    { kind: "import", path: "/import", done: false, needs: "import.run" },
  ] as const;
  return steps.flatMap(({ needs, ...step }) => (canSomewhere(actor, needs) ? [step] : []));
}

/** The teams for which the actor may make schedules. */
export async function teamsForSchedules({ actor, db }: Context) {
  const { teamId } = teamFilter(actor, "schedule.manage");
  return db.team.findMany({
    where: teamId ? { id: teamId } : {},
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}

/** A schedule with who is on call now and what the actor may do; null if they may not see it. */
export async function findSchedule(context: Context, scheduleId: string) {
  const { actor, db, now } = context;
  const schedule = await db.schedule.findFirst({
    where: { id: scheduleId },
    select: {
      id: true,
      name: true,
      description: true,
      headRevision: true,
      archivedAt: true,
      team: { select: { id: true, name: true } },
      drafts: {
        where: { status: { in: OPEN } },
        orderBy: { changedAt: "desc" },
        take: 20,
        select: { id: true, title: true, status: true, author: { select: { name: true } } },
      },
    },
  });
  if (!schedule || !can(actor, "schedule.view", schedule.team.id)) return null;
  const head = await findPublished(context, schedule.id, schedule.headRevision);
  const answer = head && schedule.archivedAt === null ? answerAt(head, now) : null;
  const may = (permission: Permission): boolean =>
    schedule.archivedAt === null && can(actor, permission, schedule.team.id);
  return {
    ...schedule,
    head: head?.revision ?? null,
    zone: head?.revision.definition.zone ?? actor.zone,
    tiers: answer?.tiers ?? [],
    changesAt: answer?.changesAt ?? null,
    people: await peopleOf(context, namedIn(answer?.tiers ?? [])),
    me: await ownPerson(context),
    emergencies: await unreviewed(context, { id: schedule.id }),
    deactivated: head
      ? await deactivatedIn(context, namedAhead(head.revision.definition, now))
      : [],
    moved: head && may("schedule.edit") ? await movedPeople(context, head.revision.definition) : [],
    may: {
      edit: may("schedule.edit"),
      cover: head !== null && may("schedule.cover"),
      manage: may("schedule.manage"),
      policy: schedule.archivedAt === null && canSomewhere(actor, "settings.manage"),
    },
  };
}

export type FoundSchedule = NonNullable<Awaited<ReturnType<typeof findSchedule>>>;
