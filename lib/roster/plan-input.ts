import { AppError } from "@/lib/errors";
import { addLoads, byKind, measure } from "@/lib/planner/measure";
import type { Kinds, Load, PlanInput, PlanPerson, Wish } from "@/lib/planner/types";
import type { LoadRules } from "@/lib/schedule/bands";
import { DAY, formatWallTime, HOUR, mod, parseTime } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import { clip, union } from "@/lib/schedule/interval";
import type { Definition, Instant, Interval, PersonId, Shift, Weekday } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { factsAbout } from "./draft-facts";
import { toLoadRules } from "./load-rules";
import { organisationLoadRules } from "./load-rules-store";
import { awayFrom, heldBy, shiftsElsewhere } from "./plan-busy";
import { stepsOf } from "./plan-grid";
import { MOST_SEATS, type PlanChoices } from "./plan-schema";
import { revisionsIn } from "./published";

/** So far around the span shifts matter: for rest, and for how many were held in a row. */
const AROUND = 28 * DAY;
const WISHES = { little: 0.25, evenly: 1, much: 4 } as const;
/** A new face costs a quarter of a shift's unevenness: enough to choose among plans that are alike. */
const FEW_HANDOFFS = 0.25;

function invalid(field: string, message: string): never {
  throw new AppError("invalid", message, { [field]: [message] });
}

/** The shifts to plan; throws invalid where there are none, too many, or they are past. */
function checkedSteps(definition: Definition, choices: PlanChoices, now: Instant): Interval[] {
  const steps = stepsOf(definition, choices);
  const [first] = steps;
  if (!first) invalid("grid", "Nobody is on call there at that time. Choose another grid.");
  if (first.startsAt <= now) invalid("from", "Choose a day to come.");
  if (steps.length * choices.people.length * choices.tiers.length > MOST_SEATS)
    invalid("weeks", "That is more than can be planned at once. Choose fewer weeks.");
  return steps;
}

const middleOf = ({ from, until }: LoadRules["night"]): string => {
  const start = parseTime(from);
  return formatWallTime(start + mod(parseTime(until) - start, DAY) / 2);
};

/** As the organisation counts; where it has named no holidays, those of the schedule's calendars. */
async function kindsOf({ db }: Context, { calendars }: Definition): Promise<Kinds> {
  const { night, weekend, holidays } = toLoadRules((await organisationLoadRules(db)).rules);
  const own = calendars.flatMap(({ days }) => days.map(({ date }) => date));
  return {
    nightAt: middleOf(night),
    weekend,
    holidays: [...new Set(holidays.length > 0 ? holidays : own)],
  };
}

async function wishesOf(
  { db }: Context,
  people: readonly PersonId[],
  span: Interval,
): Promise<Wish[]> {
  const rows = await db.wish.findMany({
    where: {
      personId: { in: [...people] },
      OR: [
        { weekday: { not: null } },
        { startsAt: { lt: new Date(span.endsAt) }, endsAt: { gt: new Date(span.startsAt) } },
      ],
    },
    orderBy: [{ personId: "asc" }, { createdAt: "asc" }, { id: "asc" }],
  });
  return rows.flatMap(({ id, personId, kind, weekday, startsAt, endsAt, weight }): Wish[] => {
    const base = {
      id,
      person: personId,
      weight,
      kind: kind === "prefers" ? kind : "avoids",
    } as const;
    if (weekday !== null) return [{ ...base, when: { weekday: weekday as Weekday } }];
    if (!startsAt || !endsAt) return [];
    return [{ ...base, when: { startsAt: startsAt.getTime(), endsAt: endsAt.getTime() } }];
  });
}

/** What somebody carried; null where they were not on call at all, as if new. */
function carriedBy(past: readonly Interval[], input: Kinds & Pick<PlanInput, "zone">) {
  if (past.length === 0) return null;
  const zone = zones(input.zone);
  return addLoads(past.map((held): Load => measure(held, zone, input)));
}

/**
 * Everything that a plan follows from: the choices of the form, and what the roster, time off and wishes
 * say. The roster of the weeks around is resolved with the revisions that hold there.
 */
export async function planInput(
  context: Context,
  scheduleId: string,
  definition: Definition,
  choices: PlanChoices,
): Promise<PlanInput> {
  const steps = checkedSteps(definition, choices, context.now);
  const span = { startsAt: steps[0]?.startsAt ?? 0, endsAt: steps.at(-1)?.endsAt ?? 0 };
  const since = span.startsAt - Math.max(AROUND, choices.history * 7 * DAY);
  const revisions = await revisionsIn(context, scheduleId, since, span.endsAt + AROUND);
  const shifts = compile(revisions, zones).resolve(since, span.endsAt + AROUND);
  const { timeOff } = await factsAbout(context, span.startsAt, span.endsAt);
  const rows = await context.db.person.findMany({
    where: { id: { in: choices.people }, archivedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, zone: true },
  });
  const base = { zone: definition.zone, ...(await kindsOf(context, definition)) };
  const wide = { startsAt: span.startsAt - AROUND, endsAt: span.endsAt + AROUND };
  const others = choices.elsewhere
    ? await shiftsElsewhere(context, scheduleId, choices.people, wide)
    : [];
  const elsewhere = [...shifts.filter(({ tier }) => !choices.tiers.includes(tier)), ...others];
  const pastFrom = span.startsAt - choices.history * 7 * DAY;
  const people = rows.map(({ id, zone }): PlanPerson => {
    const past = heldBy(shifts, id).map((one) => clip(one, pastFrom, span.startsAt));
    const outside = heldBy([...shifts, ...others], id).flatMap((one) => [
      clip(one, span.startsAt - AROUND, span.startsAt),
      clip(one, span.endsAt, span.endsAt + AROUND),
    ]);
    const off = timeOff.filter(({ person }) => person === id);
    return {
      id,
      zone,
      experienced: choices.experienced.includes(id),
      away: awayFrom(steps, choices.rest * HOUR, off, heldBy(elsewhere, id)),
      around: union(outside),
      carried: carriedBy(union(past), base),
    };
  });
  return {
    ...base,
    steps,
    tiers: choices.tiers.map((id) => ({ id, need: needOf(shifts, id, span) })),
    people,
    wishes: await wishesOf(
      context,
      people.map(({ id }) => id),
      span,
    ),
    limits: {
      restMs: choices.rest * HOUR,
      inARow: choices.inARow,
      perWeek: choices.perWeek,
      perMonth: choices.perMonth,
      experienced: choices.needsExperience ? 1 : 0,
    },
    weights: {
      ...byKind((kind) => (kind === "weekends" || kind === "holidays" ? 2 : 1)),
      wishes: WISHES[choices.wishes],
      handoffs: choices.handoffs === "few" ? FEW_HANDOFFS : 0,
    },
  };
}

/** As many as are on call together there now. */
function needOf(shifts: readonly Shift[], id: string, span: Interval): number {
  const own = shifts.filter(
    ({ tier, startsAt, endsAt }) => tier === id && startsAt < span.endsAt && endsAt > span.startsAt,
  );
  return Math.max(1, ...own.map(({ people }) => people.length));
}
