import * as z from "zod";
import type { TenantDb } from "@/lib/tenancy/db";
import { definitionHash } from "./definition-hash";

/** What was published of a schedule at some entry of the log: where folding goes on from. */
export type Checkpoint = { readonly revision: number; readonly definition: string };

const publishedSchema = z.object({ base: z.int() });

/** The revision that held of every schedule when entry `through` was the last one; none where it was 0. */
export async function revisionsAt(
  db: TenantDb,
  through: number,
): Promise<readonly { readonly scheduleId: string; readonly revision: number }[]> {
  const schedules = await db.schedule.findMany({
    where: { headRevision: { gt: 0 } },
    orderBy: { id: "asc" },
    select: { id: true, headRevision: true },
  });
  // In this order: what is published between the two is taken off again, and could not be the other way round.
  const later = await publishedAfter(db, through);
  return schedules
    .map(({ id, headRevision }) => ({ scheduleId: id, revision: later.get(id) ?? headRevision }))
    .filter(({ revision }) => revision > 0);
}

/** The stored definition of one revision. */
export async function definitionOf(
  db: TenantDb,
  { scheduleId, revision }: { readonly scheduleId: string; readonly revision: number },
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
  for (const at of await revisionsAt(db, through)) {
    const definition = definitionHash(await definitionOf(db, at));
    found[at.scheduleId] = { revision: at.revision, definition };
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
