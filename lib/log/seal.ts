import "server-only";
import * as z from "zod";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";
import { definitionHash } from "./definition-hash";

const DAY = 86_400_000;
/** The database decides by its own clock whether a head is old enough: ours may be a little ahead. */
const SLACK = 60 * 60_000;
const TIMEOUT_MS = 120_000;

/** What was published of a schedule at some entry of the log: where folding goes on from. */
export type Checkpoint = { readonly revision: number; readonly definition: string };

const publishedSchema = z.object({ base: z.int() });

/**
 * Removes the entries that the organisation no longer keeps, up to a signed head, which stays. An entry says so,
 * and from which definitions the rest of the log goes on. Gives back the number of the last one removed, or null.
 * @param requestId names this run in the entry.
 */
export async function sealLog(
  orgId: string,
  requestId: string,
  now: number,
): Promise<number | null> {
  return tenantTx(
    orgId,
    async (db) => {
      const organisation = await db.organisation.findFirst({ select: { logDays: true } });
      const days = organisation?.logDays ?? 365;
      const head = await db.signedHead.findFirst({
        where: { createdAt: { lt: new Date(now - days * DAY - SLACK) } },
        orderBy: { number: "desc" },
        select: { number: true, hash: true, root: true, keyId: true },
      });
      const log = await db.changeLogHead.findFirst({ select: { sealed: true } });
      if (!head || !log || head.number <= log.sealed) return null;
      const through = Number(head.number);
      await recordOwn(db, requestId, {
        action: "log.sealed",
        subject: { kind: "log", id: orgId },
        body: {
          through,
          hash: head.hash,
          root: head.root,
          keyId: head.keyId,
          days,
          schedules: await checkpoints(db, through),
        },
      });
      return through;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** What was published of every schedule when entry `through` was the last one. */
async function checkpoints(
  db: TenantDb,
  through: number,
): Promise<Readonly<Record<string, Checkpoint>>> {
  const later = await publishedAfter(db, through);
  const schedules = await db.schedule.findMany({
    where: { headRevision: { gt: 0 } },
    orderBy: { id: "asc" },
    select: { id: true, headRevision: true },
  });
  const found: Record<string, Checkpoint> = {};
  for (const { id, headRevision } of schedules) {
    const revision = later.get(id) ?? headRevision;
    const row = await db.revision.findFirst({
      where: { scheduleId: id, number: revision },
      select: { definition: true },
    });
    if (row) found[id] = { revision, definition: definitionHash(row.definition) };
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
