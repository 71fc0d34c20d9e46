import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryHash, type StoredEntry } from "@/lib/log/chain";
import { signLogHead } from "@/lib/log/head";
import { type Verified, verifyLog } from "@/lib/roster/log-verify";
import { as } from "@/scripts/demo-stage";
import { openStage, type Tenant, tenant } from "./stage";

const NOW = Date.now();
const LENGTH = 200_000;
const AT_ONCE = 10_000;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;

const INSERT = `INSERT INTO "ChangeLogEntry"
  ("orgId", "number", "at", "action", "subjectKind", "subjectId", "requestId", "body", "previous", "hash")
  SELECT $1, number, to_timestamp($2 / 1000.0), 'probe.written', 'x', 'x', 'x', '{}', previous, hash
  FROM unnest($3::bigint[], $4::text[], $5::text[]) AS made (number, previous, hash)`;

/** Lengthens a log behind the triggers' backs, which would take minutes: the entries are as they would have made them. */
async function lengthen(orgId: string, to: number): Promise<void> {
  const { rows } = await owner.query<{ number: number; hash: string }>(
    `SELECT "number"::int AS number, "hash" FROM "ChangeLogHead" WHERE "orgId" = $1`,
    [orgId],
  );
  let { number, hash } = rows[0] ?? { number: 0, hash: "" };
  await owner.query(`SELECT set_config('session_replication_role', 'replica', false)`);
  while (number < to) {
    const [numbers, before, after]: [number[], string[], string[]] = [[], [], []];
    for (let i = 0; i < AT_ONCE && number < to; i += 1) {
      const entry: StoredEntry = {
        ...{ orgId, number: number + 1, at: NOW, version: 2, actorId: null, onBehalfOf: null },
        ...{ action: "probe.written", subjectKind: "x", subjectId: "x", scheduleId: null },
        ...{ requestId: "x", origin: "", body: "{}", previous: hash, hash: "" },
      };
      numbers.push(entry.number);
      before.push(hash);
      hash = entryHash(entry);
      after.push(hash);
      number = entry.number;
    }
    await owner.query(INSERT, [orgId, NOW, numbers, before, after]);
  }
  await owner.query(`UPDATE "ChangeLogHead" SET "number" = $2, "hash" = $3 WHERE "orgId" = $1`, [
    orgId,
    number,
    hash,
  ]);
  await owner.query("RESET session_replication_role");
}

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  lumen = await tenant("lumen");
  await lengthen(lumen.orgId, LENGTH);
  await signLogHead(lumen.orgId, "test", NOW);
}, 300_000);
afterAll(() => stage.close());

type Portion = Parameters<typeof verifyLog>[2];
const verify = (after: number, portion?: Portion) =>
  as(lumen.owner, NOW, (context) => verifyLog(context, after, portion));

/** Goes on until there is no more, as the page's button does. */
async function all(portion?: Portion): Promise<Verified[]> {
  const portions = [await verify(0, portion)];
  for (let last = portions[0]; last?.more && last.verdict.whole; last = portions.at(-1))
    portions.push(await verify(last.verdict.head.number, portion));
  return portions;
}

/** How often others had their turn in this process meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let [turns, done] = [0, false];
  const others = (async () => {
    for (; !done; turns += 1) await pause(1);
  })();
  await work().finally(() => {
    done = true;
  });
  await others;
  return turns;
}

test("two hundred thousand entries verify in portions, each within its time, and nobody waits for one", async () => {
  let portions: Verified[] = [];
  const turns = await turnsDuring(async () => {
    portions = await all();
  });
  expect(portions.length).toBeGreaterThanOrEqual(4);
  expect(portions.at(-1)).toMatchObject({
    more: false,
    heads: 1,
    verdict: { whole: true, head: { number: LENGTH } },
  });
  // Between any two pages of a thousand. A portion in one go would hold everybody up for a second and more.
  expect(turns).toBeGreaterThan(LENGTH / 1_000);
}, 240_000);

test("a portion ends after its entries, or when its time is over, and the next goes on there", async () => {
  const first = await verify(0, { entries: 4_000, ms: 60_000 });
  expect(first).toMatchObject({ after: 0, more: true, verdict: { head: { number: 4_000 } } });
  const second = await verify(4_000, { entries: 4_000, ms: 60_000 });
  expect(second).toMatchObject({ after: 4_000, verdict: { head: { number: 8_000 } } });
  // Also a machine that is too slow for all else gets on, a page at a time.
  const slow = await verify(8_000, { entries: 4_000, ms: 0 });
  expect(slow).toMatchObject({ after: 8_000, more: true, verdict: { head: { number: 9_000 } } });
  expect(await verify(LENGTH - 10, { entries: 10, ms: 0 })).toMatchObject({ more: false });
}, 60_000);

test("what was changed far behind the first portion is found, and where", async () => {
  const at = 150_500;
  const change = async (body: string) => {
    await owner.query(`SELECT set_config('session_replication_role', 'replica', false)`);
    await owner.query(
      `UPDATE "ChangeLogEntry" SET "body" = $3 WHERE "orgId" = $1 AND "number" = $2`,
      [lumen.orgId, at, body],
    );
    await owner.query("RESET session_replication_role");
  };
  await change('{"x":1}');
  const portions = await all();
  const [last, ...earlier] = portions.toReversed();
  expect(earlier.length).toBeGreaterThanOrEqual(3);
  expect(earlier.every(({ verdict, more }) => verdict.whole && more)).toBe(true);
  expect(last).toMatchObject({ more: false, verdict: { whole: false, number: at } });
  await change("{}");
  const after = last?.after ?? 0;
  expect((await verify(after)).verdict).toMatchObject({ whole: true });
}, 240_000);
