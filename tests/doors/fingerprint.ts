import type { ClientBase } from "pg";
import { IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";

/** What a refusal itself may write: the log, the keys of what it logs, when a session was last used, what was spent. */
const LOGGED: ReadonlySet<string> = new Set([
  "ChangeLogEntry",
  "ChangeLogHead",
  "LogTally",
  "PersonKey",
  "RateLimit",
  "Session",
  "SignedHead",
]);
const TABLES = [...TENANT_MODELS, ...IDENTITY_MODELS].filter((name) => !LOGGED.has(name));

const SQL = TABLES.map(
  (name) =>
    `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM "${name}" t`,
).join(" UNION ALL ");

/** A hash of every table that only an act may change, all organisations' rows, as the database's owner sees them. */
export async function fingerprint(owner: ClientBase): Promise<Readonly<Record<string, string>>> {
  const { rows } = await owner.query<{ name: string; hash: string }>(SQL);
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

/** How often it was logged that this member was refused at a door of that requirement. */
export async function refusals(owner: ClientBase, memberId: string, door: string): Promise<number> {
  const { rows } = await owner.query<{ sum: string }>(
    `SELECT coalesce(sum(count), 0) AS sum FROM "LogTally" WHERE "memberId" = $1 AND action = 'permission.refused' AND door = $2`,
    [memberId, door],
  );
  return Number(rows[0]?.sum);
}
