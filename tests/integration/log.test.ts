import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START, type StoredEntry, verifyFrom } from "@/lib/log/chain";
import { verifyLog } from "@/lib/roster/log-verify";
import type { Actor } from "@/lib/tenancy/actor";
import { record } from "@/lib/tenancy/log";
import { as } from "@/scripts/demo-stage";
import { enter } from "./signed";
import { openStage, type Tenant, tenant } from "./stage";

const WRITERS = 20;
const EACH = 5;

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  owner = await stage.openOwner();
});
afterAll(() => stage.close());

const append = (actor: Actor, body: object) =>
  as(actor, Date.now(), (context) =>
    record(context, {
      action: "load-rules.changed",
      subject: { kind: "probe", id: "ü\n1" },
      body: { before: null, after: body },
    }),
  );

/** The log as the owner reads it, in the order of its numbers. */
async function entriesOf(orgId: string): Promise<StoredEntry[]> {
  const { rows } = await owner.query(
    `SELECT * FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number"`,
    [orgId],
  );
  return rows.map((row) => ({ ...row, number: Number(row.number), at: row.at.getTime() }));
}

test("twenty writers of two organisations leave no gap and one whole chain each", async () => {
  const before = { lumen: await entriesOf(lumen.orgId), harbour: await entriesOf(harbour.orgId) };
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let i = 0; i < EACH; i += 1) {
        await append(writer % 2 === 0 ? lumen.owner : harbour.owner, { writer, i, word: "größer" });
      }
    }),
  );
  for (const [{ orgId }, had] of [
    [lumen, before.lumen],
    [harbour, before.harbour],
  ] as const) {
    const entries = await entriesOf(orgId);
    expect(entries.length).toBe(had.length + (WRITERS * EACH) / 2);
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => i + 1));
    expect(verifyFrom(START, entries)).toMatchObject({ whole: true });
    const { rows } = await owner.query(
      `SELECT number::int, hash FROM "ChangeLogHead" WHERE "orgId" = $1`,
      [orgId],
    );
    expect(rows).toEqual([{ number: entries.length, hash: entries.at(-1)?.hash }]);
  }
});

test("the hash is what a verifier without our code computes from the fields", async () => {
  for (const entry of await entriesOf(lumen.orgId)) {
    const fields = [
      entry.previous,
      entry.orgId,
      String(entry.number),
      String(entry.at),
      entry.actorId,
      entry.onBehalfOf,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      entry.scheduleId,
      entry.requestId,
      entry.origin,
      entry.body,
    ].map((value) => (value === null ? "-" : `${Buffer.byteLength(value)} ${value}`));
    const text = ["standby-log-2", ...fields].join("\n");
    expect(createHash("sha256").update(text, "utf8").digest("hex")).toBe(entry.hash);
  }
});

describe("nobody rewrites it", () => {
  const statements = [
    `UPDATE "ChangeLogEntry" SET "body" = '{}'`,
    `DELETE FROM "ChangeLogEntry"`,
    `TRUNCATE "ChangeLogEntry"`,
    `UPDATE "ChangeLogHead" SET "number" = 0, "hash" = ''`,
    `DELETE FROM "ChangeLogHead"`,
    `TRUNCATE "ChangeLogHead"`,
  ];

  async function refusals(url: string, orgId: string): Promise<string[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await enter(client, orgId, false);
    const messages: string[] = [];
    for (const sql of statements) {
      messages.push(
        await client.query(sql).then(
          () => "done",
          (error: Error) => error.message,
        ),
      );
    }
    await client.end();
    return messages;
  }

  test.each(["appUrl", "authUrl", "jobsUrl"] as const)("not the role of %s", async (role) => {
    for (const message of await refusals(stage[role], lumen.orgId)) {
      expect(message).toMatch(/^permission denied/);
    }
  });

  test("not the owner, as far as triggers reach", async () => {
    for (const message of await refusals(stage.ownerUrl, lumen.orgId)) {
      expect(message).toMatch(/is append-only$/);
    }
  });

  test("what a writer says about number, time, hash and what came before is overwritten", async () => {
    const app = new pg.Client({ connectionString: stage.appUrl });
    await app.connect();
    const had = await entriesOf(lumen.orgId);
    await enter(app, lumen.orgId, false);
    await app.query(
      `INSERT INTO "ChangeLogEntry" ("number", "at", "previous", "hash", "action", "subjectKind", "subjectId",
         "requestId", "body") VALUES (999, '2001-01-01', 'forged', 'forged', 'probe.forged', 'x', 'x', 'x', '{}')`,
    );
    await app.end();
    const entries = await entriesOf(lumen.orgId);
    expect(entries).toHaveLength(had.length + 1);
    expect(entries.at(-1)).toMatchObject({ number: had.length + 1, previous: had.at(-1)?.hash });
    expect(entries.at(-1)?.at).toBeGreaterThan(Date.now() - 60_000);
    expect(verifyFrom(START, entries)).toMatchObject({ whole: true });
  });
});

test("an act and its entry are rolled back together, and the next takes the number", async () => {
  const had = await entriesOf(lumen.orgId);
  const failing = as(lumen.owner, Date.now(), async (context) => {
    await context.db.team.create({ data: { name: "Never" } });
    await record(context, {
      action: "team.added",
      subject: { kind: "team", id: "x" },
      body: { name: "Never" },
    });
    throw new Error("after the entry");
  });
  await expect(failing).rejects.toThrow("after the entry");
  expect(await entriesOf(lumen.orgId)).toEqual(had);
  const refused = as(lumen.owner, Date.now(), async (context) => {
    await context.db.team.create({ data: { name: "Never" } });
    await context.db.changeLogEntry.create({
      data: {
        action: "x",
        subjectKind: "x",
        subjectId: "x",
        requestId: "x",
        body: "x",
        scheduleId: "no id",
      },
    });
  });
  await expect(refused).rejects.toThrow();
  await append(lumen.owner, {});
  expect((await entriesOf(lumen.orgId)).at(-1)?.number).toBe(had.length + 1);
  const teams = await as(lumen.owner, Date.now(), ({ db }) =>
    db.team.count({ where: { name: "Never" } }),
  );
  expect(teams).toBe(0);
});

describe("who has the disk can rewrite it, and it shows", () => {
  const verify = () => as(harbour.owner, Date.now(), (context) => verifyLog(context, 0));

  async function tampered(sql: string) {
    await owner.query("BEGIN");
    await owner.query(`ALTER TABLE "ChangeLogEntry" DISABLE TRIGGER USER`);
    await owner.query(`ALTER TABLE "ChangeLogHead" DISABLE TRIGGER USER`);
    const kept = await owner.query(`SELECT * FROM "ChangeLogEntry" WHERE "orgId" = $1`, [
      harbour.orgId,
    ]);
    await owner.query(sql, [harbour.orgId]);
    await owner.query("COMMIT");
    const { verdict } = await verify();
    await owner.query(`DELETE FROM "ChangeLogEntry" WHERE "orgId" = $1`, [harbour.orgId]);
    for (const row of kept.rows) {
      const names = Object.keys(row).map((name) => `"${name}"`);
      const places = names.map((_, i) => `$${i + 1}`);
      await owner.query(
        `INSERT INTO "ChangeLogEntry" (${names}) VALUES (${places})`,
        Object.values(row),
      );
    }
    expect((await verify()).verdict).toMatchObject({ whole: true });
    return verdict;
  }

  test.each([
    [
      "a changed body",
      `UPDATE "ChangeLogEntry" SET "body" = '{"x":1}' WHERE "orgId" = $1 AND "number" = 4`,
      4,
    ],
    [
      "another actor",
      `UPDATE "ChangeLogEntry" SET "actorId" = gen_random_uuid() WHERE "orgId" = $1 AND "number" = 4`,
      4,
    ],
    [
      "a millisecond",
      `UPDATE "ChangeLogEntry" SET "at" = "at" + interval '1 ms' WHERE "orgId" = $1 AND "number" = 4`,
      4,
    ],
    ["one taken out", `DELETE FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" = 4`, 4],
    ["the end cut off", `DELETE FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" >= 9`, 9],
  ])("%s", async (_what, sql, number) => {
    expect(await tampered(sql)).toMatchObject({ whole: false, number });
  });
});
