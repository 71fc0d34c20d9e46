import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { Context } from "@/lib/tenancy/context";
import { diff } from "./diff";
import { emptyDefinition } from "./draft-facts";
import { peopleIn } from "./draft-people";
import { toDefinition } from "./published";
import { namesOf } from "./schedule-queries";
import { describe } from "./words";

/** Where a revision came from: the draft, who approved it, who published it and when. */
export type RevisionFacts = {
  readonly number: number;
  readonly holdsFrom: Instant;
  readonly publishedBy: string;
  readonly emergency: boolean;
  readonly approvedBy: readonly string[];
  readonly draft: { readonly id: string; readonly title: string; readonly kind: string };
};

const SOMEBODY = "somebody who left";

const columns = {
  number: true,
  holdsFrom: true,
  publishedBy: true,
  emergency: true,
  draft: {
    select: {
      id: true,
      title: true,
      kind: true,
      version: true,
      reviews: {
        where: { decision: "approve" },
        select: { draftVersion: true, member: { select: { name: true } } },
      },
    },
  },
} as const;

type Row = {
  number: number;
  holdsFrom: Date;
  publishedBy: string;
  emergency: boolean;
  draft: {
    id: string;
    title: string;
    kind: string;
    version: number;
    reviews: { draftVersion: number; member: { name: string } }[];
  };
};

async function toFacts({ db }: Context, rows: readonly Row[]): Promise<RevisionFacts[]> {
  const members = await db.member.findMany({
    where: { id: { in: [...new Set(rows.map(({ publishedBy }) => publishedBy))] } },
    select: { id: true, name: true },
  });
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return rows.map(({ draft: { version, reviews, ...draft }, ...row }) => ({
    number: row.number,
    holdsFrom: row.holdsFrom.getTime(),
    publishedBy: names.get(row.publishedBy) ?? SOMEBODY,
    emergency: row.emergency,
    approvedBy: [
      ...new Set(
        reviews.flatMap(({ draftVersion, member }) =>
          draftVersion === version ? [member.name] : [],
        ),
      ),
    ],
    draft,
  }));
}

/** The facts about these revisions of a schedule, by number. */
export async function revisionFacts(
  context: Context,
  scheduleId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, RevisionFacts>> {
  const rows = await context.db.revision.findMany({
    where: { scheduleId, number: { in: [...numbers] } },
    select: columns,
  });
  const facts = await toFacts(context, rows);
  return new Map(facts.map((fact) => [fact.number, fact]));
}

export type HistoryEntry = RevisionFacts & { readonly sentences: readonly string[] };

const PAGE = 20;

/** A schedule's revisions, the newest first, each with what it changed in words; those below `before`. */
export async function historyOf(
  context: Context,
  scheduleId: string,
  zone: Zone,
  before?: number,
): Promise<{ entries: readonly HistoryEntry[]; older: number | null }> {
  const rows = await context.db.revision.findMany({
    where: { scheduleId, ...(before && { number: { lt: before } }) },
    orderBy: { number: "desc" },
    take: PAGE + 1,
    select: { ...columns, definition: true },
  });
  const documents = rows.map(({ definition }) => toDefinition(definition));
  const names = await namesOf(context, documents.flatMap(peopleIn));
  const nameOf = (id: string): string => names[id]?.name ?? "Somebody who left";
  const facts = await toFacts(context, rows.slice(0, PAGE));
  const entries = facts.flatMap((fact, i) => {
    const after = documents[i];
    if (!after) return [];
    const base = documents[i + 1] ?? emptyDefinition(after.zone);
    return [{ ...fact, sentences: describe(diff(base, after), base, nameOf, zone, context.now) }];
  });
  return { entries, older: rows.length > PAGE ? (entries.at(-1)?.number ?? null) : null };
}

/** The newest revision of a schedule that was known at an instant, and from when its first one holds; null where there is none. */
export async function versionsAt(
  { db }: Context,
  scheduleId: string,
  known: Instant,
): Promise<{ readonly newest: number | null; readonly first: Instant | null }> {
  const first = await db.revision.findFirst({
    where: { scheduleId, number: 1 },
    select: { holdsFrom: true },
  });
  const { _max } = await db.revision.aggregate({
    where: { scheduleId, holdsFrom: { lte: new Date(known) } },
    _max: { number: true },
  });
  return { newest: _max.number, first: first?.holdsFrom.getTime() ?? null };
}
