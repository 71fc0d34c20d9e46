import "server-only";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { record } from "@/lib/tenancy/log";
import { checkpointsAt, definitionOf, revisionsAt } from "./checkpoint";
import { publicKeys } from "./key";
import { entriesAfter, headsBetween, logEnds } from "./read";

const PAGE = 1_000;

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
 * the log is. What each line holds: docs/change-log.md.
 */
export async function* exportLines(plan: ExportPlan): AsyncGenerator<string> {
  const { orgId, after, last } = plan;
  yield* await tenantTx(orgId, async (db) => {
    const [kept] = await headsBetween(db, after, after);
    const begin = {
      type: "log",
      format: 1,
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
    if (page.entries.length === 0) break;
    for (const entry of page.entries) {
      yield JSON.stringify(entry);
      const jws = page.heads.get(entry.number);
      if (jws) yield headLine(jws);
    }
    reached = page.entries.at(-1)?.number ?? last;
  }
  yield* await tenantTx(orgId, async (db) => {
    const published = Object.entries(await checkpointsAt(db, last));
    const [end] = await entriesAfter(db, last - 1, 1);
    return [
      ...published.map(([scheduleId, checkpoint]) =>
        JSON.stringify({ type: "published", scheduleId, ...checkpoint }),
      ),
      JSON.stringify({ type: "end", number: last, hash: end?.hash ?? "" }),
    ];
  });
}

const headLine = (jws: string): string => JSON.stringify({ type: "head", jws });

/** The definitions that held where the sealed part ends: the operations behind it go on from them. */
async function* baseLines({ orgId, after }: ExportPlan): AsyncGenerator<string> {
  const bases = await tenantTx(orgId, (db) => revisionsAt(db, after));
  for (const at of bases) {
    const definition = await tenantTx(orgId, (db) => definitionOf(db, at));
    yield JSON.stringify({ type: "base", ...at, definition });
  }
}
