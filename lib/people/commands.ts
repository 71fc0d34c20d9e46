import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { newPersonId } from "@/lib/directory/person-id";
import { visiblePeople } from "@/lib/directory/visible";
import { AppError } from "@/lib/errors";
import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { type Entry, record } from "@/lib/tenancy/log";
import { isTaken } from "@/lib/tenancy/unique";
import { fromLocal } from "@/lib/zones/local";
import type {
  addPersonSchema,
  addTeamSchema,
  changePersonSchema,
  profileSchema,
  renameTeamSchema,
  timeOffSchema,
} from "./schema";
import { findDetails, setContact, setTeams } from "./store";

const mayManage = (actor: Actor) => (teamId: string) => can(actor, "people.manage", teamId);

/**
 * Throws unless the actor manages the person: by one of their teams, or everywhere. Refused for somebody whom they
 * see; else `gone`, as for nobody: a refusal would tell who is in other teams.
 */
export async function requireManaged(
  { actor, db }: Context,
  personId: string,
  gone = new AppError("not_found", "That person is not here any more."),
): Promise<void> {
  const here = { id: personId, archivedAt: null };
  const person = await db.person.findFirst({
    where: here,
    select: { teams: { select: { teamId: true } } },
  });
  if (!person) throw gone;
  if (canEverywhere(actor, "people.manage")) return;
  if (person.teams.some(({ teamId }) => can(actor, "people.manage", teamId))) return;
  if ((await db.person.count({ where: { ...here, AND: visiblePeople(actor) } })) === 0) throw gone;
  throw new AppError("refused", "You can only change people of teams that you manage.");
}

/** Adds somebody who can be on call. They need no account. */
export async function addPerson(
  context: Context,
  input: z.output<typeof addPersonSchema>,
): Promise<{ personId: string }> {
  const { actor, db } = context;
  const personId = await newPersonId(db);
  const teams = input.teams.filter(mayManage(actor));
  if (teams.length === 0 && !canEverywhere(actor, "people.manage")) {
    throw new AppError("invalid", "Choose a team that you manage.", {
      teams: ["Choose at least one team."],
    });
  }
  await db.person.create({
    data: { id: personId, name: input.name, zone: input.zone },
    select: { id: true },
  });
  await setContact(db, actor.orgId, personId, "phone", input.phone);
  await setContact(db, actor.orgId, personId, "email", input.email);
  await setTeams(db, personId, teams, () => true);
  await record(context, {
    action: "person.added",
    subject: { kind: "person", id: personId },
    body: { zone: input.zone, teams },
    details: {
      holderId: personId,
      value: { after: { name: input.name, phone: input.phone, email: input.email } },
    },
  });
  return { personId };
}

/** Changes a person's details. The log says what kind of detail changed; the detail is under the person's key. */
export async function changePerson(
  context: Context,
  input: z.output<typeof changePersonSchema>,
): Promise<void> {
  const { actor, db } = context;
  const { personId } = input;
  await requireManaged(context, personId);
  const before = await findDetails(db, actor.orgId, personId);
  await db.person.updateMany({
    where: { id: personId },
    data: { name: input.name, zone: input.zone },
  });
  const phone = await setContact(db, actor.orgId, personId, "phone", input.phone);
  const email = await setContact(db, actor.orgId, personId, "email", input.email);
  const teams = await setTeams(db, personId, input.teams, mayManage(actor));
  await record(context, {
    action: "person.changed",
    subject: { kind: "person", id: personId },
    body: { zone: input.zone, phone, email, ...teams },
    details: {
      holderId: personId,
      value: { before, after: await findDetails(db, actor.orgId, personId) },
    },
  });
}

/**
 * Changes the actor's own name in the organisation and, if they are a person on its roster, that person's
 * name, zone and contacts. The account itself is not a tenant's: the caller changes it.
 */
export async function changeMyself(
  context: Context,
  input: z.output<typeof profileSchema>,
): Promise<void> {
  const { actor, db } = context;
  const { name, zone } = input;
  const former = await db.member.findFirst({
    where: { id: actor.memberId, name: { not: name } },
    select: { name: true },
  });
  // Logged when all is written: whoever logs before holds the log's lock while waiting for another's row.
  const entries: Entry[] = [];
  if (former) {
    await db.member.updateMany({ where: { id: actor.memberId }, data: { name } });
    entries.push({
      action: "member.renamed",
      subject: { kind: "member", id: actor.memberId },
      body: {},
      details: { holderId: actor.memberId, value: { before: former, after: { name } } },
    });
  }
  const person = await db.person.findFirst({
    where: { memberId: actor.memberId, archivedAt: null },
    select: { id: true },
  });
  if (person) {
    const before = await findDetails(db, actor.orgId, person.id);
    await db.person.updateMany({ where: { id: person.id }, data: { name, zone } });
    const phone = await setContact(db, actor.orgId, person.id, "phone", input.phone);
    const email = await setContact(db, actor.orgId, person.id, "email", input.email);
    const after = await findDetails(db, actor.orgId, person.id);
    entries.push({
      action: "person.changed",
      subject: { kind: "person", id: person.id },
      body: { zone, phone, email },
      details: { holderId: person.id, value: { before, after } },
    });
  }
  await record(context, ...entries);
}

/** Puts a person away: no longer offered in editors. Where a roster still names them, its pages say so. */
export async function archivePerson(
  context: Context,
  { personId }: { personId: string },
): Promise<void> {
  await requireManaged(context, personId);
  const { count } = await context.db.person.updateMany({
    where: { id: personId, archivedAt: null },
    data: { archivedAt: new Date(context.now) },
  });
  if (count === 0) throw new AppError("stale", "That person was archived already.");
  await record(context, {
    action: "person.archived",
    subject: { kind: "person", id: personId },
    body: {},
  });
}

export async function addTeam(
  context: Context,
  input: z.output<typeof addTeamSchema>,
): Promise<{ teamId: string }> {
  const teamId = randomUUID();
  await context.db.team
    .create({ data: { id: teamId, name: input.name }, select: { id: true } })
    .catch(nameTaken);
  await record(context, {
    action: "team.added",
    subject: { kind: "team", id: teamId },
    body: { name: input.name },
  });
  return { teamId };
}

export async function renameTeam(
  context: Context,
  input: z.output<typeof renameTeamSchema>,
): Promise<void> {
  const before = await context.db.team.findFirst({
    where: { id: input.teamId },
    select: { name: true },
  });
  const { count } = await context.db.team
    .updateMany({ where: { id: input.teamId }, data: { name: input.name } })
    .catch(nameTaken);
  if (count === 0) throw new AppError("not_found", "That team is not here any more.");
  await record(context, {
    action: "team.renamed",
    subject: { kind: "team", id: input.teamId },
    body: { before, name: input.name },
  });
}

function nameTaken(error: unknown): never {
  if (isTaken(error))
    throw new AppError("conflict", "There is a team of that name.", {
      name: ["Taken. Choose another."],
    });
  throw error;
}

/** Notes when a person is away, so that drafts can be checked against it. Everybody may for themselves. */
export async function addTimeOff(
  context: Context,
  input: z.output<typeof timeOffSchema>,
): Promise<void> {
  const { actor, db } = context;
  const person = await db.person.findFirst({
    where: { id: input.personId, archivedAt: null },
    select: { memberId: true, zone: true },
  });
  if (!person) throw new AppError("not_found", "That person is not here any more.");
  if (person.memberId !== actor.memberId) await requireManaged(context, input.personId);
  const startsAt = fromLocal(input.from, person.zone);
  const endsAt = fromLocal(input.until, person.zone, "last");
  if (endsAt <= startsAt)
    throw new AppError("invalid", "The end must be after the start.", {
      until: ["After the start, please."],
    });
  const id = randomUUID();
  await db.timeOff.create({
    data: {
      id,
      personId: input.personId,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      note: input.note,
    },
    select: { id: true },
  });
  await record(context, {
    action: "time-off.added",
    subject: { kind: "person", id: input.personId },
    body: { id, startsAt, endsAt },
  });
}

export async function removeTimeOff(
  context: Context,
  { timeOffId }: { timeOffId: string },
): Promise<void> {
  const { actor, db } = context;
  const row = await db.timeOff.findFirst({
    where: { id: timeOffId },
    select: {
      personId: true,
      startsAt: true,
      endsAt: true,
      person: { select: { memberId: true } },
    },
  });
  const gone = new AppError("stale", "That time off was removed already.");
  if (!row) throw gone;
  if (row.person.memberId !== actor.memberId) await requireManaged(context, row.personId, gone);
  await db.timeOff.deleteMany({ where: { id: timeOffId } });
  await record(context, {
    action: "time-off.removed",
    subject: { kind: "person", id: row.personId },
    body: { id: timeOffId, startsAt: row.startsAt.getTime(), endsAt: row.endsAt.getTime() },
  });
}
