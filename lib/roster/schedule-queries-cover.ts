import { DAY } from "@/lib/schedule/calendar";
import type { Instant, Interval, PersonId, Shift } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { factsAbout } from "./draft-facts";
import { peopleIn } from "./draft-people";
import { findPublished, publishedHeads } from "./published";
import type { FoundSchedule } from "./schedule-queries";
import { wholeShifts } from "./whole-shifts";

/** What a person does in a span: where they are on call then, and whether they are away. */
export type Availability = {
  readonly person: PersonId;
  readonly name: string;
  readonly onCall: readonly string[];
  readonly away: boolean;
  readonly unreachable: boolean;
};

const AHEAD = 60 * DAY;

/** The people of a schedule's team and of its roster, by name. */
export async function crewOf({ db }: Context, { team, head }: FoundSchedule) {
  const named = head ? peopleIn(head.definition) : [];
  return db.person.findMany({
    where: {
      archivedAt: null,
      OR: [{ teams: { some: { teamId: team.id } } }, { id: { in: named } }],
    },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}

/** Who of the crew is free in a span, as far as the team's schedules and their time off tell. Free ones first. */
export async function availability(
  context: Context,
  schedule: FoundSchedule,
  { startsAt, endsAt }: Interval,
): Promise<Availability[]> {
  const crew = await crewOf(context, schedule);
  const schedules = await context.db.schedule.findMany({
    where: { archivedAt: null, teamId: schedule.team.id },
    orderBy: { name: "asc" },
    take: 100,
    select: { id: true, name: true, headRevision: true },
  });
  const published = await publishedHeads(context, schedules);
  const busy = schedules.map(({ id, name }) => ({
    name,
    people: new Set(
      published
        .get(id)
        ?.roster.resolve(startsAt, endsAt)
        .flatMap(({ people }) => people),
    ),
  }));
  const { timeOff, unreachable } = await factsAbout(context, startsAt, endsAt);
  const away = new Set(timeOff.map(({ person }) => person));
  return crew
    .map(({ id, name }) => ({
      person: id,
      name,
      onCall: busy.flatMap((one) => (one.people.has(id) ? [one.name] : [])),
      away: away.has(id),
      unreachable: unreachable.has(id),
    }))
    .sort((a, b) => weightOf(a) - weightOf(b));
}

const weightOf = ({ onCall, away, unreachable }: Availability): number =>
  (away ? 4 : 0) + (unreachable ? 2 : 0) + (onCall.length > 0 ? 1 : 0);

/** The shifts of a schedule that are not over, for two months ahead. */
export async function shiftsAhead(
  context: Context,
  { id, headRevision }: FoundSchedule,
): Promise<Shift[]> {
  const head = await findPublished(context, id, headRevision);
  if (!head) return [];
  return wholeShifts(head.roster, context.now, context.now + AHEAD);
}

/** What is left of the person's present or next shift from the next whole minute on, or null. */
export function nextOwn(
  shifts: readonly Shift[],
  person: PersonId | null,
  now: Instant,
): Interval | null {
  const minute = Math.ceil(now / 60_000) * 60_000;
  const own = shifts.find(
    ({ people, endsAt }) => person !== null && people.includes(person) && endsAt > minute,
  );
  return own ? { startsAt: Math.max(own.startsAt, minute), endsAt: own.endsAt } : null;
}
