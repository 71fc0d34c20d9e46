import type * as z from "zod";
import { idPicker } from "@/lib/directory/person-id";
import { AppError } from "@/lib/errors";
import { type CsvPerson, type CsvProblem, readPeople } from "@/lib/import/csv";
import { cleanEmail } from "@/lib/import/text";
import { can, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { isZone } from "@/lib/zones/table";
import { requireImport } from "./import-commands";
import { createPeople, knownPeople, requireFew } from "./import-directory";
import { type Listed, listed } from "./import-report";
import type { runPeopleSchema } from "./import-schema";

const LISTED = 500;

type Input = z.output<typeof runPeopleSchema>;
type Team = { readonly id: string; readonly name: string };

type Row = CsvPerson & { readonly here: boolean; readonly joins: Team | null };
type Planned = { readonly row: Row | null; readonly problem: CsvProblem | null };

/** What an import of people would make, as data. `here`: there already, left as they are. */
export type PeopleReport = {
  readonly counts: { readonly new: number; readonly here: number };
  readonly people: Listed<{
    readonly line: number;
    readonly name: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly team: string | null;
    readonly here: boolean;
  }>;
  readonly problems: Listed<CsvProblem>;
};

/**
 * Says what an import of this CSV file would make. Writes nothing.
 *
 * @throws AppError invalid, with the reason, for a file that cannot be used.
 */
export async function previewPeople(context: Context, input: Input): Promise<PeopleReport> {
  const { rows, problems } = await planPeople(context, input);
  const here = rows.filter((row) => row.here).length;
  const people = rows.map((row) => ({
    line: row.line,
    name: row.name,
    email: row.email,
    phone: row.phone,
    team: row.joins?.name ?? null,
    here: row.here,
  }));
  return {
    counts: { new: rows.length - here, here },
    people: listed(people, LISTED),
    problems: listed(problems, LISTED),
  };
}

/**
 * Makes the people of the file who are not here yet, with their contacts and team. Who is here by their
 * e-mail address is left as they are. All in the caller's transaction.
 */
export async function runPeople(context: Context, input: Input): Promise<{ people: number }> {
  const { rows } = await planPeople(context, input);
  const organisation = await context.db.organisation.findFirst({ select: { zone: true } });
  const there = await context.db.person.findMany({
    where: { archivedAt: null },
    select: { id: true },
  });
  const newId = idPicker(there.map(({ id }) => id));
  const people = rows
    .filter(({ here }) => !here)
    .map(({ name, email, phone, zone, joins }) => ({
      id: newId(),
      name,
      email,
      phone,
      zone: zone ?? organisation?.zone ?? "UTC",
      teamId: joins?.id ?? null,
    }));
  if (people.length === 0) throw new AppError("invalid", "Nobody in this file is new.");
  await createPeople(context, people);
  await record(context, {
    action: "import.people",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: { people: people.map(({ id }) => id) },
    details: people.map(({ id, ...after }) => ({ holderId: id, value: { after } })),
  });
  return { people: people.length };
}

async function planPeople(context: Context, { text, country }: Input) {
  requireImport(context);
  const read = readPeople(text, { isZone, ...(country && { country }) });
  if (!read.ok) throw new AppError("invalid", read.message);
  const emails = (await knownPeople(context)).map(({ email }) => cleanEmail(email));
  const known = new Set(emails.filter((email) => email !== null));
  const teams = await context.db.team.findMany({ select: { id: true, name: true } });
  const byName = new Map(teams.map((team) => [team.name.toLowerCase(), team]));
  const planned = read.people.map((person): Planned => {
    const here = person.email !== null && known.has(person.email);
    if (here) return { row: { ...person, here, joins: null }, problem: null };
    return place(context, person, byName);
  });
  const rows = planned.flatMap(({ row }) => (row === null ? [] : [row]));
  requireFew(rows.filter(({ here }) => !here).length);
  const found = planned.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  return {
    rows,
    problems: [...read.problems, ...found].toSorted((a, b) => a.line - b.line),
  };
}

/** Where somebody new goes: into their team if there is one and the actor manages its people. */
function place({ actor }: Context, person: CsvPerson, teams: ReadonlyMap<string, Team>): Planned {
  const { line, team } = person;
  const joins = team === null ? null : (teams.get(team.toLowerCase()) ?? null);
  const may = joins ? can(actor, "people.manage", joins.id) : canEverywhere(actor, "people.manage");
  if (!may) {
    const message = joins
      ? "You may not add people to that team."
      : "You may only add people to teams that you manage: name one of them.";
    return { row: null, problem: { line, level: "skipped", message } };
  }
  const row = { ...person, here: false, joins };
  if (team === null || joins) return { row, problem: null };
  return { row, problem: { line, level: "changed", message: `There is no team “${team}”.` } };
}
