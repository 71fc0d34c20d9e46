import { rm } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { keyFor } from "@/lib/crypto/keys";
import { tenantClient } from "@/lib/db/client";
import { installContextKey } from "@/lib/db/context-key";
import { migrate } from "@/lib/db/migrate";
import { addressFor, KEEPER, ROLES, rolePasswords, SUPPORT } from "@/lib/db/roles";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { tenantTxOn } from "@/lib/tenancy/db";
import { asOwner, freshDatabase, MASTER_KEY, type TestDatabase } from "@/tests/support/database";
import { migrationsBefore } from "./migrations-before";
import { openStage } from "./stage";

const ORG = "11111111-1111-4111-8111-111111111111";
/** An operator who is no superuser and owns the database. */
const OPERATOR = "probe_operator";

let stage: Awaited<ReturnType<typeof openStage>>;
let database: TestDatabase;
let before: string;

beforeAll(async () => {
  stage = await openStage();
  before = await migrationsBefore("20261122001200");
});
afterAll(async () => {
  await rm(before, { recursive: true });
  await stage.close();
});

/** A database with an organisation in it that is one migration behind, brought up to date. */
async function upgraded(ownerUrl: string): Promise<readonly string[]> {
  const passwords = rolePasswords(MASTER_KEY);
  await migrate(ownerUrl, passwords, before);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query("SELECT set_config('app.org', $1, false)", [ORG]);
  await owner.query(`INSERT INTO "Organisation" ("slug", "name") VALUES ('old', 'Old')`);
  await owner.query(`INSERT INTO "Team" ("name") VALUES ('Old team')`);
  await owner.end();
  const applied = await migrate(ownerUrl, passwords);
  await installContextKey(ownerUrl, keyFor(CONTEXT_PURPOSE));
  const client = tenantClient(addressFor("standby_app", ownerUrl, passwords));
  const names = await tenantTxOn(client, ORG, async (db) => {
    await db.team.create({ data: { name: "New team" } });
    const teams = await db.team.findMany({ orderBy: { name: "asc" } });
    return teams.map(({ name }) => name);
  });
  await client.$disconnect();
  expect(names).toEqual(["New team", "Old team"]);
  return applied;
}

describe("a database with data goes forward", () => {
  test("as a superuser's", async () => {
    database = await freshDatabase("template1");
    expect(await upgraded(database.ownerUrl)).toContain("20261122001200_signed_context");
    await database.drop();
  });

  test("as that of an owner who may only make roles", async () => {
    const server = inject("serverUrl");
    database = await freshDatabase("template1");
    const name = new URL(database.ownerUrl).pathname.slice(1);
    await asOwner(server, `CREATE ROLE ${OPERATOR} LOGIN CREATEROLE PASSWORD 'operator'`);
    for (const role of [...ROLES, KEEPER, SUPPORT]) {
      await asOwner(server, `GRANT ${role} TO ${OPERATOR} WITH ADMIN OPTION, INHERIT FALSE`);
    }
    await asOwner(server, `ALTER DATABASE ${name} OWNER TO ${OPERATOR}`);
    await asOwner(database.ownerUrl, `ALTER SCHEMA public OWNER TO ${OPERATOR}`);
    const url = new URL(database.ownerUrl);
    url.username = OPERATOR;
    url.password = "operator";
    try {
      expect(await upgraded(url.toString())).toContain("20261122001200_signed_context");
    } finally {
      await database.drop();
      for (const role of [...ROLES, KEEPER, SUPPORT]) {
        await asOwner(server, `REVOKE ${role} FROM ${OPERATOR} CASCADE`);
      }
      await asOwner(server, `DROP OWNED BY ${OPERATOR} CASCADE; DROP ROLE ${OPERATOR}`);
    }
  });
});
