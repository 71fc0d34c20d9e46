import pg from "pg";
import { type Role, SUPPORT } from "./roles";

/** The addresses that the application signs in at. */
type RoleUrls = { readonly app: string; readonly auth: string; readonly jobs: string };

type Wall = {
  /** The roles that it puts on, none of which it inherits. */
  readonly wears: readonly string[];
  readonly signsIn: boolean;
};

/** What each role of the application is, and nothing more. */
const WALLS = {
  standby_app: { wears: [SUPPORT], signsIn: true },
  standby_auth: { wears: [], signsIn: true },
  standby_jobs: { wears: [], signsIn: true },
  [SUPPORT]: { wears: [], signsIn: false },
} as const satisfies Readonly<Record<Role | typeof SUPPORT, Wall>>;

/** What the present role may and must not, as clauses that begin with its name. $1: what it wears; $2: whether it signs in. */
const HOLES = `WITH me AS (SELECT * FROM pg_roles WHERE rolname = current_user)
  SELECT hole FROM me, LATERAL (VALUES
    (rolsuper, 'is a superuser'),
    (rolbypassrls, 'bypasses row-level security'),
    (rolreplication, 'may replicate, which reads every table'),
    (rolcreaterole, 'makes roles'),
    (rolcreatedb, 'makes databases'),
    (rolcanlogin AND NOT $2, 'signs in by itself'),
    (has_database_privilege(oid, current_database(), 'TEMP'), 'makes temporary tables in this database'),
    (has_schema_privilege(oid, 'public', 'CREATE'), 'makes tables in the schema public')
  ) AS said (holds, hole) WHERE holds
  UNION ALL SELECT 'is a member of ' || r.rolname FROM me
    JOIN pg_auth_members m ON m.member = me.oid JOIN pg_roles r ON r.oid = m.roleid
    WHERE r.rolname <> ALL ($1)
  UNION ALL SELECT 'inherits what ' || r.rolname || ' may' FROM me
    JOIN pg_auth_members m ON m.member = me.oid JOIN pg_roles r ON r.oid = m.roleid
    WHERE r.rolname = ANY ($1) AND pg_has_role(me.oid, r.oid, 'USAGE')
  UNION ALL (SELECT 'owns ' || pg_describe_object(d.classid, d.objid, d.objsubid) FROM me
    JOIN pg_shdepend d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = me.oid AND d.deptype = 'o'
    WHERE d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) LIMIT 5)
  UNION ALL SELECT 'reaches the keys of contexts, standby_keys.' || c.relname FROM me
    JOIN pg_class c ON c.relnamespace = to_regnamespace('standby_keys') AND c.relkind IN ('r', 'p', 'v', 'm')
    WHERE has_table_privilege(me.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
      OR has_any_column_privilege(me.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
  UNION ALL SELECT 'meets the table ' || relname || ' without forced row-level security' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'
      AND NOT (relrowsecurity AND relforcerowsecurity)`;

const LARGE_OBJECTS = `SELECT oid::regprocedure::text AS name FROM pg_proc
  WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite'))
    AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1`;

/**
 * Asks PostgreSQL, as each role of the application, whether the walls between organisations stand, whoever made
 * the roles and their rights.
 * @returns what is open that a superuser alone can close: a sentence, or none.
 * @throws Error that names every hole, when there is one.
 */
export async function assertWalls({ app, auth, jobs }: RoleUrls): Promise<readonly string[]> {
  const holes = [
    await signedIn(app, (client) => findHoles(client, "standby_app")),
    await signedIn(auth, (client) => findHoles(client, "standby_auth")),
    await signedIn(jobs, (client) => findHoles(client, "standby_jobs")),
    await signedIn(app, findHolesOfSupport),
  ].flat();
  if (holes.length > 0) {
    throw new Error(
      `The walls between organisations have holes, so nothing is served: ${holes.join("; ")}.`,
    );
  }
  return signedIn(app, findOpenLargeObjects);
}

/** What the client's present role is or may beyond that one, each as a clause. */
export async function findHoles(
  client: pg.ClientBase,
  role: keyof typeof WALLS,
): Promise<readonly string[]> {
  const { wears, signsIn } = WALLS[role];
  const { rows } = await client.query<{ name: string; holes: string[] }>(
    `SELECT current_user AS name, ARRAY(${HOLES}) AS holes`,
    [wears, signsIn],
  );
  return rows.flatMap(({ name, holes }) => {
    const wrong = name === role ? [] : [`it signs in as ${name} instead of ${role}`];
    return [...wrong, ...holes.map((hole) => `${name} ${hole}`)];
  });
}

async function findHolesOfSupport(client: pg.ClientBase): Promise<readonly string[]> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'MEMBER')",
    [SUPPORT],
  );
  if (rowCount === 0) return [`standby_app cannot put on ${SUPPORT}, which support looks as`];
  await client.query(`SET ROLE ${SUPPORT}`);
  return findHoles(client, SUPPORT);
}

async function findOpenLargeObjects(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(LARGE_OBJECTS);
  if (rows.length === 0) return [];
  const names = rows.map(({ name }) => name).join(", ");
  return [
    `Large objects know no organisations and are open to all: as a superuser, REVOKE EXECUTE ON FUNCTION ${names} FROM PUBLIC.`,
  ];
}

async function signedIn<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
