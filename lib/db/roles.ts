import { createHmac } from "node:crypto";
import type pg from "pg";

/**
 * The roles of the application: none owns anything or bypasses row-level security. `standby_app` does the
 * organisations' work, `standby_auth` signs people in before an organisation is known, `standby_jobs` runs
 * the job queue.
 */
export const ROLES = ["standby_app", "standby_auth", "standby_jobs"] as const;
export const KEEPER = "standby_keeper";
/** What the transactions of support run as: the one role that standby_app can put on. Nobody signs in as it. */
export const SUPPORT = "standby_support";
export type Role = (typeof ROLES)[number];
export type RolePasswords = Readonly<Record<Role, string>>;

/** The same on every instance that has the same master key, so none need be stored. */
export function rolePasswords(masterKey: string): RolePasswords {
  const derive = (role: Role) =>
    createHmac("sha256", masterKey).update(`database role ${role}`).digest("base64url");
  return {
    standby_app: derive("standby_app"),
    standby_auth: derive("standby_auth"),
    standby_jobs: derive("standby_jobs"),
  };
}

/** The owner's address of a database, as a role reaches it. */
export function addressFor(role: Role, ownerUrl: string, passwords: RolePasswords): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = passwords[role];
  return url.toString();
}

/**
 * Makes the roles that are not there and sets their passwords. The caller holds a lock: two at once would
 * make PostgreSQL refuse one.
 * @throws Error with one sentence, when the owner may not make roles, or when one of these names belongs
 * to a role with powers that would make the walls between organisations worthless.
 */
export async function ensureRoles(client: pg.Client, passwords: RolePasswords): Promise<void> {
  await ensureNobody(client, KEEPER, "CURRENT_USER");
  for (const role of ROLES) {
    const found = await client.query(
      `SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole AS mighty
         FROM pg_roles WHERE rolname = $1`,
      [role],
    );
    if (found.rows[0]?.mighty === true) {
      throw new Error(
        `The database role ${role} is a superuser, bypasses row-level security or makes databases or roles: take that from it.`,
      );
    }
    const verb = found.rowCount === 0 ? "CREATE" : "ALTER";
    const password = client.escapeLiteral(passwords[role]);
    await client
      .query(`${verb} ROLE ${role} LOGIN NOINHERIT PASSWORD ${password}`)
      .catch((error: unknown) => {
        throw new Error(
          `The owner in DATABASE_URL may not set up the role ${role}: give it CREATEROLE, or make the roles yourself and set DATABASE_APP_URL, DATABASE_AUTH_URL and DATABASE_JOBS_URL.`,
          { cause: error },
        );
      });
  }
  await ensureNobody(client, SUPPORT, "standby_app");
}

/**
 * A role that nobody signs in as, and its one member. The keeper owns the keys of contexts and the functions that
 * read them; who migrates is a member, to give it what it owns.
 */
async function ensureNobody(
  client: pg.Client,
  role: typeof KEEPER | typeof SUPPORT,
  member: "CURRENT_USER" | "standby_app",
): Promise<void> {
  try {
    const found = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    if (found.rowCount === 0) await client.query(`CREATE ROLE ${role} NOLOGIN NOINHERIT`);
    const superuser = await client.query(
      "SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper",
    );
    if (member !== "CURRENT_USER" || superuser.rowCount === 0)
      await client.query(`GRANT ${role} TO ${member}`);
  } catch (cause) {
    throw new Error(
      `The owner in DATABASE_URL may not set up the role ${role}: give it CREATEROLE, or make the roles yourself.`,
      { cause },
    );
  }
}
