import { readContacts } from "@/lib/directory/read";
import type { Instant, PersonId, Shift } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { type Published, publishedHeads } from "./published";

export type NowPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
};

export type NowTier = {
  readonly id: string;
  readonly name: string;
  readonly shifts: readonly Shift[];
  /** Who comes after, when that is within two weeks. */
  readonly next: { readonly startsAt: Instant; readonly people: readonly PersonId[] } | null;
};

export type NowSchedule = {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly tiers: readonly NowTier[];
  /** Not published yet. */
  readonly empty: boolean;
};

export type NowView = {
  readonly at: Instant;
  readonly schedules: readonly NowSchedule[];
  readonly people: Readonly<Record<PersonId, NowPerson>>;
  /** The viewer's own person, if they are one. */
  readonly me: PersonId | null;
  /** The next instant at which this answer changes, if within two weeks. */
  readonly changesAt: Instant | null;
};

const AHEAD = 14 * 86_400_000;

function tiersAt({ revision, roster }: Published, at: Instant): NowTier[] {
  const held = roster.shiftsAt(at);
  const coming = roster.resolve(at, at + AHEAD).filter((shift) => shift.startsAt > at);
  return revision.definition.tiers.map(({ id, name }) => {
    const next = coming.find((shift) => shift.tier === id);
    return {
      id,
      name,
      shifts: held.filter((shift) => shift.tier === id),
      next: next ? { startsAt: next.startsAt, people: next.people } : null,
    };
  });
}

/** Who is on call at this moment in every schedule that the actor may see, by team and name. */
export async function whoIsOnCall(context: Context): Promise<NowView> {
  const { actor, db, now } = context;
  const rows = await db.schedule.findMany({
    where: { archivedAt: null, ...teamFilter(actor, "schedule.view") },
    orderBy: [{ team: { name: "asc" } }, { name: "asc" }],
    select: { id: true, name: true, headRevision: true, team: { select: { id: true, name: true } } },
  });
  const published = await publishedHeads(context, rows);
  const schedules = rows.map(({ headRevision, ...row }) => {
    const head = published.get(row.id);
    return {
      ...row,
      zone: head?.revision.definition.zone ?? "UTC",
      tiers: head ? tiersAt(head, now) : [],
      empty: headRevision === 0,
    };
  });
  const changes = [...published.values()].flatMap(({ roster }) => roster.nextChange(now) ?? []);
  const named = schedules.flatMap(({ tiers }) =>
    tiers.flatMap((tier) => [...tier.shifts.flatMap(({ people }) => people), ...(tier.next?.people ?? [])]),
  );
  return {
    at: now,
    schedules,
    people: await peopleOf(context, named),
    me: await ownPerson(context),
    changesAt: changes.length > 0 ? Math.min(...changes) : null,
  };
}

/** Names and contacts of these people, who are on schedules that the actor may see. */
export async function peopleOf({ actor, db }: Context, ids: readonly PersonId[]): Promise<Record<PersonId, NowPerson>> {
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, contacts: { orderBy: { position: "asc" }, select: { id: true, kind: true, valueBox: true } } },
  });
  return Object.fromEntries(
    people.map(({ id, name, contacts }) => [id, { id, name, ...readContacts(actor.orgId, contacts) }]),
  );
}

/** The person that the actor is on the roster, or null. */
export async function ownPerson({ actor, db }: Context): Promise<PersonId | null> {
  const own = await db.person.findFirst({ where: { memberId: actor.memberId }, select: { id: true } });
  return own?.id ?? null;
}
