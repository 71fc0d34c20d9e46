import * as z from "zod";
import { readContacts } from "@/lib/directory/read";
import { AppError } from "@/lib/errors";
import { dateOf, HOUR, monthNumber, parseDate } from "@/lib/schedule/calendar";
import { timeByBand } from "@/lib/schedule/duty";
import { formatWithOffset } from "@/lib/schedule/format";
import { type Counted, countByPerson, toLoad } from "@/lib/schedule/load";
import type { PersonId } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { originWords } from "./explain";
import { type Counting, countSpan, type ReportDuty } from "./report-count";
import { type Cell, toCsv } from "./report-csv";
import { daysSpan, monthsSpan, type ReportSpan, spanProblem } from "./report-span";
import { dateSchema } from "./schema-parts";

/**
 * What to export: a month as YYYY-MM, or the days from `from` until `until`, both included. Nothing is guessed:
 * what does not parse is refused, since people are paid by it.
 */
export const reportExportSchema = z
  .object({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write the month as 2026-05.")
      .optional(),
    from: dateSchema.optional(),
    until: dateSchema.optional(),
    team: z.union([rowIdSchema, z.literal("")]).optional(),
    schedule: z.union([rowIdSchema, z.literal("")]).optional(),
    /** A line for each shift of a person, or one for each person. */
    lines: z.enum(["shifts", "people"]).default("shifts"),
    bom: z.enum(["0", "1"]).default("0"),
  })
  .refine(
    ({ month, from, until }) =>
      (month !== undefined) !== (from !== undefined && until !== undefined),
    "Say either month=2026-05, or from=2026-05-01 and until=2026-05-31.",
  );
type ExportInput = z.output<typeof reportExportSchema>;

type Person = { readonly name: string; readonly email: string };

const SHIFT_HEAD = [
  "person",
  "person_id",
  "email",
  "team",
  "schedule",
  "schedule_id",
  "tier",
  "start",
  "end",
  "zone",
  "hours",
  "counted_hours",
  "weekday_hours",
  "night_hours",
  "weekend_hours",
  "holiday_hours",
  "points",
  "revision",
  "why",
];
const PERSON_HEAD = [
  "person",
  "person_id",
  "email",
  "from",
  "until",
  "hours",
  "weekday_hours",
  "night_hours",
  "weekend_hours",
  "holiday_hours",
  "points",
  "nights",
  "weekend_days",
  "holidays",
  "shifts",
];

async function contactsOf(
  { actor, db }: Context,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Person>> {
  const people = await db.person.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      name: true,
      contacts: { orderBy: { position: "asc" }, select: { id: true, kind: true, valueBox: true } },
    },
  });
  return new Map(
    people.map(({ id, name, contacts }) => [
      id,
      { name, email: readContacts(actor.orgId, contacts).email ?? "" },
    ]),
  );
}

const hoursOf = (bands: Readonly<Record<"weekday" | "night" | "weekend" | "holiday", number>>) =>
  [bands.weekday, bands.night, bands.weekend, bands.holiday].map((ms) => ms / HOUR);

const personCells = (id: PersonId, people: ReadonlyMap<PersonId, Person>): Cell[] => {
  const person = people.get(id);
  return [person?.name ?? "Somebody who left", id, person?.email ?? ""];
};

/** A line for each shift, in order of time; what of it counts elsewhere is in `hours` and not in the rest. */
function shiftLines(
  { person, duties, pieces }: Counted<ReportDuty>,
  people: ReadonlyMap<PersonId, Person>,
  names: Counting["names"],
): Cell[][] {
  const counted = new Map<ReportDuty, (typeof pieces)[number][]>();
  for (const piece of pieces) {
    const own = counted.get(piece.duty);
    if (own) own.push(piece);
    else counted.set(piece.duty, [piece]);
  }
  return [...duties]
    .sort((a, b) => a.shift.startsAt - b.shift.startsAt)
    .map((duty) => {
      const { shift, zone, of, part } = duty;
      const { definition } = part.revision;
      const own = counted.get(duty) ?? [];
      const bands = timeByBand(own);
      const ms = own.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0);
      return [
        ...personCells(person, people),
        of.team.name,
        of.name,
        of.id,
        definition.tiers.find(({ id }) => id === shift.tier)?.name ?? "",
        formatWithOffset(shift.startsAt, zone),
        formatWithOffset(shift.endsAt, zone),
        zone.name,
        (shift.endsAt - shift.startsAt) / HOUR,
        ms / HOUR,
        ...hoursOf(bands),
        own.reduce((sum, { points }) => sum + points, 0),
        shift.because.revision,
        originWords(shift, part.revision, {
          revisions: [part.revision],
          names: (id) => names.get(id) ?? "somebody who left",
          zone,
        }),
      ];
    });
}

function personLine(
  counted: Counted<ReportDuty>,
  people: ReadonlyMap<PersonId, Person>,
  { first, last }: ReportSpan,
  { rules }: Counting,
): Cell[] {
  const { ms, bands, points, nights, weekends, holidays, shifts } = toLoad(counted, rules);
  return [
    ...personCells(counted.person, people),
    first,
    last,
    ms / HOUR,
    ...hoursOf(bands),
    points,
    nights,
    weekends,
    holidays,
    shifts,
  ];
}

async function exportedSpan({ db }: Context, { month, from, until }: ExportInput) {
  const organisation = await db.organisation.findFirst({ select: { zone: true } });
  const zone = zones(organisation?.zone ?? "UTC");
  if (month !== undefined) {
    return monthsSpan(monthNumber(dateOf(parseDate(`${month}-01`))), 1, zone);
  }
  const [first, last] = [parseDate(from ?? ""), parseDate(until ?? "")];
  const problem = spanProblem(first, last);
  if (problem) throw new AppError("invalid", problem);
  return daysSpan(first, last, zone);
}

/**
 * Hours on call for payroll, of the teams in which the actor may see schedules and export hours: only what was
 * published, as it held. The export is recorded in the same transaction. Throws invalid when it is too much.
 */
export async function exportReport(
  context: Context,
  input: ExportInput,
): Promise<{ readonly csv: string; readonly first: string; readonly last: string }> {
  const span = await exportedSpan(context, input);
  const counting = await countSpan(context, span, {
    team: input.team || undefined,
    schedule: input.schedule || undefined,
    needs: ["schedule.view", "report.export"],
  });
  if (!counting) {
    throw new AppError(
      "invalid",
      "That is more than one export holds: choose a shorter time, a team or a schedule.",
    );
  }
  const counted = countByPerson([...counting.duties.values()].flat(), counting.rules);
  const people = await contactsOf(
    context,
    counted.map(({ person }) => person),
  );
  const rows =
    input.lines === "people"
      ? [PERSON_HEAD, ...counted.map((one) => personLine(one, people, span, counting))]
      : [SHIFT_HEAD, ...counted.flatMap((one) => shiftLines(one, people, counting.names))];
  const { first, last } = span;
  await record(context, {
    action: "report.exported",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: {
      from: first,
      until: last,
      lines: input.lines,
      count: rows.length - 1,
      ...(input.team && { team: input.team }),
      ...(input.schedule && { schedule: input.schedule }),
    },
  });
  return { csv: toCsv(rows, input.bom === "1"), first, last };
}
