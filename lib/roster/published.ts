import { compile, type Roster } from "@/lib/schedule/compile";
import type { Definition, Instant, Revision } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { isZone, zones } from "@/lib/zones/table";
import { parseDefinition } from "./schema";

/** A published revision, and a roster of it alone. Neither ever changes, so both are kept. */
export type Published = { readonly revision: Revision; readonly roster: Roster };

const KEPT = 2_000;
const kept = new Map<string, Published>();

type Scope = Pick<Context, "actor" | "db">;
type Row = { scheduleId: string; number: number; holdsFrom: Date; definition: unknown };

const columns = { scheduleId: true, number: true, holdsFrom: true, definition: true } as const;
const keyOf = (orgId: string, scheduleId: string, number: number): string =>
  `${orgId}/${scheduleId}/${number}`;

/** A stored document. It was checked when it was written; one that is not a definition any more is a bug. */
export function toDefinition(document: unknown): Definition {
  const parsed = parseDefinition(document, isZone);
  if (!parsed.ok)
    throw new Error(
      `stored definition: ${parsed.problems[0]?.path} ${parsed.problems[0]?.message}`,
    );
  return parsed.definition;
}

function keep(orgId: string, row: Row): Published {
  const definition = toDefinition(row.definition);
  const revision = { number: row.number, from: row.holdsFrom.getTime(), definition };
  const published = { revision, roster: compile([revision], zones) };
  const oldest = kept.size >= KEPT ? kept.keys().next() : null;
  if (oldest && !oldest.done) kept.delete(oldest.value);
  kept.set(keyOf(orgId, row.scheduleId, row.number), published);
  return published;
}

/** What is published for these schedules, by their ids. Those without a revision are left out. */
export async function publishedHeads(
  { actor, db }: Scope,
  schedules: readonly { readonly id: string; readonly headRevision: number }[],
): Promise<ReadonlyMap<string, Published>> {
  const found = new Map<string, Published>();
  const wanted: { scheduleId: string; number: number }[] = [];
  for (const { id, headRevision } of schedules) {
    const known = kept.get(keyOf(actor.orgId, id, headRevision));
    if (known) found.set(id, known);
    else if (headRevision > 0) wanted.push({ scheduleId: id, number: headRevision });
  }
  if (wanted.length > 0) {
    const rows = await db.revision.findMany({ where: { OR: wanted }, select: columns });
    for (const row of rows) found.set(row.scheduleId, keep(actor.orgId, row));
  }
  return found;
}

/** One published revision, or null. */
export async function findPublished(
  { actor, db }: Scope,
  scheduleId: string,
  number: number,
): Promise<Published | null> {
  const known = kept.get(keyOf(actor.orgId, scheduleId, number));
  if (known) return known;
  const row = await db.revision.findFirst({ where: { scheduleId, number }, select: columns });
  return row && keep(actor.orgId, row);
}

/**
 * Every revision that held at some time in `[from, until)`, by schedule, oldest first: what the past is
 * resolved with. `known` leaves out what was published after that instant: the same span as it was known
 * then. Three queries, however many schedules; documents that are kept are not read again.
 */
export async function revisionsOf(
  { actor, db }: Scope,
  scheduleIds: readonly string[],
  from: Instant,
  until: Instant,
  known = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, readonly Revision[]>> {
  const scheduleId = { in: [...scheduleIds] };
  const before = await db.revision.groupBy({
    by: ["scheduleId"],
    where: { scheduleId, holdsFrom: { lte: new Date(Math.min(from, known)) } },
    _max: { number: true },
  });
  const first = before.map((row) => ({ scheduleId: row.scheduleId, number: row._max.number ?? 0 }));
  const within = {
    scheduleId,
    holdsFrom: {
      gt: new Date(from),
      lt: new Date(until),
      ...(known < until && { lte: new Date(known) }),
    },
  };
  const wanted = await db.revision.findMany({
    where: { OR: [within, ...first] },
    orderBy: [{ scheduleId: "asc" }, { number: "asc" }],
    select: { scheduleId: true, number: true },
  });
  const byKey = new Map<string, Published>();
  const missing: typeof wanted = [];
  for (const key of wanted) {
    const id = keyOf(actor.orgId, key.scheduleId, key.number);
    const published = kept.get(id);
    if (published) byKey.set(id, published);
    else missing.push(key);
  }
  if (missing.length > 0) {
    const rows = await db.revision.findMany({ where: { OR: missing }, select: columns });
    for (const row of rows) {
      byKey.set(keyOf(actor.orgId, row.scheduleId, row.number), keep(actor.orgId, row));
    }
  }
  const found = new Map<string, Revision[]>(scheduleIds.map((id) => [id, []]));
  for (const key of wanted) {
    const published = byKey.get(keyOf(actor.orgId, key.scheduleId, key.number));
    if (published) found.get(key.scheduleId)?.push(published.revision);
  }
  return found;
}

/** The same for one schedule. */
export async function revisionsIn(
  scope: Scope,
  scheduleId: string,
  from: Instant,
  until: Instant,
  known = Number.POSITIVE_INFINITY,
): Promise<readonly Revision[]> {
  return (await revisionsOf(scope, [scheduleId], from, until, known)).get(scheduleId) ?? [];
}

/**
 * A schedule's roster from `context.now` until `until`, with the revisions that it is of: a head that does not hold yet
 * needs those before it.
 */
export async function rosterFromNow(
  context: Context,
  scheduleId: string,
  { revision, roster }: Published,
  until: Instant,
): Promise<{ readonly revisions: readonly Revision[]; readonly roster: Roster }> {
  if (revision.from <= context.now) return { revisions: [revision], roster };
  const revisions = await revisionsIn(context, scheduleId, context.now, until);
  return { revisions, roster: compile(revisions, zones) };
}
