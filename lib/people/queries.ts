import * as z from "zod";
import { addressIndexes } from "@/lib/directory/address";
import { toContact } from "@/lib/directory/contact";
import { readContacts } from "@/lib/directory/read";
import { visiblePeople } from "@/lib/directory/visible";
import { type Actor, can, canEverywhere, teamFilter, teamsOf } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { rowIdSchema } from "@/lib/tenancy/row-id";

const SHOWN = 100;

/** The query string of the list of people. What does not parse is left out. */
export const peopleSearchSchema = z.object({
  q: z.string().trim().max(200).catch("").default(""),
  team: rowIdSchema.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type PeopleSearch = z.output<typeof peopleSearchSchema>;

const contacts = {
  orderBy: { position: "asc" as const },
  select: { id: true, kind: true, valueBox: true },
};

/** The teams of a person that the actor may see; of a person whom they share, not the others. */
function teamsSeen(actor: Actor) {
  return {
    where: teamFilter(actor, "schedule.view"),
    select: { team: { select: { id: true, name: true } } },
  };
}

/** By part of the name, or by a whole phone number or address: contacts are stored unreadably. */
function matching(orgId: string, { q, team }: PeopleSearch) {
  const values = (["phone", "email"] as const).flatMap((kind) => toContact(kind, q) ?? []);
  const named = { name: { contains: q, mode: "insensitive" as const } };
  const reached = values.map((value) => ({
    contacts: { some: { valueHash: { in: addressIndexes(orgId, value) } } },
  }));
  return [
    ...(q ? [{ OR: [named, ...reached] }] : []),
    ...(team ? [{ teams: { some: { teamId: team } } }] : []),
  ];
}

/** A page of the people an actor may see, with their contacts and teams, by name; and how many there are. */
export async function listPeople({ actor, db }: Context, search: PeopleSearch) {
  const where = { archivedAt: null, AND: [visiblePeople(actor), ...matching(actor.orgId, search)] };
  const people = await db.person.findMany({
    where,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    skip: (search.page - 1) * SHOWN,
    take: SHOWN,
    select: {
      id: true,
      name: true,
      zone: true,
      memberId: true,
      deactivatedAt: true,
      teams: teamsSeen(actor),
      contacts,
    },
  });
  const total = await db.person.count({ where });
  return {
    total,
    first: (search.page - 1) * SHOWN + 1,
    more: search.page * SHOWN < total,
    people: people.map(({ contacts: rows, teams, ...person }) => ({
      ...person,
      teams: teams.map(({ team }) => team),
      ...readContacts(actor.orgId, rows),
    })),
  };
}

/** Whether the actor may change the person: somebody of a team they manage people of, or anybody. */
export function mayManage(
  actor: Actor,
  person: { readonly teams: readonly { readonly id: string }[] },
): boolean {
  return (
    canEverywhere(actor, "people.manage") ||
    person.teams.some(({ id }) => can(actor, "people.manage", id))
  );
}

/** One person, with when they are away from now on; null if the actor may not see them. */
export async function findPerson({ actor, db, now }: Context, personId: string) {
  const person = await db.person.findFirst({
    where: { id: personId, AND: visiblePeople(actor) },
    select: {
      id: true,
      name: true,
      zone: true,
      memberId: true,
      archivedAt: true,
      deactivatedAt: true,
      erasedAt: true,
      teams: teamsSeen(actor),
      contacts,
    },
  });
  if (!person) return null;
  // A query of its own: of what is joined the database is asked for every column, and why somebody is away is not for
  // support.
  const timeOff = await db.timeOff.findMany({
    where: { personId, endsAt: { gt: new Date(now) } },
    orderBy: { startsAt: "asc" },
    select: { id: true, startsAt: true, endsAt: true, ...(!actor.support && { note: true }) },
  });
  const { contacts: rows, teams, ...rest } = person;
  return {
    ...rest,
    teams: teams.map(({ team }) => team),
    timeOff: timeOff.map((row) => ({
      ...row,
      note: row.note ?? "",
      startsAt: row.startsAt.getTime(),
      endsAt: row.endsAt.getTime(),
    })),
    ...readContacts(actor.orgId, rows),
  };
}

const counts = {
  select: {
    people: { where: { person: { archivedAt: null } } },
    schedules: { where: { archivedAt: null } },
  },
} as const;

/** The person that the actor is on the roster, or null. */
export async function findMe(context: Context) {
  const { actor, db } = context;
  const own = await db.person.findFirst({
    where: { memberId: actor.memberId, archivedAt: null },
    select: { id: true },
  });
  return own && findPerson(context, own.id);
}

/** One team with its people and schedules; null if the actor may not see it. */
export async function findTeam({ actor, db }: Context, teamId: string) {
  if (!can(actor, "schedule.view", teamId)) return null;
  const team = await db.team.findFirst({ where: { id: teamId }, select: { id: true, name: true } });
  if (!team) return null;
  const people = await db.person.findMany({
    where: { archivedAt: null, teams: { some: { teamId } } },
    orderBy: { name: "asc" },
    select: { id: true, name: true, zone: true },
  });
  const schedules = await db.schedule.findMany({
    where: { teamId, archivedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, description: true, headRevision: true },
  });
  return { ...team, people, schedules };
}

/** Every team that the actor may see, with how many people and schedules it has. */
export async function listTeams({ actor, db }: Context) {
  const all = canEverywhere(actor, "schedule.view");
  const teams = await db.team.findMany({
    where: all ? {} : { id: { in: teamsOf(actor, "schedule.view") } },
    orderBy: { name: "asc" },
    select: { id: true, name: true, _count: counts },
  });
  return teams.map(({ _count, ...team }) => ({ ...team, ..._count }));
}
