import * as z from "zod";
import type { TenantDb } from "@/lib/tenancy/db";
import {
  chainRevision,
  type RevisionFacts,
  revisionColumns,
  revisionFacts,
} from "./revision-facts";

/** What was published of a schedule at some entry of the log: where folding goes on from. */
export type Checkpoint = {
  readonly revision: number;
  readonly definition: string;
  /** A hash of all its revisions up to there. */
  readonly history: string;
  /** When it was put away, in ms since the epoch; null: it was not. */
  readonly archivedAt: number | null;
};

/** Where a schedule of which something was published stood at some entry of the log. */
export type Standing = {
  readonly scheduleId: string;
  readonly revision: number;
  readonly archivedAt: number | null;
};

const publishedSchema = z.object({ base: z.int() });
const PAGE = 50;

/** Every schedule of which something was published when entry `through` was the last one. */
export async function standingsAt(db: TenantDb, through: number): Promise<readonly Standing[]> {
  const schedules = await db.schedule.findMany({
    where: { headRevision: { gt: 0 } },
    orderBy: { id: "asc" },
    select: { id: true, headRevision: true, archivedAt: true },
  });
  // In this order: what is done between the two is taken off again, and could not be the other way round.
  const published = await publishedAfter(db, through);
  const archived = await archivedAfter(db, through);
  return schedules
    .map(({ id, headRevision, archivedAt }) => ({
      scheduleId: id,
      revision: published.get(id) ?? headRevision,
      archivedAt: archived.has(id) ? null : (archivedAt?.getTime() ?? null),
    }))
    .filter(({ revision }) => revision > 0);
}

/** What is stored of a schedule's revisions up to `revision`, in order, a page at a time. */
export async function* storedRevisions(
  read: <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>,
  { scheduleId, revision }: Pick<Standing, "scheduleId" | "revision">,
): AsyncGenerator<{ readonly revision: number; readonly facts: RevisionFacts }> {
  for (let reached = 0; reached < revision; ) {
    const rows = await read((db) =>
      db.revision.findMany({
        where: { scheduleId, number: { gt: reached, lte: revision } },
        orderBy: { number: "asc" },
        take: PAGE,
        select: revisionColumns,
      }),
    );
    for (const row of rows) yield { revision: row.number, facts: revisionFacts(row) };
    const last = rows.at(-1);
    if (!last) return;
    reached = last.number;
  }
}

/** What a seal would state of a schedule at this standing, from what is stored. */
export async function checkpointOf(db: TenantDb, at: Standing): Promise<Checkpoint> {
  let [history, definition] = ["", ""];
  for await (const { revision, facts } of storedRevisions((work) => work(db), at)) {
    history = chainRevision(history, revision, facts);
    definition = facts.definition;
  }
  return { revision: at.revision, definition, history, archivedAt: at.archivedAt };
}

/** The stored definition of one revision. */
export async function definitionOf(
  db: TenantDb,
  { scheduleId, revision }: Pick<Standing, "scheduleId" | "revision">,
): Promise<unknown> {
  const row = await db.revision.findFirst({
    where: { scheduleId, number: revision },
    select: { definition: true },
  });
  return row?.definition ?? null;
}

/** What was published of every schedule, by its id, when entry `through` was the last one. */
export async function checkpointsAt(
  db: TenantDb,
  through: number,
): Promise<Readonly<Record<string, Checkpoint>>> {
  const found: Record<string, Checkpoint> = {};
  for (const at of await standingsAt(db, through)) {
    found[at.scheduleId] = await checkpointOf(db, at);
  }
  return found;
}

/** On which revision the first publication of each schedule behind entry `through` was based. */
async function publishedAfter(db: TenantDb, through: number): Promise<ReadonlyMap<string, number>> {
  const firsts = await db.changeLogEntry.groupBy({
    by: ["scheduleId"],
    where: { action: "schedule.published", number: { gt: BigInt(through) } },
    _min: { number: true },
  });
  const rows = await db.changeLogEntry.findMany({
    where: { number: { in: firsts.flatMap(({ _min }) => _min.number ?? []) } },
    select: { scheduleId: true, body: true },
  });
  return new Map(
    rows.flatMap(({ scheduleId, body }) =>
      scheduleId ? [[scheduleId, publishedSchema.parse(JSON.parse(body)).base] as const] : [],
    ),
  );
}

async function archivedAfter(db: TenantDb, through: number): Promise<ReadonlySet<string>> {
  const rows = await db.changeLogEntry.findMany({
    where: { action: "schedule.archived", number: { gt: BigInt(through) } },
    select: { scheduleId: true },
  });
  return new Set(rows.flatMap(({ scheduleId }) => scheduleId ?? []));
}
