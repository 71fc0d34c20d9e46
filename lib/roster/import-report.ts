import { SYSTEM_NAMES } from "@/lib/import/read";
import type { Note } from "@/lib/import/types";
import { peopleIn } from "./draft-people";
import type { Plan, PlannedPerson } from "./import-plan";
import type { ProofReport } from "./import-proof";

const NOTES = 200;
const PEOPLE = 500;

/** The first of a list, and how many more there are. */
export type Listed<T> = { readonly shown: readonly T[]; readonly more: number };

export type ReportedPerson = Pick<PlannedPerson, "name" | "email" | "kind" | "as">;

export type ReportedSchedule = {
  readonly name: string;
  readonly zone: string;
  readonly layers: number;
  readonly overrides: number;
  readonly people: number;
  /** A schedule of this name is here already: perhaps the file was imported before. */
  readonly exists: boolean;
  readonly notes: Listed<Note>;
  readonly proof: ProofReport;
};

/** What an import would make of a file, as data that pages and the command line show. */
export type ImportReport = {
  /** What the other system calls itself. */
  readonly system: string;
  /** The zone of all times in it. */
  readonly zone: string;
  readonly schedules: readonly ReportedSchedule[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  readonly people: Listed<ReportedPerson>;
  readonly counts: { readonly matched: number; readonly new: number; readonly same: number };
};

export function listed<T>(items: readonly T[], most: number): Listed<T> {
  return { shown: items.slice(0, most), more: Math.max(0, items.length - most) };
}

const WEIGHT = { skipped: 0, changed: 1, mapped: 2 } as const;

/** What needs a look comes first, so that a long list hides only what is well. */
function sorted(notes: readonly Note[]): readonly Note[] {
  return notes.toSorted((a, b) => WEIGHT[a.level] - WEIGHT[b.level]);
}

/** @param taken names of the schedules that are here already. */
export function toReport(
  plan: Plan,
  proofs: readonly ProofReport[],
  taken: ReadonlySet<string>,
  zone: string,
): ImportReport {
  const count = (kind: PlannedPerson["kind"]) =>
    plan.people.filter((person) => person.kind === kind).length;
  return {
    system: SYSTEM_NAMES[plan.system],
    zone,
    schedules: plan.schedules.map(({ source, definition }, index) => ({
      name: source.name,
      zone: definition.zone,
      layers: definition.tiers.reduce((sum, { layers }) => sum + layers.length, 0),
      overrides: definition.overrides.length,
      people: peopleIn(definition).length,
      exists: taken.has(source.name),
      notes: listed(sorted(source.notes), NOTES),
      proof: proofs[index] ?? { kind: "unproven" },
    })),
    refused: plan.refused,
    people: listed(
      plan.people.map(({ name, email, kind, as }) => ({ name, email, kind, as })),
      PEOPLE,
    ),
    counts: { matched: count("matched"), new: count("new"), same: count("same") },
  };
}
