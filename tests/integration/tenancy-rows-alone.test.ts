import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PrismaClient } from "@/lib/db/generated/client";
import { IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";
import {
  APPEND_ONLY,
  CHANGE,
  call,
  dump,
  fieldsOf,
  fullTenant,
  KEPT,
  organisationsIn,
} from "./every-model";
import { type Raw, rowsAlone } from "./signed";
import { openStage, type Tenant } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let own: Tenant;
let foreign: Tenant;
let before: Awaited<ReturnType<typeof dump>>;
/** No extension, no filter: what is left is PostgreSQL. */
let raw: PrismaClient;
const clients = new Map<string, pg.Client>();

beforeAll(async () => {
  stage = await openStage();
  own = await fullTenant("lumen");
  foreign = await fullTenant("harbour");
  before = await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS);
  raw = new PrismaClient({ adapter: new PrismaPg({ connectionString: stage.appUrl }) });
  for (const role of ["app", "auth", "jobs"] as const) {
    const client = new pg.Client({ connectionString: stage[`${role}Url`] });
    await client.connect();
    clients.set(role, client);
  }
});
afterAll(async () => {
  await raw.$disconnect();
  for (const client of clients.values()) await client.end();
  await stage.close();
});

const within = <T>(work: (tx: Raw) => Promise<T>): Promise<T> => rowsAlone(raw, own.orgId, work);

async function ask(role: string, sql: string, values: readonly unknown[] = []) {
  const client = clients.get(role);
  if (!client) throw new Error(`no client for ${role}`);
  return client.query(sql, [...values]);
}

describe("row-level security without the filter", () => {
  test.each(TENANT_MODELS)("%s: a foreign row is not there, for any operation", async (model) => {
    const where = { orgId: foreign.orgId };
    const include = Object.fromEntries(fieldsOf(model, "object").map((name) => [name, true]));
    const rows = await within(async (tx) => {
      expect(await call(tx, model, "findFirst", { where })).toBeNull();
      expect(await call(tx, model, "findMany", { where })).toEqual([]);
      expect(await call(tx, model, "count", { where })).toBe(0);
      expect(await call(tx, model, "aggregate", { where, _count: true })).toEqual({ _count: 0 });
      if (!APPEND_ONLY.has(model)) {
        const data = CHANGE[model];
        expect(await call(tx, model, "updateMany", { where, data })).toEqual({ count: 0 });
        expect(await call(tx, model, "updateManyAndReturn", { where, data })).toEqual([]);
      }
      if (!APPEND_ONLY.has(model) && !KEPT.has(model)) {
        expect(await call(tx, model, "deleteMany", { where })).toEqual({ count: 0 });
      }
      return call(tx, model, "findMany", Object.keys(include).length > 0 ? { include } : {});
    });
    expect([...organisationsIn(rows)]).toEqual([own.orgId]);
  });

  test.each(["Member", "Person", "Team", "Schedule", "Draft", "Grant", "ApiKey"] as const)(
    "%s: by its whole key it can be neither found, changed, deleted nor replaced",
    async (model) => {
      const row = before[model]?.[0];
      const id = String(Reflect.get(row as object, "id"));
      const where = { orgId_id: { orgId: foreign.orgId, id } };
      const data = CHANGE[model];
      await within(async (tx) => {
        expect(await call(tx, model, "findUnique", { where })).toBeNull();
        await expect(call(tx, model, "findUniqueOrThrow", { where })).rejects.toMatchObject({
          code: "P2025",
        });
        await expect(call(tx, model, "update", { where, data })).rejects.toMatchObject({
          code: "P2025",
        });
        await expect(call(tx, model, "delete", { where })).rejects.toMatchObject({ code: "P2025" });
      });
    },
  );

  test("a row can be neither made in nor moved to another organisation", async () => {
    const { orgId } = foreign;
    const denied = /row-level security|keeps its organisation/;
    await expect(within((tx) => tx.team.create({ data: { orgId, name: "x" } }))).rejects.toThrow(
      denied,
    );
    await expect(within((tx) => tx.team.updateMany({ data: { orgId } }))).rejects.toThrow(denied);
    await expect(
      within((tx) => tx.outbox.create({ data: { orgId, kind: "x", payload: {} } })),
    ).rejects.toThrow(denied);
    const entry = { action: "x", subjectKind: "x", subjectId: "x", requestId: "x", body: "{}" };
    await expect(
      within((tx) => tx.changeLogEntry.create({ data: { orgId, ...entry } })),
    ).rejects.toThrow();
    const connected = within((tx) =>
      tx.team.create({
        data: {
          name: "y",
          people: {
            create: {
              person: {
                connect: {
                  orgId_id: { orgId, id: String(Reflect.get(before.Person?.[0] as object, "id")) },
                },
              },
            },
          },
        },
      }),
    );
    await expect(connected).rejects.toThrow();
  });

  test.each(TENANT_MODELS)("%s: not even the owner moves a row", async (model) => {
    const client = await stage.openOwner();
    const sql = `UPDATE "${model}" SET "orgId" = $2 WHERE "orgId" = $1`;
    const said = await client.query(sql, [own.orgId, foreign.orgId]).then(
      () => "moved",
      (error: Error) => error.message,
    );
    expect(said).toMatch(/keeps its organisation|is append-only/);
  });

  test("look-ups of two organisations in the same tick are not merged", async () => {
    const turns = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? own : foreign));
    for (let round = 0; round < 50; round += 1) {
      const seen = await Promise.all(
        turns.map(({ orgId }) =>
          rowsAlone(raw, orgId, async (tx) => {
            const keys = [own, foreign].map((one) => ({
              orgId_id: { orgId: one.orgId, id: one.teamId },
            }));
            const found = await Promise.all(keys.map((where) => tx.team.findUnique({ where })));
            return found.map((team) => team?.orgId ?? null);
          }),
        ),
      );
      expect(seen).toEqual(
        turns.map((one) => (one === own ? [own.orgId, null] : [null, foreign.orgId])),
      );
    }
  });

  test("after all this nothing of the other organisation has changed", async () => {
    expect(await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS)).toEqual(before);
  });
});

describe("the application's role without an organisation", () => {
  test.each(TENANT_MODELS)("%s: no row to read, none to write", async (model) => {
    expect((await ask("app", `SELECT * FROM "${model}"`)).rows).toEqual([]);
    for (const sql of [
      `UPDATE "${model}" SET "orgId" = $1`,
      `DELETE FROM "${model}" WHERE $1::uuid IS NOT NULL`,
    ]) {
      const count = await ask("app", sql, [own.orgId]).then(
        ({ rowCount }) => rowCount,
        (error: Error) => error.message,
      );
      expect([0, `permission denied for table ${model}`]).toContain(count);
    }
    await expect(
      ask("app", `INSERT INTO "${model}" ("orgId") VALUES ($1)`, [own.orgId]),
    ).rejects.toThrow();
    await expect(ask("app", `TRUNCATE "${model}" CASCADE`)).rejects.toThrow(/permission denied/);
  });

  test.each(IDENTITY_MODELS)("%s is closed to it", async (model) => {
    await expect(ask("app", `SELECT * FROM "${model}"`)).rejects.toThrow(/permission denied/);
  });
});

describe("the other roles", () => {
  const closed = TENANT_MODELS.filter(
    (name) => !["Organisation", "Member", "Grant", "Invitation"].includes(name),
  );

  test.each(closed)("sign-in does not reach %s", async (model) => {
    await expect(ask("auth", `SELECT * FROM "${model}"`)).rejects.toThrow(/permission denied/);
  });

  test("sign-in reads of members no name and no address, and writes none", async () => {
    for (const sql of [
      `SELECT "name" FROM "Member"`,
      `SELECT "emailBox" FROM "Member"`,
      `SELECT "grants" FROM "Invitation"`,
      `UPDATE "Grant" SET "permission" = 'organisation.own'`,
      `INSERT INTO "Grant" ("orgId") VALUES (gen_random_uuid())`,
      `UPDATE "Invitation" SET "acceptedAt" = NULL`,
      `DELETE FROM "Member"`,
    ]) {
      await expect(ask("auth", sql)).rejects.toThrow(/permission denied/);
    }
  });

  test.each([...TENANT_MODELS, ...IDENTITY_MODELS])(
    "the queue does not reach %s",
    async (model) => {
      await expect(ask("jobs", `SELECT * FROM "${model}"`)).rejects.toThrow(/permission denied/);
    },
  );

  test.each(["app", "auth", "jobs"])(
    "standby_%s makes nothing and becomes nobody",
    async (role) => {
      for (const sql of [
        "CREATE TABLE public.probe (n int)",
        "CREATE FUNCTION standby.current_org() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        `ALTER TABLE "Person" DISABLE ROW LEVEL SECURITY`,
        `DROP POLICY tenant ON "Person"`,
        `ALTER TABLE "ChangeLogEntry" DISABLE TRIGGER ALL`,
        "SET session_replication_role = replica",
        "SET ROLE postgres",
      ]) {
        await expect(ask(role, sql)).rejects.toThrow(
          /permission denied|must be owner|does not exist/,
        );
      }
    },
  );
});
