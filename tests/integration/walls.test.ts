import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SUPPORT } from "@/lib/db/roles";
import { assertWalls, findHoles } from "@/lib/db/walls";
import { joinDatabase } from "@/scripts/boot/database";
import { asOwner, freshDatabase, MASTER_KEY, type TestDatabase } from "@/tests/support/database";

const NAMES = ["standby_app", "standby_auth", "standby_jobs", SUPPORT] as const;

let database: TestDatabase;
let urls: { app: string; auth: string; jobs: string };
let owner: pg.Client;
let name: string;

beforeAll(async () => {
  database = await freshDatabase();
  name = new URL(database.ownerUrl).pathname.slice(1);
  // Whom a copied database lets make temporary tables is not copied.
  await asOwner(database.ownerUrl, `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  urls = { app: database.appUrl, auth: database.authUrl, jobs: database.jobsUrl };
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** The holes of a role after that, which is taken back: the roles are those of the whole server. */
async function holesAfter(role: (typeof NAMES)[number], sql: string): Promise<readonly string[]> {
  await owner.query("BEGIN");
  try {
    await owner.query(sql);
    await owner.query(`SET LOCAL ROLE ${role}`);
    return await findHoles(owner, role);
  } finally {
    await owner.query("ROLLBACK");
  }
}

/** While `spoil` holds in this database. */
async function during(spoil: string, mend: string, work: () => Promise<void>): Promise<void> {
  await owner.query(spoil);
  try {
    await work();
  } finally {
    await owner.query(mend);
  }
}

test("the walls of a database that was migrated stand", async () => {
  expect(await assertWalls(urls)).toEqual([]);
});

describe.each(NAMES)("%s", (role) => {
  const spoilt = [
    [`ALTER ROLE ${role} SUPERUSER`, "is a superuser"],
    [`ALTER ROLE ${role} BYPASSRLS`, "bypasses row-level security"],
    [`ALTER ROLE ${role} REPLICATION`, "may replicate, which reads every table"],
    [`ALTER ROLE ${role} CREATEROLE`, "makes roles"],
    [`ALTER ROLE ${role} CREATEDB`, "makes databases"],
    [`GRANT pg_read_all_data TO ${role}`, "is a member of pg_read_all_data"],
    [`ALTER TABLE "Person" OWNER TO ${role}`, 'owns table "Person"'],
    [
      `ALTER FUNCTION standby.current_org() OWNER TO ${role}`,
      "owns function standby.current_org()",
    ],
    [`GRANT CREATE ON SCHEMA public TO ${role}`, "makes tables in the schema public"],
    [
      `GRANT SELECT (id) ON standby_keys.context_key TO ${role}`,
      "reaches the keys of contexts, standby_keys.context_key",
    ],
    [
      `ALTER TABLE "Person" NO FORCE ROW LEVEL SECURITY`,
      "meets the table Person without forced row-level security",
    ],
    [
      `CREATE TABLE "Loose" ("orgId" uuid)`,
      "meets the table Loose without forced row-level security",
    ],
  ] as const;

  test.each(spoilt)("%s is a hole", async (sql, hole) => {
    expect(await holesAfter(role, sql)).toContain(`${role} ${hole}`);
  });

  test("has no hole otherwise", async () => {
    expect(await holesAfter(role, "SELECT")).toEqual([]);
  });
});

test("support that signs in by itself, and an application that inherits from it, are holes", async () => {
  expect(await holesAfter(SUPPORT, `ALTER ROLE ${SUPPORT} LOGIN`)).toEqual([
    `${SUPPORT} signs in by itself`,
  ]);
  const sql = `GRANT ${SUPPORT} TO standby_app WITH INHERIT TRUE`;
  expect(await holesAfter("standby_app", sql)).toEqual([
    `standby_app inherits what ${SUPPORT} may`,
  ]);
});

describe("nothing is served", () => {
  const forced = `ALTER TABLE "Person" FORCE ROW LEVEL SECURITY`;

  test("when a table's row-level security is not forced", async () => {
    await during(`ALTER TABLE "Person" NO FORCE ROW LEVEL SECURITY`, forced, async () => {
      await expect(assertWalls(urls)).rejects.toThrow(
        /^The walls between organisations have holes, so nothing is served: standby_app meets the table Person/,
      );
    });
  });

  test("when everybody may make temporary tables: each role says so", async () => {
    const mend = `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`;
    await during(`GRANT TEMPORARY ON DATABASE ${name} TO PUBLIC`, mend, async () => {
      for (const role of NAMES)
        await expect(assertWalls(urls)).rejects.toThrow(`${role} makes temporary tables`);
    });
  });

  test.each(["app", "auth", "jobs"] as const)("when %s signs in as the owner", async (which) => {
    await expect(assertWalls({ ...urls, [which]: database.ownerUrl })).rejects.toThrow(
      `instead of standby_${which}`,
    );
  });

  test("when the addresses are the operator's own, and one is the owner's", async () => {
    vi.stubEnv("STANDBY_MASTER_KEY", MASTER_KEY);
    vi.stubEnv("AUTH_SECRET", MASTER_KEY);
    const { ownerUrl } = database;
    const settings = { data: "", host: "", port: 0, url: "", ownerUrl, demo: false };
    const open = (app: string) => joinDatabase({ ...settings, roleUrls: { ...urls, app } });
    await expect(open(ownerUrl)).rejects.toThrow("instead of standby_app");
    expect((await open(urls.app)).roles).toEqual(urls);
    vi.unstubAllEnvs();
  });
});

test("large objects that are open to all are said, and served all the same", async () => {
  const opened = "FUNCTION pg_catalog.lo_create(oid)";
  await during(
    `GRANT EXECUTE ON ${opened} TO PUBLIC`,
    `REVOKE EXECUTE ON ${opened} FROM PUBLIC`,
    async () => {
      const [warning] = await assertWalls(urls);
      expect(warning).toContain("REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC");
    },
  );
});
