import { type Actor, can } from "./actor";
import type { TenantDb } from "./db";
import { isPermission, PERMISSIONS, type Permission } from "./permissions";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** More than any call names rows. */
const MOST = 50;

/** The teams through which each row that a call names can be reached; of rows that are put away, none is given. */
async function teamsOfRows(db: TenantDb, ids: readonly string[]): Promise<readonly string[][]> {
  const id = { in: [...ids] };
  const inSchedule = { where: { id }, select: { schedule: { select: { teamId: true } } } };
  const schedules = await db.schedule.findMany({
    where: { id, archivedAt: null },
    select: { teamId: true },
  });
  const drafts = await db.draft.findMany(inSchedule);
  const plans = await db.plan.findMany(inSchedule);
  const teams = await db.team.findMany({ where: { id }, select: { id: true } });
  const people = await db.person.findMany({
    where: { id, archivedAt: null },
    select: { teams: { select: { teamId: true } } },
  });
  return [
    ...schedules.map(({ teamId }) => [teamId]),
    ...[...drafts, ...plans].map(({ schedule }) => [schedule.teamId]),
    ...teams.map((team) => [team.id]),
    ...people.map((person) => person.teams.map(({ teamId }) => teamId)),
  ];
}

/**
 * Whether a call names a row that is there and that the actor does not reach: it is in no team in which they may see, or in
 * which they hold what the door asks for. `named` is all that the call says.
 */
export async function namesOutOfReach(
  db: TenantDb,
  actor: Pick<Actor, "grants">,
  requirement: string,
  named: unknown,
): Promise<boolean> {
  const ids = [...new Set(JSON.stringify(named)?.match(UUID) ?? [])].slice(0, MOST);
  if (ids.length === 0) return false;
  const asked: Permission[] =
    isPermission(requirement) && PERMISSIONS[requirement].team ? [requirement] : [];
  const reaches = (teamId: string) =>
    [...asked, "schedule.view" as const].every((name) => can(actor, name, teamId));
  const rows = await teamsOfRows(db, ids);
  return rows.some((teams) => !teams.some(reaches));
}
