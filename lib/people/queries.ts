import { type Actor, canEverywhere, teamsOf } from "@/lib/tenancy/actor";
import { readContacts } from "@/lib/directory/read";
import type { Context } from "@/lib/tenancy/context";


const contacts = { orderBy: { position: "asc" as const }, select: { id: true, kind: true, valueBox: true } };

/** A filter for the people an actor may see: those of their teams, themselves, or everybody. */
function visible(actor: Actor) {
  if (canEverywhere(actor, "schedule.view")) return {};
  return {
    OR: [{ memberId: actor.memberId }, { teams: { some: { teamId: { in: teamsOf(actor, "schedule.view") } } } }],
  };
}

/** The people an actor may see, with their contacts and teams, by name. */
export async function listPeople({ actor, db }: Context) {
  const people = await db.person.findMany({
    where: { archivedAt: null, AND: visible(actor) },
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      zone: true,
      memberId: true,
      teams: { select: { team: { select: { id: true, name: true } } } },
      contacts,
    },
  });
  return people.map(({ contacts: rows, teams, ...person }) => ({
    ...person,
    teams: teams.map(({ team }) => team),
    ...readContacts(actor.orgId, rows),
  }));
}

/** One person, with when they are away from now on; null if the actor may not see them. */
export async function findPerson({ actor, db, now }: Context, personId: string) {
  const person = await db.person.findFirst({
    where: { id: personId, AND: visible(actor) },
    select: {
      id: true,
      name: true,
      zone: true,
      memberId: true,
      archivedAt: true,
      teams: { select: { team: { select: { id: true, name: true } } } },
      contacts,
      timeOff: {
        where: { endsAt: { gt: new Date(now) } },
        orderBy: { startsAt: "asc" },
        select: { id: true, startsAt: true, endsAt: true, note: true },
      },
    },
  });
  if (!person) return null;
  const { contacts: rows, teams, timeOff, ...rest } = person;
  return {
    ...rest,
    teams: teams.map(({ team }) => team),
    timeOff: timeOff.map((row) => ({ ...row, startsAt: row.startsAt.getTime(), endsAt: row.endsAt.getTime() })),
    ...readContacts(actor.orgId, rows),
  };
}

/** Every team with how many people and schedules it has. */
export async function listTeams({ actor, db }: Context) {
  const all = canEverywhere(actor, "schedule.view");
  const teams = await db.team.findMany({
    where: all ? {} : { id: { in: teamsOf(actor, "schedule.view") } },
    orderBy: { name: "asc" },
    select: { id: true, name: true, _count: { select: { people: true, schedules: true } } },
  });
  return teams.map(({ _count, ...team }) => ({ ...team, ..._count }));
}
