import type { LoadRules } from "@/lib/schedule/bands";
import { compile } from "@/lib/schedule/compile";
import type { Duty } from "@/lib/schedule/duty";
import { type Held, heldIn, placesIn } from "@/lib/schedule/held";
import type { Interval, PersonId, Shift } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { Permission } from "@/lib/tenancy/permissions";
import { isZone, zones } from "@/lib/zones/table";
import { type StoredRules, toLoadRules } from "./load-rules";
import { organisationLoadRules } from "./load-rules-store";
import { revisionsOf } from "./published";
import type { ReportSearch } from "./report-span";

/** More schedules, or more parts of shifts, than one report counts. */
const MOST_SCHEDULES = 500;
const MOST_DUTIES = 40_000;

/** One person's part in a shift, with the schedule it is of and the revision that it came from. */
export type ReportDuty = Duty & { readonly of: ReportSchedule; readonly part: Held };

/** A schedule in a span: what held when, and what came out of it. */
export type ReportSchedule = {
  readonly id: string;
  readonly name: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly held: readonly Held[];
  readonly shifts: readonly Shift[];
};

/** Which schedules are counted: those for which the actor holds all of these permissions. */
export type Chosen = Pick<ReportSearch, "team" | "schedule"> & {
  readonly needs: readonly Permission[];
};

export type Counting = {
  readonly rules: LoadRules;
  readonly schedules: readonly ReportSchedule[];
  readonly duties: ReadonlyMap<string, readonly ReportDuty[]>;
  readonly names: ReadonlyMap<PersonId, string>;
};

/** Also those put away since: they were on call until then. */
async function schedulesIn({ actor, db }: Context, { startsAt }: Interval, chosen: Chosen) {
  return db.schedule.findMany({
    where: {
      headRevision: { gt: 0 },
      AND: [
        ...chosen.needs.map((permission) => teamFilter(actor, permission)),
        { OR: [{ archivedAt: null }, { archivedAt: { gt: new Date(startsAt) } }] },
        chosen.team ? { teamId: chosen.team } : {},
        chosen.schedule ? { id: chosen.schedule } : {},
      ],
    },
    orderBy: [{ team: { name: "asc" } }, { name: "asc" }, { id: "asc" }],
    take: MOST_SCHEDULES + 1,
    select: {
      id: true,
      name: true,
      archivedAt: true,
      team: { select: { id: true, name: true } },
    },
  });
}

/** The parts that people have in a schedule's shifts, each with the clock that counts. */
function dutiesIn(
  schedule: ReportSchedule,
  by: StoredRules["zone"],
  zoneOf: (person: PersonId) => string | undefined,
): ReportDuty[] {
  const placeOf = placesIn(schedule.held);
  const parts = new Map(schedule.held.map((part) => [part.revision.number, part]));
  return schedule.shifts.flatMap((shift) => {
    const part = parts.get(shift.because.revision);
    if (!part) return [];
    const there = part.revision.definition.zone;
    return [...new Set(shift.people)].map((person) => {
      const own = by === "person" ? zoneOf(person) : undefined;
      const zone = zones(own !== undefined && isZone(own) ? own : there);
      return { person, shift, place: placeOf(shift), zone, of: schedule, part };
    });
  });
}

/**
 * All duties in a span, by schedule, from what was published: each instant with the revision that held then,
 * the future with what is published now. The number of queries does not depend on the number of schedules.
 * Null when it is more than one report counts.
 */
export async function countSpan(
  context: Context,
  span: Interval,
  chosen: Chosen,
): Promise<Counting | null> {
  const rows = await schedulesIn(context, span, chosen);
  if (rows.length > MOST_SCHEDULES) return null;
  const { rules } = await organisationLoadRules(context.db);
  const ids = rows.map(({ id }) => id);
  const revisions = await revisionsOf(context, ids, span.startsAt, span.endsAt);
  const schedules: ReportSchedule[] = [];
  let duties = 0;
  for (const { archivedAt, ...row } of rows) {
    const until = Math.min(span.endsAt, archivedAt?.getTime() ?? span.endsAt);
    const own = revisions.get(row.id) ?? [];
    const shifts = compile(own, zones).resolve(span.startsAt, until);
    duties += shifts.reduce((sum, { people }) => sum + people.length, 0);
    if (duties > MOST_DUTIES) return null;
    schedules.push({ ...row, held: heldIn(own, span.startsAt, until), shifts });
  }
  const named = schedules.flatMap(({ shifts, held }) => [
    ...shifts.flatMap(({ people }) => people),
    ...held.flatMap(({ revision }) =>
      revision.definition.tiers.flatMap(({ layers }) =>
        layers.flatMap(({ rotation }) => rotation.turns.flatMap(({ people }) => people)),
      ),
    ),
  ]);
  const people = await context.db.person.findMany({
    where: { id: { in: [...new Set(named)] } },
    select: { id: true, name: true, zone: true },
  });
  const zoneOf = new Map(people.map(({ id, zone }) => [id, zone]));
  return {
    rules: toLoadRules(rules),
    schedules,
    duties: new Map(
      schedules.map((schedule) => [
        schedule.id,
        dutiesIn(schedule, rules.zone, (person) => zoneOf.get(person)),
      ]),
    ),
    names: new Map(people.map(({ id, name }) => [id, name])),
  };
}
