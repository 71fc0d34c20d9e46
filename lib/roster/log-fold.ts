import * as z from "zod";
import type { StoredEntry, Verdict } from "@/lib/log/chain";
import { checkpointsAt } from "@/lib/log/checkpoint";
import { definitionHash } from "@/lib/log/definition-hash";
import { canonical } from "@/lib/tenancy/canonical";
import type { TenantDb } from "@/lib/tenancy/db";
import { apply } from "./apply";
import { emptyDefinition } from "./draft-facts";
import { operationSchema } from "./operations";
import { toDefinition } from "./published";

type Broken = Extract<Verdict, { whole: false }>;

const publishedBody = z.object({
  base: z.int().min(0),
  revision: z.int().min(1),
  operations: z.array(operationSchema),
  /** Absent from what was published before it was stated. */
  definition: z.string().optional(),
});

const sealedBody = z.object({
  schedules: z.record(z.string(), z.object({ revision: z.int(), definition: z.string() })),
});

/** The stored definitions that these entries speak of, by schedule and revision. Straight from the rows. */
type Stored = ReadonlyMap<string, unknown>;

const keyOf = (scheduleId: string, revision: number): string => `${scheduleId}/${revision}`;

/**
 * The first entry that is at odds with what is published: a publication whose operations do not lead from the
 * revision before to the one that it made, or a seal that states another definition than the stored one. With every
 * step right, folding the log gives what is published. Null where all fits.
 */
export async function publicationProblem(
  db: TenantDb,
  entries: readonly StoredEntry[],
): Promise<Broken | null> {
  const told = entries.flatMap((entry) => readEntry(entry) ?? []);
  const rows = await db.revision.findMany({
    where: { OR: told.flatMap(({ speaksOf }) => speaksOf) },
    select: { scheduleId: true, number: true, definition: true },
  });
  const stored = new Map(rows.map((row) => [keyOf(row.scheduleId, row.number), row.definition]));
  for (const { number, problem } of told) {
    const why = problem(stored);
    if (why) return { whole: false, number, why };
  }
  return null;
}

type Told = {
  readonly number: number;
  readonly speaksOf: readonly { readonly scheduleId: string; readonly number: number }[];
  readonly problem: (stored: Stored) => string | null;
};

function readEntry({ number, action, scheduleId, body }: StoredEntry): Told | null {
  if (action === "log.sealed") return { number, ...readSeal(JSON.parse(body)) };
  if (action !== "schedule.published" || !scheduleId) return null;
  const parsed = publishedBody.safeParse(JSON.parse(body));
  if (!parsed.success)
    return { number, speaksOf: [], problem: () => "What it published cannot be read." };
  const { base, revision } = parsed.data;
  return {
    number,
    speaksOf: [base, revision].map((one) => ({ scheduleId, number: one })),
    problem: (stored) => problemOf(parsed.data, scheduleId, stored),
  };
}

function problemOf(
  { base, revision, operations, definition }: z.output<typeof publishedBody>,
  scheduleId: string,
  stored: Stored,
): string | null {
  const before = stored.get(keyOf(scheduleId, base));
  const after = stored.get(keyOf(scheduleId, revision));
  if (!after || (!before && base > 0)) return "The revision that it published is gone.";
  if (definition && definition !== definitionHash(after))
    return "The revision that it published is not as it was.";
  try {
    const folded = apply(before ? toDefinition(before) : emptyDefinition("UTC"), operations);
    if (canonical(folded) === canonical(toDefinition(after))) return null;
  } catch {
    // The operations do not fit what they are applied to: the same as another outcome.
  }
  return "Its operations do not give what is published.";
}

function readSeal(body: unknown): Omit<Told, "number"> {
  const parsed = sealedBody.safeParse(body);
  const schedules = parsed.success ? Object.entries(parsed.data.schedules) : [];
  return {
    speaksOf: schedules.map(([scheduleId, { revision }]) => ({ scheduleId, number: revision })),
    problem: (stored) =>
      parsed.success &&
      schedules.every(
        ([scheduleId, { revision, definition }]) =>
          definitionHash(stored.get(keyOf(scheduleId, revision)) ?? null) === definition,
      )
        ? null
        : "A definition that it states is not as it was.",
  };
}

/** A revision that is published and not in the log, or the other way round; asked once the log's end is reached. */
export async function unloggedProblem(db: TenantDb, last: number): Promise<Broken | null> {
  const newest = await db.revision.groupBy({ by: ["scheduleId"], _max: { number: true } });
  const logged = await lastLogged(db);
  const held = await checkpointsAt(db, last);
  for (const { scheduleId, _max } of newest) {
    const revision = logged.get(scheduleId) ?? held[scheduleId]?.revision;
    if (_max.number === revision && held[scheduleId]?.revision === revision) continue;
    const why = `Revision ${_max.number} of a schedule (${scheduleId}) is published and was never logged.`;
    return { whole: false, number: last, why };
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
