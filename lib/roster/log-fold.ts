import * as z from "zod";
import type { StoredEntry, Verdict } from "@/lib/log/chain";
import { checkpointOf } from "@/lib/log/checkpoint";
import { definitionHash } from "@/lib/log/definition-hash";
import { type RevisionRow, revisionColumns, revisionFacts } from "@/lib/log/revision-facts";
import { canonical } from "@/lib/tenancy/canonical";
import type { TenantDb } from "@/lib/tenancy/db";
import { apply } from "./apply";
import { emptyDefinition } from "./draft-facts";
import { operationSchema } from "./operations";
import { toDefinition } from "./published";

type Broken = Extract<Verdict, { whole: false }>;

/** What is optional is absent from what was published before it was stated. */
const publishedBody = z.object({
  base: z.int().min(0),
  revision: z.int().min(1),
  operations: z.array(operationSchema),
  definition: z.string().optional(),
  holdsFrom: z.int().optional(),
  publishedAt: z.int().optional(),
  publishedBy: z.string().optional(),
  zones: z.string().optional(),
  draft: z.string().optional(),
  emergency: z.unknown(),
});

const sealedBody = z.object({
  schedules: z.record(
    z.string(),
    z.object({
      revision: z.int(),
      definition: z.string(),
      history: z.string().optional(),
      archivedAt: z.int().nullish(),
    }),
  ),
});

/** The stored revisions that these entries speak of, by schedule and number. Straight from the rows. */
type Stored = ReadonlyMap<string, RevisionRow>;

const keyOf = (scheduleId: string, revision: number): string => `${scheduleId}/${revision}`;

/**
 * The first entry that is at odds with what is published: a publication that states anything else than the revision that it
 * made, or whose operations do not lead to it from the one before, or a seal that states other revisions than the stored
 * ones. With every step right, folding the log gives what is published. Null where all fits.
 */
export async function publicationProblem(
  db: TenantDb,
  entries: readonly StoredEntry[],
): Promise<Broken | null> {
  const told = entries.flatMap((entry) => readPublication(entry) ?? []);
  const rows = await db.revision.findMany({
    where: { OR: told.flatMap(({ speaksOf }) => speaksOf) },
    select: revisionColumns,
  });
  const stored: Stored = new Map(rows.map((row) => [keyOf(row.scheduleId, row.number), row]));
  for (const { number, problem } of told) {
    const why = problem(stored);
    if (why) return { whole: false, number, why };
  }
  for (const { number, action, body } of entries) {
    const why = action === "log.sealed" ? await sealProblem(db, JSON.parse(body)) : null;
    if (why) return { whole: false, number, why };
  }
  return null;
}

type Told = {
  readonly number: number;
  readonly speaksOf: readonly { readonly scheduleId: string; readonly number: number }[];
  readonly problem: (stored: Stored) => string | null;
};

function readPublication(entry: StoredEntry): Told | null {
  const { number, action, scheduleId, body } = entry;
  if (action !== "schedule.published" || !scheduleId) return null;
  const parsed = publishedBody.safeParse(JSON.parse(body));
  if (!parsed.success)
    return { number, speaksOf: [], problem: () => "What it published cannot be read." };
  const { base, revision } = parsed.data;
  return {
    number,
    speaksOf: [base, revision].map((one) => ({ scheduleId, number: one })),
    problem: (stored) => {
      const after = stored.get(keyOf(scheduleId, revision));
      const before = stored.get(keyOf(scheduleId, base));
      if (!after || (!before && base > 0)) return "The revision that it published is gone.";
      return factsProblem(entry, parsed.data, after) ?? foldProblem(parsed.data, before, after);
    },
  };
}

type Body = z.output<typeof publishedBody>;

/** Whether the stored revision is, in all that is stored of it, what the entry states. */
function factsProblem(
  { actorId, onBehalfOf }: StoredEntry,
  body: Body,
  row: RevisionRow,
): string | null {
  const { definition, holdsFrom, publishedAt, publishedBy, zones, draft, emergency } = body;
  const facts = revisionFacts(row);
  const stated = {
    ...{ definition, holdsFrom, publishedAt, zones, draft },
    operations: definitionHash(body.operations),
    emergency: emergency !== null && emergency !== false,
  };
  const differs = Object.entries(stated).some(
    ([name, value]) => value !== undefined && value !== Reflect.get(facts, name),
  );
  const by = publishedBy === undefined ? [actorId, onBehalfOf] : [publishedBy];
  if (!differs && by.includes(facts.publishedBy)) return null;
  return "The revision that it published is not as it was.";
}

function foldProblem(
  { operations }: Body,
  before: RevisionRow | undefined,
  after: RevisionRow,
): string | null {
  try {
    const base = before ? toDefinition(before.definition) : emptyDefinition("UTC");
    const folded = apply(base, operations);
    if (canonical(folded) === canonical(toDefinition(after.definition))) return null;
  } catch {
    // The operations do not fit what they are applied to: the same as another outcome.
  }
  return "Its operations do not give what is published.";
}

/** A seal stands for the entries that it removed: all revisions up to there must be as it states. */
async function sealProblem(db: TenantDb, body: unknown): Promise<string | null> {
  const parsed = sealedBody.safeParse(body);
  const schedules = parsed.success ? Object.entries(parsed.data.schedules) : [];
  for (const [scheduleId, stated] of schedules) {
    const at = { scheduleId, revision: stated.revision, archivedAt: null };
    const { definition, history } = await checkpointOf(db, at);
    if (stated.definition !== definition || (stated.history ?? history) !== history)
      return "A revision that it states is not as it was.";
  }
  return parsed.success ? null : "A revision that it states is not as it was.";
}

/**
 * What is published and not in the log, or the other way round: revisions, and schedules that were put away. Asked once the
 * log's end is reached.
 */
export async function unloggedProblem(db: TenantDb, last: number): Promise<Broken | null> {
  const newest = await db.revision.groupBy({ by: ["scheduleId"], _max: { number: true } });
  const published = new Map(newest.map(({ scheduleId, _max }) => [scheduleId, _max.number ?? 0]));
  const logged = await lastLogged(db);
  const archived = await archivedInLog(db);
  const schedules = await db.schedule.findMany({
    select: { id: true, headRevision: true, archivedAt: true },
  });
  for (const { id, headRevision, archivedAt } of schedules) {
    const broken = (why: string): Broken => ({ whole: false, number: last, why });
    const revision = published.get(id) ?? 0;
    if (revision !== headRevision || revision !== (logged.get(id) ?? headRevision))
      return broken(
        `Revision ${revision} of a schedule (${id}) is published and was never logged.`,
      );
    if (revision > 0 && !archived(id, archivedAt?.getTime() ?? null))
      return broken(`A schedule (${id}) is archived otherwise than the log says.`);
  }
  return null;
}

/** The revision that the last publication in the log made, by schedule. */
async function lastLogged(db: TenantDb): Promise<ReadonlyMap<string, number>> {
  const lasts = await db.changeLogEntry.groupBy({
    by: ["scheduleId"],
    where: { action: "schedule.published" },
    _max: { number: true },
  });
  const rows = await db.changeLogEntry.findMany({
    where: { number: { in: lasts.flatMap(({ _max }) => _max.number ?? []) } },
    select: { scheduleId: true, body: true },
  });
  return new Map(
    rows.flatMap(({ scheduleId, body }) => {
      const parsed = publishedBody.pick({ revision: true }).safeParse(JSON.parse(body));
      return scheduleId && parsed.success ? [[scheduleId, parsed.data.revision] as const] : [];
    }),
  );
}

const archivedBody = z.object({ at: z.int().optional() });

/** Whether the log says of a schedule that it was put away at this instant, or, for null, that it was not. */
async function archivedInLog(
  db: TenantDb,
): Promise<(scheduleId: string, at: number | null) => boolean> {
  const where = { action: { in: ["schedule.archived", "log.sealed"] } };
  const rows = await db.changeLogEntry.findMany({
    where,
    orderBy: { number: "asc" },
    select: { action: true, scheduleId: true, body: true },
  });
  /** By schedule. Undefined: it was, and nobody wrote down when. */
  const told = new Map<string, number | null | undefined>();
  let silent = false;
  for (const { action, scheduleId, body } of rows) {
    if (action === "schedule.archived" && scheduleId)
      told.set(scheduleId, archivedBody.parse(JSON.parse(body)).at);
    if (action === "schedule.archived") continue;
    const { schedules } = sealedBody.parse(JSON.parse(body));
    silent = Object.values(schedules).some(({ archivedAt }) => archivedAt === undefined);
    for (const [id, { archivedAt }] of Object.entries(schedules))
      if (typeof archivedAt === "number") told.set(id, archivedAt);
  }
  return (scheduleId, at) => {
    const stated = told.get(scheduleId) ?? null;
    if (told.has(scheduleId) && told.get(scheduleId) === undefined) return at !== null;
    // A seal from before seals said so may have removed the entry that did.
    return stated === at || (silent && stated === null);
  };
}
