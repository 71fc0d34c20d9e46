import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { KEEPER, ROLES, SUPPORT } from "@/lib/db/roles";
import { isSafeServer } from "@/lib/db/server-version";
import { IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";
import { call, fieldsOf } from "./every-model";
import { openStage } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
});
afterAll(() => stage.close());

const ALL = [...TENANT_MODELS, ...IDENTITY_MODELS];
const isTenant = (name: string): boolean => TENANT_MODELS.some((model) => model === name);

async function ask<T extends pg.QueryResultRow>(sql: string): Promise<readonly T[]> {
  return (await owner.query<T>(sql)).rows;
}

/** What support sees rows of, while an owner lets it. Of nobody's contacts, and no secrets. */
const SUPPORT_READS = [
  "Acknowledgement",
  "Draft",
  "LoadRules",
  "Member",
  "Organisation",
  "Person",
  "Policy",
  "Review",
  "Revision",
  "Schedule",
  "Team",
  "TeamPerson",
  "TimeOff",
];

/** The columns of tenants' tables that standby_auth reads, before there is a tenant. */
const SIGN_IN_READS = [
  "ApiKey SELECT createdBy expiresAt grants id keyHash memberId name orgId revokedAt usedAt",
  "Feed SELECT expiresAt id memberId orgId revokedAt scheduleId tokenHash usedAt",
  "Grant SELECT memberId orgId permission teamId",
  "Invitation SELECT acceptedAt emailBox emailHash expiresAt id name orgId revokedAt tokenHash",
  "KeyNetwork SELECT keyId network orgId",
  "Member SELECT createdAt id orgId removedAt signedOutAt userId",
  "Organisation SELECT factorGraceDays factorKinds factorSince idleMinutes name networks orgId sessionHours slug ssoFactors ssoRequired zone",
  "ScimToken SELECT createdBy expiresAt id networks orgId revokedAt tokenHash usedAt",
  "SsoConnection SELECT certificates clientId entryPoint id issuer kind name orgId secretBox",
  "SsoDomain SELECT domain orgId verifiedAt",
  "SupportAccess SELECT endedAt expiresAt grantedBy id orgId teams whole",
];

/** Unique over all organisations on purpose: each is random, a keyed hash, or an address of the whole site. */
const UNIQUE_ANYWHERE = [
  "ApiKey_keyHash_key",
  "Feed_tokenHash_key",
  "Invitation_tokenHash_key",
  "Organisation_slug_key",
  "ScimToken_tokenHash_key",
  "SsoDomain_verified_key",
];

describe("the models and the tables", () => {
  test("every model is a tenant's or nobody's, and says so in lib/tenancy/models.ts", () => {
    expect(Object.keys(Prisma.ModelName).sort()).toEqual([...ALL].sort());
  });

  test("there is no table besides", async () => {
    const tables = await ask<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
         AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relname <> '_prisma_migrations'`,
    );
    expect(tables.map(({ name }) => name).sort()).toEqual([...ALL].sort());
  });

  test.each(ALL)("%s has the columns that Prisma thinks it has", async (model) => {
    const columns = await ask<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = '${model}'`,
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(fieldsOf(model, "scalar").sort());
    const client = new PrismaClient({
      adapter: new PrismaPg({ connectionString: stage.ownerUrl }),
    });
    expect(await call(client, model, "findFirst", {})).toBeNull();
    await client.$disconnect();
  });
});

describe("row-level security", () => {
  test("is enabled and forced on every table", async () => {
    const open = await ask(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND relname <> '_prisma_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  test("every tenant's table has one policy for everybody, which asks for the organisation", async () => {
    const policies = await ask<{ table: string }>(
      `SELECT tablename AS "table", cmd, permissive, qual AS "using", with_check AS "check" FROM pg_policies
         WHERE schemaname = 'public' AND 'public' = ANY (roles)`,
    );
    const asks = `("orgId" = ( SELECT standby.current_org() AS current_org))`;
    const one = { cmd: "ALL", permissive: "PERMISSIVE", using: asks, check: asks };
    const byTable = policies.toSorted((a, b) => a.table.localeCompare(b.table));
    const tables = TENANT_MODELS.toSorted((a, b) => a.localeCompare(b));
    expect(byTable).toEqual(tables.map((table) => ({ table, ...one })));
  });

  test("other policies are those of sign-in, of support and of the keeper", async () => {
    const others = await ask<{ policy: string }>(
      `SELECT tablename || ' ' || cmd || ' ' || array_to_string(roles, ',') AS policy FROM pg_policies
         WHERE schemaname = 'public' AND roles <> '{public}'`,
    );
    const support = SUPPORT_READS.map((table) => `${table} SELECT ${SUPPORT}`);
    expect(others.map(({ policy }) => policy).sort()).toEqual(
      [
        ...support,
        "ApiKey SELECT standby_auth",
        "BackupCode ALL standby_auth",
        "CodeFactor ALL standby_auth",
        "CodeTally ALL standby_auth",
        "Feed SELECT standby_auth",
        "Grant SELECT standby_auth",
        "Identity ALL standby_auth",
        "Invitation SELECT standby_auth",
        "KeptKey ALL standby_auth",
        "KeyNetwork SELECT standby_auth",
        "Member SELECT standby_auth",
        "Organisation SELECT standby_auth",
        "Passkey ALL standby_auth",
        "PasskeyChallenge ALL standby_auth",
        "PasswordReset ALL standby_auth",
        "PasswordReset DELETE standby_auth",
        "PendingSignIn ALL standby_auth",
        "RateLimit ALL standby_auth",
        "SamlAssertion ALL standby_auth",
        "ScimToken SELECT standby_auth",
        "SentCode ALL standby_auth",
        "Session ALL standby_auth",
        "Session DELETE standby_auth",
        "SsoConnection SELECT standby_auth",
        "SsoDomain SELECT standby_auth",
        "SupportAccess SELECT standby_auth",
        `SupportAccess SELECT ${KEEPER}`,
        "User ALL standby_auth",
      ].sort(),
    );
  });
});

describe("keys", () => {
  test("every tenant's primary key begins with the organisation", async () => {
    const keys = await ask<{ table: string; first: string }>(
      `SELECT c.conrelid::regclass::text AS "table", a.attname AS "first" FROM pg_constraint c
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace`,
    );
    const first = new Map(keys.map(({ table, first: name }) => [table.replaceAll('"', ""), name]));
    for (const model of TENANT_MODELS) expect([model, first.get(model)]).toEqual([model, "orgId"]);
  });

  test("every unique index begins with the organisation", async () => {
    const indexes = await ask<{ name: string; table: string; first: string }>(
      `SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS "table", a.attname AS "first"
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace`,
    );
    const anywhere = indexes
      .filter(({ table, first }) => isTenant(table.replaceAll('"', "")) && first !== "orgId")
      .map(({ name }) => name.replaceAll('"', ""));
    expect(anywhere.sort()).toEqual(UNIQUE_ANYWHERE);
  });

  test("every reference between tenants' tables begins with the organisation on both sides", async () => {
    const references = await ask<{ from: string; to: string; pairs: string[] }>(
      `SELECT c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to",
           array_agg(f.attname || '>' || t.attname ORDER BY k.place) AS pairs
         FROM pg_constraint c
         CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (f, t, place)
         JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k.f
         JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.t
         WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace GROUP BY c.oid, 1, 2`,
    );
    const between = references.filter(
      ({ from, to }) => isTenant(from.replaceAll('"', "")) && isTenant(to.replaceAll('"', "")),
    );
    expect(between.length).toBeGreaterThan(20);
    for (const { from, to, pairs } of between) {
      expect([from, to, pairs[0]]).toEqual([from, to, "orgId>orgId"]);
    }
  });

  test("every column that names another row is a reference", async () => {
    const loose = await ask<{ column: string }>(
      `SELECT table_name || '.' || column_name AS "column" FROM information_schema.columns c
         WHERE table_schema = 'public' AND data_type = 'uuid' AND column_name <> 'id' AND NOT EXISTS (
           SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
           WHERE k.contype = 'f' AND k.conrelid = format('public.%I', c.table_name)::regclass
             AND a.attname = c.column_name)`,
    );
    // The log outlives what it names; an organisation is named by its own key.
    // So does the key, which is a member's or a person's.
    const logs = [
      ...["ChangeLogEntry.actorId", "ChangeLogEntry.onBehalfOf", "ChangeLogEntry.scheduleId"],
      "PersonKey.holderId",
    ];
    // What a connection said of a session proves nothing any more when it is gone.
    expect(loose.map(({ column }) => column).sort()).toEqual(
      [...logs, "Organisation.orgId", "Session.provenFor"].sort(),
    );
  });
});

describe("roles", () => {
  test("own nothing and have no powers", async () => {
    for (const role of [...ROLES, SUPPORT]) {
      const [found] = await ask(
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit,
             (SELECT coalesce(array_agg(roleid::regrole::text), '{}') FROM pg_auth_members WHERE member = r.oid) AS wears,
             (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS tables,
             (SELECT count(*)::int FROM pg_proc WHERE proowner = r.oid) AS functions,
             (SELECT count(*)::int FROM pg_namespace WHERE nspowner = r.oid) AS schemas
           FROM pg_roles r WHERE rolname = '${role}'`,
      );
      expect(found).toEqual({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolinherit: false,
        wears: role === "standby_app" ? [SUPPORT] : [],
        tables: 0,
        functions: 0,
        schemas: 0,
      });
    }
  });

  test("put no code where others would run it, and delete nothing that is kept", async () => {
    const rights = await ask<{ role: string; held: string }>(
      `SELECT grantee AS role, table_name || ' ' || privilege_type AS held
         FROM information_schema.role_table_grants
         WHERE grantee LIKE 'standby!_%' ESCAPE '!' AND grantee NOT IN ('standby_owner', '${KEEPER}')
           AND (privilege_type IN ('TRIGGER', 'REFERENCES', 'TRUNCATE')
             OR privilege_type = 'DELETE' AND table_name = 'User')`,
    );
    expect(rights).toEqual([]);
    for (const role of ROLES) {
      const [found] = await ask(
        `SELECT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg!_%' ESCAPE '!'
             AND has_schema_privilege('${role}', n.oid, 'CREATE')) AS creates`,
      );
      expect(found).toEqual({ creates: false });
    }
  });

  test("the keeper of the keys signs in nowhere, has no powers, and owns the keys and the check alone", async () => {
    const [found] = await ask(
      `SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit,
           (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
         FROM pg_roles r WHERE rolname = '${KEEPER}'`,
    );
    expect(new Set(Object.values(found ?? {}))).toEqual(new Set([false, 0]));
    const owned = await ask<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relowner = '${KEEPER}'::regrole AND c.relkind = 'r'
       UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proowner = '${KEEPER}'::regrole
       UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = '${KEEPER}'::regrole`,
    );
    expect(owned.map(({ name }) => name).sort()).toEqual([
      "standby.current_org()",
      "standby.support_access()",
      "standby_keys",
      "standby_keys.context_key",
    ]);
    const reaches = await ask<{ role: string }>(
      `SELECT rolname AS role FROM pg_roles WHERE rolname IN ('${ROLES.join("', '")}') AND (
         has_schema_privilege(oid, 'standby_keys', 'USAGE, CREATE')
         OR has_table_privilege(oid, 'standby_keys.context_key', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(oid, 'standby_keys.context_key', 'SELECT, INSERT, UPDATE, REFERENCES')
         OR pg_has_role(oid, '${KEEPER}', 'MEMBER'))`,
    );
    expect(reaches).toEqual([]);
  });

  test("sign-in reads of an organisation's tables what it needs and no more, and jobs nothing at all", async () => {
    const held = await ask<{ role: string; held: string }>(
      `SELECT grantee AS role, table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ' ' ORDER BY column_name) AS held
         FROM information_schema.column_privileges
         WHERE table_schema = 'public' AND grantee IN ('standby_auth', 'standby_jobs', 'PUBLIC')
           AND table_name IN ('${TENANT_MODELS.join("', '")}')
         GROUP BY grantee, table_name, privilege_type ORDER BY 1, 2`,
    );
    expect(held.map(({ role, held: what }) => `${role} ${what}`)).toEqual(
      SIGN_IN_READS.map((one) => `standby_auth ${one}`),
    );
    const others = await ask(
      `SELECT table_name FROM information_schema.column_privileges
         WHERE table_schema = 'public' AND grantee IN ('standby_jobs', 'PUBLIC')`,
    );
    expect(others).toEqual([]);
  });

  test("support signs in nowhere, and may read and nothing else; of no secrets", async () => {
    const [found] = await ask(`SELECT rolcanlogin FROM pg_roles WHERE rolname = '${SUPPORT}'`);
    expect(found).toEqual({ rolcanlogin: false });
    const held = await ask<{ right: string; table: string }>(
      `SELECT DISTINCT privilege_type AS right, table_name AS "table"
         FROM information_schema.column_privileges WHERE grantee = '${SUPPORT}'
       UNION SELECT privilege_type, table_name FROM information_schema.role_table_grants WHERE grantee = '${SUPPORT}'`,
    );
    expect(new Set(held.map(({ right }) => right))).toEqual(new Set(["SELECT"]));
    const tables = new Set(held.map(({ table }) => table));
    expect([...tables].sort()).toEqual([...SUPPORT_READS, "ContactMethod", "Grant", "Wish"].sort());
    const columns = await ask<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.column_privileges
         WHERE grantee = '${SUPPORT}' AND table_name = 'Member'`,
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(["id", "name", "orgId", "removedAt"]);
  });

  test("functions with their owner's powers fix where they look for names, and all but the check are nobody's to call", async () => {
    const mighty = await ask<{ name: string; path: boolean; open: boolean }>(
      `SELECT p.oid::regprocedure::text AS name,
           coalesce(array_to_string(proconfig, ','), '') LIKE 'search_path=pg_catalog%pg_temp%' AS path,
           EXISTS (SELECT FROM unnest(ARRAY['standby_app', 'standby_auth', 'standby_jobs']) r
             WHERE has_function_privilege(r, p.oid, 'EXECUTE')
               AND has_schema_privilege(r, p.pronamespace, 'USAGE')) AS open
         FROM pg_proc p WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace)`,
    );
    expect(mighty.length).toBeGreaterThan(1);
    for (const { name, path, open } of mighty)
      expect([name, path, open]).toEqual([name, true, name === "standby.current_org()"]);
  });

  test("the application calls no other function than those named here", async () => {
    const callable = await ask<{ name: string }>(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
         WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
           AND has_function_privilege('standby_app', p.oid, 'EXECUTE')
           AND has_schema_privilege('standby_app', p.pronamespace, 'USAGE')
           AND prorettype <> 'trigger'::regtype`,
    );
    // The other one makes text fit for the log's hash: no rows, no powers.
    expect(callable.map(({ name }) => name).sort()).toEqual([
      "standby.current_org()",
      "standby.log_field(text)",
    ]);
  });
});

describe("the organisation of a row", () => {
  test("every policy asks for it once for a statement, not once for a row", async () => {
    await owner.query("BEGIN");
    await owner.query("SET LOCAL ROLE standby_app");
    const plan = await ask<{ "QUERY PLAN": string }>(`EXPLAIN SELECT * FROM "Person"`);
    await owner.query("ROLLBACK");
    const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
    expect(text).toMatch(/InitPlan/);
    expect(text.match(/current_org/g) ?? []).toHaveLength(0);
  });

  test.each(TENANT_MODELS)("%s: never changes, not even for the owner", async (model) => {
    const triggers = await ask<{ name: string }>(
      `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = '"${model}"'::regclass AND tgname IN ('keeps_organisation', 'append_only', 'moves_with_entries')
         AND tgenabled = 'O' AND NOT tgisinternal`,
    );
    expect(triggers.length).toBeGreaterThan(0);
  });
});

describe("the server", () => {
  test("is new enough that its planner shows nobody what row-level security hides", async () => {
    const [found] = await ask<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    expect(isSafeServer(found?.version ?? 0)).toBe(true);
  });
});
