import type { LoadRules } from "@/lib/schedule/bands";
import { dateOf, monthNumber } from "@/lib/schedule/calendar";
import { type Carried, shareOut } from "@/lib/schedule/fair";
import { type Counted, countByPerson, type PersonLoad, toLoad } from "@/lib/schedule/load";
import { type Quality, quality } from "@/lib/schedule/quality";
import type { PersonId } from "@/lib/schedule/types";
import { type Actor, can, canSomewhere, teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { Permission } from "@/lib/tenancy/permissions";
import { zones } from "@/lib/zones/table";
import { factsAbout } from "./draft-facts";
import { ownPerson } from "./now";
import { type Counting, countSpan, type ReportDuty, type ReportSchedule } from "./report-count";
import { type ReportSearch, type ReportSpan, spanOfSearch } from "./report-span";

/** Who plans, reviews or pays sees everybody's figures in those teams; others see their own. */
const WIDER: readonly Permission[] = [
  "schedule.edit",
  "schedule.approve",
  "schedule.manage",
  "people.manage",
  "report.export",
];

const seesAll = (actor: Actor, teamId: string): boolean =>
  WIDER.some((permission) => can(actor, permission, teamId));

/** One person's row. Shares are 0 to 1; `months` are milliseconds, for each month of the report. */
export type ReportRow = {
  readonly person: { readonly id: PersonId; readonly name: string };
  readonly load: PersonLoad;
  /** Of the points of the schedules of the report, each counted alone; null where there are none. */
  readonly share: number | null;
  readonly fair: number | null;
  readonly months: readonly number[];
};

export type ReportQuality = Pick<ReportSchedule, "id" | "name" | "team"> & {
  readonly quality: Quality | null;
  readonly tiers: Readonly<Record<string, string>>;
};

type Judged = ReportQuality & { readonly carried: readonly Carried[] };

const monthOf = (day: number): number => monthNumber(dateOf(day));

function monthsOf({ pieces }: Counted, months: readonly number[]): readonly number[] {
  const totals = new Map<number, number>();
  for (const { day, startsAt, endsAt } of pieces) {
    const month = Math.min(Math.max(monthOf(day), months[0] ?? 0), months.at(-1) ?? 0);
    totals.set(month, (totals.get(month) ?? 0) + endsAt - startsAt);
  }
  return months.map((month) => totals.get(month) ?? 0);
}

/** The months that a span touches, counted by `monthNumber`. */
function monthsIn({ first, last }: ReportSpan): number[] {
  const number = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const start = number(first);
  return Array.from({ length: number(last) - start + 1 }, (_, i) => start + i);
}

async function judge(
  context: Context,
  span: ReportSpan,
  { schedules, duties, rules }: Counting,
): Promise<Judged[]> {
  const facts = await factsAbout(context, span.startsAt, span.endsAt);
  return schedules.map(({ id, name, team, held, shifts }) => {
    const counted = countByPerson(duties.get(id) ?? [], rules);
    const tiers = held.flatMap(({ revision }) =>
      revision.definition.tiers.map((tier) => [tier.id, tier.name] as const),
    );
    return {
      id,
      name,
      team,
      quality: quality({ held, shifts, counted }, zones, facts),
      tiers: Object.fromEntries(tiers),
      carried: shareOut(counted, held),
    };
  });
}

function sharesOf(judged: readonly Judged[]) {
  const all = judged.flatMap(({ carried }) => carried);
  const total = all.reduce((sum, { points }) => sum + points, 0);
  const shares = new Map<PersonId, { share: number; fair: number }>();
  for (const { person, points, fair } of total > 0 ? all : []) {
    const had = shares.get(person) ?? { share: 0, fair: 0 };
    shares.set(person, { share: had.share + points / total, fair: had.fair + fair / total });
  }
  return shares;
}

/** What the actor may see of a quality: nothing that names others where they see only themselves. */
function withoutOthers(quality: Quality, me: PersonId | null): Quality {
  const improvements = quality.improvements
    .filter((one) => one.kind === "gap" || one.person === me)
    .map((one) => (one.kind === "overload" ? { ...one, others: null } : one));
  return { ...quality, improvements };
}

function rowsOf(
  duties: readonly ReportDuty[],
  rules: LoadRules,
  span: ReportSpan,
  judged: readonly Judged[],
  names: Counting["names"],
): ReportRow[] {
  const months = monthsIn(span);
  const shares = sharesOf(judged);
  return countByPerson(duties, rules)
    .map((counted) => ({
      person: { id: counted.person, name: names.get(counted.person) ?? "Somebody who left" },
      load: toLoad(counted, rules),
      share: shares.get(counted.person)?.share ?? null,
      fair: shares.get(counted.person)?.fair ?? null,
      months: monthsOf(counted, months),
    }))
    .sort((a, b) => b.load.points - a.load.points || a.person.name.localeCompare(b.person.name));
}

/** The teams and schedules that a report can be narrowed to. */
async function choicesOf({ actor, db }: Context) {
  const filter = teamFilter(actor, "schedule.view");
  const order = { orderBy: { name: "asc" as const }, select: { id: true, name: true } };
  return {
    teams: await db.team.findMany({ where: filter.teamId ? { id: filter.teamId } : {}, ...order }),
    schedules: await db.schedule.findMany({ where: filter, ...order, take: 500 }),
  };
}

/**
 * Hours by kind, shares and quality in a span, of what the actor may see: everybody's in the teams where they
 * plan, review or pay, elsewhere their own. `report` is null when it is more than one page counts.
 */
export async function reportOf(context: Context, search: ReportSearch) {
  const { actor, db, now } = context;
  const organisation = await db.organisation.findFirst({ select: { zone: true } });
  const zone = zones(organisation?.zone ?? "UTC");
  const span = spanOfSearch(search, zone, now);
  const { team, schedule } = search;
  const counting = await countSpan(context, span, { team, schedule, needs: ["schedule.view"] });
  const frame = {
    span,
    zone: zone.name,
    months: monthsIn(span),
    mayExport: canSomewhere(actor, "report.export"),
    ...(await choicesOf(context)),
  };
  if (!counting) return { ...frame, report: null };
  const me = await ownPerson(context);
  const judged = await judge(context, span, counting);
  const open = new Set(
    counting.schedules.filter(({ team: { id } }) => seesAll(actor, id)).map(({ id }) => id),
  );
  const seen = [...counting.duties.values()]
    .flat()
    .filter(({ of, person }) => open.has(of.id) || person === me);
  return {
    ...frame,
    report: {
      rules: counting.rules,
      rows: rowsOf(seen, counting.rules, span, judged, counting.names),
      ownOnly: open.size < counting.schedules.length,
      schedules: judged.map(
        ({ carried: _carried, ...one }): ReportQuality => ({
          ...one,
          quality: one.quality && !open.has(one.id) ? withoutOthers(one.quality, me) : one.quality,
        }),
      ),
      names: Object.fromEntries([...counting.names].map(([id, name]) => [id, { name }])),
    },
  };
}

export type ReportView = Awaited<ReturnType<typeof reportOf>>;
