import "server-only";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { record } from "@/lib/tenancy/log";
import {
  checkpointOf,
  definitionOf,
  type Standing,
  standingsAt,
  storedRevisions,
} from "./checkpoint";
import { publicKeys } from "./key";
import { entriesAfter, headsBetween, logEnds } from "./read";

const PAGE = 1_000;
/** What the lines hold. The first format had one line for each schedule and nothing of its revisions but the last definition. */
const FORMAT = 2;

/** From which entry to which an export goes, settled before its first line is sent. */
export type ExportPlan = { readonly orgId: string; readonly after: number; readonly last: number };

/**
 * Settles what an export holds: all that is in the log now and not sealed. The export is itself recorded.
 * Throws not_found for a log without entries.
 */
export async function planExport(context: Context): Promise<ExportPlan> {
  const { orgId } = context.actor;
  const { head, sealed } = await logEnds(context.db);
  if (head.number === sealed.number) throw new AppError("not_found", "The log is empty.");
  const plan = { orgId, after: sealed.number, last: head.number };
  await record(context, {
    action: "log.exported",
    subject: { kind: "organisation", id: orgId },
    body: { first: plan.after + 1, last: plan.last },
  });
  return plan;
}

/**
 * The lines of an export, in transactions of a thousand entries each, so that it needs little memory however long
 * the log is. What each line holds: docs/change-log.md. Throws when a retention run takes entries away meanwhile.
 */
export async function* exportLines(plan: ExportPlan): AsyncGenerator<string> {
  const { orgId, after, last } = plan;
  yield* await tenantTx(orgId, async (db) => {
    const [kept] = await headsBetween(db, after, after);
    const begin = {
      type: "log",
      format: FORMAT,
      orgId,
      after,
      afterHash: kept?.hash ?? "",
      frontier: kept?.frontier ?? [],
      keys: (await publicKeys()).keys,
    };
    return [JSON.stringify(begin), ...(kept ? [headLine(kept.jws)] : [])];
  });
  if (after > 0) yield* baseLines(plan);
  for (let reached = after; reached < last; ) {
    const page = await tenantTx(orgId, async (db) => {
      const entries = await entriesAfter(db, reached, Math.min(PAGE, last - reached));
      const heads = await headsBetween(db, reached + 1, entries.at(-1)?.number ?? reached);
      return { entries, heads: new Map(heads.map(({ number, jws }) => [number, jws])) };
    });
    if (page.entries[0]?.number !== reached + 1) throw sealedMeanwhile();
    for (const entry of page.entries) {
      yield JSON.stringify(entry);
      const jws = page.heads.get(entry.number);
      if (jws) yield headLine(jws);
    }
    reached = page.entries.at(-1)?.number ?? last;
  }
  yield* publishedLines(plan);
  const [end] = await tenantTx(orgId, (db) => entriesAfter(db, last - 1, 1));
  if (end?.number !== last) throw sealedMeanwhile();
  yield JSON.stringify({ type: "end", number: last, hash: end.hash });
}

/** A file that breaks off is fetched again; one with a hole would accuse an honest log. */
const sealedMeanwhile = () =>
  new Error("Entries were sealed and removed while they were exported: export again.");

const headLine = (jws: string): string => JSON.stringify({ type: "head", jws });

/** Where each schedule stood where the sealed part ends: the operations behind it go on from there. */
async function* baseLines({ orgId, after }: ExportPlan): AsyncGenerator<string> {
  for (const at of await tenantTx(orgId, (db) => standingsAt(db, after))) {
    const { scheduleId, revision } = at;
    const [definition, { history, archivedAt }] = await tenantTx(orgId, async (db) => [
      await definitionOf(db, at),
      await checkpointOf(db, at),
    ]);
    const base = { type: "base", scheduleId, revision, definition, history, archivedAt };
    yield JSON.stringify(base);
  }
}

/** All that is published: of each schedule every revision, and itself. */
async function* publishedLines({ orgId, last }: ExportPlan): AsyncGenerator<string> {
  const read: Parameters<typeof storedRevisions>[0] = (work) => tenantTx(orgId, work);
  const standings: readonly Standing[] = await read((db) => standingsAt(db, last));
  for (const { scheduleId, revision: upto, archivedAt } of standings) {
    for await (const { revision, facts } of storedRevisions(read, { scheduleId, revision: upto }))
      yield JSON.stringify({ type: "published", scheduleId, revision, ...facts });
    yield JSON.stringify({ type: "schedule", scheduleId, revision: upto, archivedAt });
  }
}
