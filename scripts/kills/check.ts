import { readFile } from "node:fs/promises";
import pg from "pg";
import { verifyLog } from "@/lib/roster/log-verify";
import type { Actor } from "@/lib/tenancy/actor";
import { tenantTx } from "@/lib/tenancy/db";
import { ACTS, type Act, type LedgerDraft, ledgerSchema } from "./ledger";

// Compares what the clients were told with what the database holds. Prints what is wrong, and fails if anything is.

/** What the log calls an act. */
const LOGGED: Readonly<Record<Exclude<Act, "publish">, string>> = {
  open: "draft.opened",
  restore: "draft.opened",
  save: "draft.saved",
  submit: "draft.submitted",
  review: "draft.reviewed",
  withdraw: "draft.withdrawn",
};

const wrong: string[] = [];
const expectSame = (what: string, held: unknown, told: unknown): void => {
  if (held !== told) wrong.push(`${what}: ${held} in the database, ${told} acknowledged`);
};

const { orgId, drafts } = ledgerSchema.parse(
  JSON.parse(await readFile(process.argv[2] ?? "", "utf8")),
);
// As a superuser, who sees past row-level security: what is there, not what the application shows.
const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
await owner.connect();

async function counts(sql: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await owner.query<{ name: string; count: string }>(sql, [orgId]);
  return new Map(rows.map(({ name, count }) => [name, Number(count)]));
}

const told = (entry: LedgerDraft, ...acts: readonly Act[]): number =>
  acts.reduce((sum, act) => sum + (entry.acknowledged[act] ?? 0), 0);
const toldOfAll = (...acts: readonly Act[]): number =>
  drafts.reduce((sum, entry) => sum + told(entry, ...acts), 0);

/** Each acknowledged act of each draft stands in the log once, and none that was not acknowledged. */
async function checkLog(): Promise<void> {
  const held = await counts(
    `SELECT "subjectId" || ' ' || "action" AS name, count(*) FROM "ChangeLogEntry"
       WHERE "orgId" = $1 AND "subjectKind" = 'draft' GROUP BY 1`,
  );
  for (const entry of drafts) {
    for (const action of new Set(Object.values(LOGGED))) {
      const acts = ACTS.filter((act) => act !== "publish" && LOGGED[act] === action);
      const name = `${entry.draftId} ${action}`;
      expectSame(name, held.get(name) ?? 0, told(entry, ...acts));
    }
  }
}

/** Each acknowledged publication is one revision, and the revisions of a schedule have no hole. */
async function checkRevisions(): Promise<void> {
  const held = await counts(
    `SELECT "draftId"::text AS name, count(*) FROM "Revision" WHERE "orgId" = $1 GROUP BY 1`,
  );
  for (const entry of drafts)
    expectSame(
      `revisions of ${entry.draftId}`,
      held.get(entry.draftId) ?? 0,
      told(entry, "publish"),
    );
  const holes = await counts(
    `SELECT s."id"::text AS name, count(r.*) - s."headRevision" AS count FROM "Schedule" s
       LEFT JOIN "Revision" r ON r."orgId" = s."orgId" AND r."scheduleId" = s."id"
       WHERE s."orgId" = $1 GROUP BY s."id", s."headRevision"
       HAVING count(r.*) <> s."headRevision" OR max(r."number") <> s."headRevision"`,
  );
  for (const [schedule] of holes) wrong.push(`the revisions of ${schedule} have a hole`);
}

/** Nothing is there that nobody was told of: what the seed made is all that may be left over. */
async function checkTotals(): Promise<void> {
  const schedules = new Set(drafts.map(({ scheduleId }) => scheduleId)).size;
  const held = await counts(
    `SELECT 'drafts' AS name, count(*) FROM "Draft" WHERE "orgId" = $1
     UNION ALL SELECT 'revisions', count(*) FROM "Revision" WHERE "orgId" = $1
     UNION ALL SELECT 'reviews', count(*) FROM "Review" WHERE "orgId" = $1
     UNION ALL SELECT 'messages', count(*) FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'reviewed'
     UNION ALL SELECT 'keys', count(*) FROM "RequestKey" WHERE "orgId" = $1`,
  );
  expectSame("drafts", held.get("drafts"), drafts.length + schedules);
  expectSame("revisions", held.get("revisions"), toldOfAll("publish") + schedules);
  expectSame("reviews", held.get("reviews"), toldOfAll("review") + schedules);
  expectSame("messages about reviews", held.get("messages"), toldOfAll("review") + schedules);
  expectSame("keys of requests", held.get("keys"), toldOfAll(...ACTS));
}

/** The chain, its signed heads, and that folding the log gives what is published. */
async function checkChain(): Promise<number> {
  for (let after = 0; ; ) {
    const { verdict, more } = await tenantTx(
      orgId,
      (db) => verifyLog({ actor: { orgId } as Actor, db, now: Date.now() }, after),
      { timeoutMs: 120_000 },
    );
    if (!verdict.whole) wrong.push(`entry ${verdict.number} of the log: ${verdict.why}`);
    if (!verdict.whole || !more) return verdict.whole ? verdict.head.number : verdict.number;
    after = verdict.head.number;
  }
}

await checkLog();
await checkRevisions();
await checkTotals();
const entries = await checkChain();
await owner.end();
for (const line of wrong.slice(0, 20)) console.log(`  WRONG ${line}`);
console.log(
  `  ${entries} entries of the log, ${toldOfAll(...ACTS)} acknowledged acts, ${wrong.length} wrong`,
);
process.exit(wrong.length === 0 ? 0 : 1);
