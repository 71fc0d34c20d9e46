import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tenantClient } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { OPEN_TENANT, prepareTenantConnection } from "@/lib/db/tenant-connection";
import { type TenantDb, tenantTxOn } from "@/lib/tenancy/db";
import { organisationsIn } from "./every-model";
import { openStage, type Tenant, tenant } from "./stage";
import { countTurns, type Turns } from "./turns";

let turns: Turns;
let stage: Awaited<ReturnType<typeof openStage>>;
let own: Tenant;
let foreign: Tenant;
let owner: pg.Client;
let client: PrismaClient;

beforeAll(async () => {
  stage = await openStage();
  own = await tenant("lumen");
  foreign = await tenant("harbour");
  owner = await stage.openOwner();
  turns = await countTurns(stage.appUrl);
  client = tenantClient(turns.url);
});
afterAll(async () => {
  await client.$disconnect();
  await turns.close();
  await stage.close();
});

const door = <T>(work: (db: TenantDb) => Promise<T>, orgId = own.orgId) =>
  tenantTxOn(client, orgId, work);

/** How often a transaction waits for PostgreSQL until it is over. */
async function turnsOf(work: (db: TenantDb) => Promise<unknown>): Promise<number> {
  await door((db) => db.team.count());
  await pause(50);
  const before = turns.count();
  await door(work);
  return turns.count() - before;
}

const teams = async () =>
  (await owner.query<{ name: string }>(`SELECT "name" FROM "Team" ORDER BY 1`)).rows.map(
    ({ name }) => name,
  );

test("a transaction that reads waits once for each query, and for nothing else", async () => {
  expect(await turnsOf((db) => db.person.findMany())).toBe(1);
  expect(
    await turnsOf(async (db) => {
      await db.person.findMany();
      await db.team.count();
      await db.schedule.findFirst();
    }),
  ).toBe(3);
});

test("a transaction that writes also waits for its commit", async () => {
  // Before, what there is of it is counted.
  expect(await turnsOf((db) => db.team.create({ data: { name: "Written" } }))).toBe(3);
  expect(await turnsOf((db) => db.team.updateMany({ data: { createdAt: new Date() } }))).toBe(2);
  expect(await teams()).toContain("Written");
});

test("a serialisable transaction waits for its commit although it only reads", async () => {
  const before = turns.count();
  await tenantTxOn(client, own.orgId, (db) => db.team.count(), { isolation: "Serializable" });
  expect(turns.count() - before).toBe(2);
});

test("a transaction in which nothing is asked is one too", async () => {
  expect(await door(async () => "nothing")).toBe("nothing");
});

test("what fails inside is taken back, and the connection goes on", async () => {
  const failing = door(async (db) => {
    await db.team.create({ data: { name: "Never" } });
    throw new Error("afterwards");
  });
  await expect(failing).rejects.toThrow("afterwards");
  const twice = door((db) => db.team.createMany({ data: [{ name: "Twice" }, { name: "Twice" }] }));
  await expect(twice).rejects.toMatchObject({ code: "P2002" });
  const made = await teams();
  expect(made).not.toContain("Never");
  expect(made).not.toContain("Twice");
  expect(await door((db) => db.organisation.count())).toBe(1);
});

test("a context that PostgreSQL refuses is an error of the first query, and writes nothing", async () => {
  await owner.query("UPDATE standby_keys.context_key SET valid_until = now()");
  const refused = /not signed for this connection/;
  await expect(door((db) => db.person.findMany())).rejects.toThrow(refused);
  await expect(door((db) => db.team.create({ data: { name: "Refused" } }))).rejects.toThrow(
    refused,
  );
  await expect(door((db) => db.team.deleteMany())).rejects.toThrow(refused);
  await owner.query("UPDATE standby_keys.context_key SET valid_until = 'infinity'");
  expect(await teams()).not.toContain("Refused");
  expect(await door((db) => db.organisation.count())).toBe(1);
});

test("a connection that breaks is an error, never an empty answer, and another takes its place", async () => {
  for (let round = 0; round < 10; round += 1) {
    const broken = door(async (db) => {
      await db.person.findMany();
      await owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'standby_app' AND datname = current_database()",
      );
      return db.person.findMany();
    });
    await expect(broken).rejects.toThrow();
    await pause(20); // until the pool has heard of those that were idle
    expect(await door((db) => db.organisation.count())).toBe(1);
  }
});

test("transactions of two organisations on the same connections never meet", async () => {
  for (let round = 0; round < 12; round += 1) {
    const turnsTaken = Array.from({ length: 25 }, (_, i) => (i % 2 === 0 ? own : foreign));
    const seen = await Promise.all(
      turnsTaken.map(({ orgId }, i) =>
        door(async (db) => {
          const rows = await Promise.all([
            db.organisation.findFirst(),
            db.person.findMany(),
            db.member.findFirst({ include: { grants: true } }),
          ]);
          if (i % 5 === 4) throw new Error("taken back");
          return [...organisationsIn(rows)];
        }, orgId).catch(() => [orgId]),
      ),
    );
    expect(seen).toEqual(turnsTaken.map(({ orgId }) => [orgId]));
  }
});

test("what injected SQL left on a connection is gone with the next transaction", async () => {
  const left = new pg.Client({ connectionString: stage.appUrl, pipeline: true });
  await left.connect();
  await prepareTenantConnection(left);
  const ask = async (text: string, values?: string[]) =>
    (await left.query({ text, ...(values && { values }) })).rows;
  await ask("BEGIN");
  await ask(OPEN_TENANT, [own.orgId, "0"]);
  await ask(`INSERT INTO "Team" ("name") VALUES ('Of a cursor')`);
  await ask(`DECLARE theirs CURSOR WITH HOLD FOR SELECT "name" FROM "Team"`);
  await ask("LISTEN standby_published");
  await ask("SET SESSION search_path = pg_catalog");
  await ask("SET SESSION statement_timeout = 1");
  await ask("SET SESSION ROLE standby_support");
  await ask("COMMIT");
  expect(await ask("SELECT current_user AS role")).toEqual([{ role: "standby_support" }]);
  await ask("BEGIN");
  await ask(OPEN_TENANT, [foreign.orgId, "0"]);
  const [now] = await ask(
    `SELECT current_user AS role, current_setting('search_path') AS path, current_setting('statement_timeout') AS timeout,
       (SELECT count(*)::int FROM pg_cursors) AS cursors, (SELECT count(*)::int FROM pg_listening_channels()) AS channels,
       standby.current_org() AS org`,
  );
  expect(now).toEqual({
    role: "standby_app",
    path: '"$user", public',
    timeout: "0",
    cursors: 0,
    channels: 0,
    org: foreign.orgId,
  });
  await ask("COMMIT");
  await left.end();
});
