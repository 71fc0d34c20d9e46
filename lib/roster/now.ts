import { readContacts } from "@/lib/directory/read";
import type { Instant, Interval, PersonId, Revision } from "@/lib/schedule/types";
import { type Actor, teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { peopleIn } from "./draft-people";
import { answerAt, type NowAnswer, type NowTier } from "./now-answer";
import { publishedHeads } from "./published";

export type NowPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  /** The reader is support, from whom contacts are hidden. */
  readonly hidden: boolean;
  /** The organisation's provider says that they are gone. */
  readonly deactivated: boolean;
};

export type NowSchedule = {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly tiers: readonly NowTier[];
  /** What answers; null where nothing is published yet. */
  readonly revision: Revision | null;
};

/** When the viewer is on call, in which schedule: now, or next within two weeks. */
export type OwnTime = Interval & {
  readonly atLeast: boolean;
  readonly schedule: { readonly id: string; readonly name: string };
};

export type NowView = {
  readonly at: Instant;
  readonly schedules: readonly NowSchedule[];
  /** How many there are in all; more than are shown when the organisation is very large. */
  readonly total: number;
  readonly people: Readonly<Record<PersonId, NowPerson>>;
  /** Others whom an override around this moment names. */
  readonly others: Readonly<Record<PersonId, { readonly name: string }>>;
  /** The viewer's own person, if they are one. */
  readonly me: PersonId | null;
  /** The viewer's times, the first one first. */
  readonly mine: readonly OwnTime[];
  /** The next instant at which this answer changes, if within two weeks. */
  readonly changesAt: Instant | null;
};

/** More than anybody reads; beyond it the search asks the database. */
const SHOWN = 200;

function wanted(actor: Actor, search: string) {
  const like = { contains: search, mode: "insensitive" as const };
  return {
    archivedAt: null,
    ...teamFilter(actor, "schedule.view"),
    ...(search && { OR: [{ name: like }, { team: { name: like } }] }),
  };
}

async function schedulesOf({ actor, db }: Context, search: string) {
  const query = {
    orderBy: [{ team: { name: "asc" as const } }, { name: "asc" as const }],
    take: SHOWN + 1,
    select: {
      id: true,
      name: true,
      headRevision: true,
      team: { select: { id: true, name: true } },
    },
  };
  const rows = await db.schedule.findMany({ where: wanted(actor, ""), ...query });
  if (rows.length <= SHOWN) return { rows, total: rows.length };
  const found = search
    ? await db.schedule.findMany({ where: wanted(actor, search), ...query })
    : rows;
  return {
    rows: found.slice(0, SHOWN),
    total: await db.schedule.count({ where: wanted(actor, search) }),
  };
}

/**
 * Who is on call at this moment in the schedules that the actor may see, by team and name. `search` narrows
 * it only where there are more than a page shows.
 */
export async function whoIsOnCall(context: Context, search = ""): Promise<NowView> {
  const { rows, total } = await schedulesOf(context, search);
  const published = await publishedHeads(context, rows);
  const me = await ownPerson(context);
  const found = rows.map(({ headRevision: _head, ...row }) => {
    const head = published.get(row.id);
    return {
      row: {
        ...row,
        zone: head?.revision.definition.zone ?? "UTC",
        revision: head?.revision ?? null,
      },
      answer: head ? answerAt(head, context.now) : null,
    };
  });
  const changes = found.flatMap(({ answer }) => answer?.changesAt ?? []);
  return {
    at: context.now,
    schedules: found.map(({ row, answer }) => ({ ...row, tiers: answer?.tiers ?? [] })),
    total,
    people: await peopleOf(
      context,
      found.flatMap(({ answer }) => (answer ? namedIn(answer.tiers) : [])),
    ),
    others: await namesAround(
      context,
      found.flatMap(({ row, answer }) =>
        row.revision && answer ? exceptedAround(row.revision, answer.tiers, context.now) : [],
      ),
    ),
    me,
    mine:
      me === null ? [] : found.flatMap(({ row, answer }) => ownTime(answer, me, row)).sort(byStart),
    changesAt: changes.length > 0 ? Math.min(...changes) : null,
  };
}

function ownTime(
  answer: NowAnswer | null,
  me: PersonId,
  { id, name }: OwnTime["schedule"],
): OwnTime[] {
  const first = answer?.firsts.get(me);
  return first ? [{ ...first, schedule: { id, name } }] : [];
}

const byStart = (a: Interval, b: Interval): number =>
  a.startsAt - b.startsAt || b.endsAt - a.endsAt;

/** Everybody whom these tiers name. */
export function namedIn(tiers: readonly NowTier[]): PersonId[] {
  return tiers.flatMap(({ holders, next }) => [
    ...holders.map(({ person }) => person),
    ...(next?.people ?? []),
  ]);
}

/** The people in overrides that meet what holds now: an explanation may name them. */
function exceptedAround(
  { definition }: Revision,
  tiers: readonly NowTier[],
  at: Instant,
): PersonId[] {
  const held = tiers.flatMap(({ shifts }) => shifts);
  const from = Math.min(at, ...held.map(({ startsAt }) => startsAt));
  const until = Math.max(at, ...held.map(({ endsAt }) => endsAt));
  const overrides = definition.overrides.filter(
    (one) => one.startsAt <= until && one.endsAt >= from,
  );
  return peopleIn({ ...definition, tiers: [], overrides });
}

async function namesAround({ db }: Context, ids: readonly PersonId[]): Promise<NowView["others"]> {
  if (ids.length === 0) return {};
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return Object.fromEntries(people.map(({ id, name }) => [id, { name }]));
}

/** Names and contacts of these people, who are on schedules that the actor may see. */
export async function peopleOf(
  { actor, db }: Context,
  ids: readonly PersonId[],
): Promise<Record<PersonId, NowPerson>> {
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: {
      id: true,
      name: true,
      deactivatedAt: true,
      contacts: { orderBy: { position: "asc" }, select: { id: true, kind: true, valueBox: true } },
    },
  });
  return Object.fromEntries(
    people.map(({ id, name, deactivatedAt, contacts }) => [
      id,
      {
        id,
        name,
        deactivated: deactivatedAt !== null,
        hidden: actor.support !== undefined,
        ...readContacts(actor.orgId, contacts),
      },
    ]),
  );
}

/** The person that the actor is on the roster, or null. */
export async function ownPerson({ actor, db }: Context): Promise<PersonId | null> {
  const own = await db.person.findFirst({
    where: { memberId: actor.memberId },
    select: { id: true },
  });
  return own?.id ?? null;
}
