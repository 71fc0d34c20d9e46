import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entryHash } from "@/lib/log/chain";
import { exportEntry, proveEntry, proveHead } from "@/lib/log/proof";
import { compareKept, verifyLog } from "@/lib/roster/log-verify";
import { as } from "@/scripts/demo-stage";
import { verifyProof } from "@/scripts/standby-verify/standby-verify.mjs";
import { logStage } from "./log-stage";

const NOW = Date.now();

let made: Awaited<ReturnType<typeof logStage>>;
let { lumen, harbour, owner, head, keys } = {} as typeof made;
beforeAll(async () => {
  made = await logStage();
  ({ lumen, harbour, owner, head, keys } = made);
});
afterAll(() => made.close());

describe("one entry alone", () => {
  const proofOf = (number: number) => as(lumen.owner, NOW, ({ db }) => proveEntry(db, number));

  test("is shown to be in the log by its proof and the signed head", async () => {
    for (let number = 1; number <= head.number; number += 1) {
      expect(verifyProof(await proofOf(number), { keys })).toEqual({ problems: [], notes: [] });
    }
    expect(await proofOf(head.number + 10)).toBeNull();
    // The export itself, logged since.
    expect(await proofOf(head.number + 1)).toEqual({ waits: true });
  });

  test("is taken out of the log only with an entry that says so", async () => {
    const before = await as(lumen.owner, NOW, ({ db }) => db.changeLogEntry.count());
    await as(lumen.owner, NOW, (context) => exportEntry(context, 2));
    const added = await as(lumen.owner, NOW, ({ db }) =>
      db.changeLogEntry.findMany({
        where: { number: { gt: before } },
        select: { action: true, actorId: true, body: true },
      }),
    );
    expect(added).toEqual([
      { action: "log.exported", actorId: lumen.owner.memberId, body: '{"first":2,"last":2}' },
    ]);
    await expect(
      as(lumen.owner, NOW, (context) => exportEntry(context, 10_000)),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("is not, when anything of it was changed", async () => {
    const proof = await proofOf(5);
    if (!proof || "waits" in proof) throw new Error("no proof");
    const wrong = (changed: object) => verifyProof({ ...proof, ...changed }, { keys }).problems;
    expect(wrong({ entry: { ...proof.entry, body: "{}" } }).join()).toMatch(/entry 5 was changed/);
    const forged = { ...proof.entry, body: "{}" };
    expect(wrong({ entry: { ...forged, hash: entryHash(forged) } }).join()).toMatch(
      /not in the tree/,
    );
    expect(wrong({ proof: proof.proof.toReversed() }).join()).toMatch(/not in the tree/);
    expect(wrong({ head: `${proof.head}A` }).join()).toMatch(/signature/);
    expect(verifyProof(proof, { keys: [{ kid: "another", x: "" }] }).problems.join()).toMatch(
      /not trusted/,
    );
  });

  test("a newer head is shown to continue an older one", async () => {
    const first = await as(lumen.owner, NOW, ({ db }) =>
      db.signedHead.findFirst({ orderBy: { number: "asc" } }),
    );
    const since = Number(first?.number);
    const proof = await as(lumen.owner, NOW, ({ db }) => proveHead(db, lumen.orgId, since));
    expect(verifyProof(proof, { keys, heads: [head] }).problems).toEqual([]);
    const cut = { ...proof, proof: [] };
    expect(verifyProof(cut, { keys }).problems.join()).toMatch(/does not continue/);
  });
});

describe("in the application", () => {
  const verify = (actor = made.lumen.owner) => as(actor, NOW, (context) => verifyLog(context, 0));
  const compare = (jws: string, actor = made.lumen.owner) =>
    as(actor, NOW, (context) => compareKept(context, jws));

  /** Does something behind the triggers' backs, verifies, and undoes it. */
  async function behind(sql: string): Promise<unknown> {
    const tables = ["ChangeLogEntry", "ChangeLogHead", "SignedHead", "Revision", "Schedule"];
    const references = `SELECT set_config('session_replication_role', 'replica', false)`;
    await owner.query(references);
    await owner.query("BEGIN");
    for (const table of tables) {
      await owner.query(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
      await owner.query(`CREATE TABLE "kept_${table}" AS TABLE "${table}"`);
    }
    await owner.query("COMMIT");
    await owner.query(sql, [lumen.orgId]);
    const { verdict } = await verify();
    await owner.query("BEGIN");
    for (const table of tables) {
      await owner.query(`DELETE FROM "${table}"`);
      await owner.query(`INSERT INTO "${table}" SELECT * FROM "kept_${table}"`);
      await owner.query(`DROP TABLE "kept_${table}"`);
      await owner.query(`ALTER TABLE "${table}" ENABLE TRIGGER USER`);
    }
    await owner.query("COMMIT");
    await owner.query("RESET session_replication_role");
    return verdict;
  }

  test("both logs are whole, with their heads", async () => {
    expect(await verify()).toMatchObject({ verdict: { whole: true }, heads: 2, more: false });
    expect(await verify(harbour.owner)).toMatchObject({ verdict: { whole: true }, heads: 1 });
  });

  test.each<readonly [string, string, RegExp]>([
    [
      "a revision that was changed",
      `UPDATE "Revision" SET "definition" = jsonb_set("definition", '{zone}', '"Asia/Tokyo"') WHERE "orgId" = $1`,
      /not as it was/,
    ],
    ...[
      `"holdsFrom" = "holdsFrom" - interval '1 minute'`,
      `"createdAt" = "createdAt" - interval '1 minute'`,
      `"zonesVersion" = '1999a'`,
      `"emergency" = NOT "emergency"`,
      `"operations" = '[]'`,
      `"publishedBy" = (SELECT "id" FROM "Member" m WHERE m."orgId" = $1 AND m."id" <> "publishedBy" LIMIT 1)`,
      `"draftId" = (SELECT "id" FROM "Draft" d WHERE d."orgId" = $1 AND d."id" <> "draftId" LIMIT 1)`,
    ].map(
      (set) =>
        [
          `a revision with other facts (${set.slice(0, 14)})`,
          `UPDATE "Revision" SET ${set} WHERE "orgId" = $1`,
          /not as it was/,
        ] as const,
    ),
    [
      "a schedule that was put away and is back",
      `UPDATE "Schedule" SET "archivedAt" = NULL WHERE "orgId" = $1`,
      /archived otherwise/,
    ],
    [
      "a schedule that nobody put away",
      `UPDATE "Schedule" SET "archivedAt" = now() WHERE "orgId" = $1 AND "archivedAt" IS NULL`,
      /archived otherwise/,
    ],
    [
      "a schedule that was put away at another time",
      `UPDATE "Schedule" SET "archivedAt" = "archivedAt" + interval '1 second' WHERE "orgId" = $1`,
      /archived otherwise/,
    ],
    [
      "a revision that nobody logged",
      `INSERT INTO "Revision" ("orgId", "scheduleId", "number", "holdsFrom", "definition", "operations", "zonesVersion", "draftId", "publishedBy")
         SELECT "orgId", "scheduleId", 2, now(), "definition", "operations", "zonesVersion", "draftId", "publishedBy" FROM "Revision" WHERE "orgId" = $1`,
      /never logged/,
    ],
    [
      "the end cut off, the database's own head too",
      `WITH gone AS (DELETE FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" > 5)
         UPDATE "ChangeLogHead" h SET "number" = 5, "hash" = (SELECT e."hash" FROM "ChangeLogEntry" e WHERE e."orgId" = $1 AND e."number" = 5) WHERE h."orgId" = $1`,
      /missing at the end/,
    ],
    [
      "a head signed by nobody",
      `UPDATE "SignedHead" SET "jws" = "jws" || 'A' WHERE "orgId" = $1`,
      /no signature/,
    ],
    [
      "a head that is of another log",
      `UPDATE "SignedHead" SET "jws" = (SELECT "jws" FROM "SignedHead" WHERE "orgId" <> $1 LIMIT 1) WHERE "orgId" = $1`,
      /of another entry/,
    ],
  ])("%s shows", async (_what, sql, why) => {
    expect(await behind(sql)).toMatchObject({ whole: false, why: expect.stringMatching(why) });
    expect(await verify()).toMatchObject({ verdict: { whole: true } });
  });

  test("a head that was kept is compared", async () => {
    const saved = await as(lumen.owner, NOW, ({ db }) => proveHead(db, lumen.orgId, undefined));
    const jws = "jws" in saved ? saved.jws : "";
    expect(await compare(jws)).toBeNull();
    expect(await compare(jws, harbour.owner)).toMatch(/another organisation/);
    expect(await compare(`${jws.slice(0, -4)}AAAA`)).toMatch(
      /no head that this installation signed/,
    );
  });
});
