import type { ClientBase } from "pg";
import { IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";

/** What the server does by itself, whoever asks: sends messages, makes plans, looks at the log, raises alerts and sends heads. */
export const OWN_WORK = ["Outbox", "Plan", "Alert", "AlertWatch", "HeadSink"];

/**
 * What a refusal itself may write: the log, the keys of what it logs, what was spent, and the installation's own keys, which
 * are made when they are first needed.
 */
const LOGGED: ReadonlySet<string> = new Set([
  "ChangeLogEntry",
  "ChangeLogHead",
  "KeptKey",
  "LogTally",
  "PersonKey",
  "RateLimit",
  "SignedHead",
]);
const TABLES = [...TENANT_MODELS, ...IDENTITY_MODELS].filter((name) => !LOGGED.has(name));

/** Rows as text. Of sessions all but when they were last used, which a refusal may write. */
const textOf = (name: string) => (name === "Session" ? `(to_jsonb(t) - 'seenAt')` : "t");

const hashOf = (name: string) =>
  // A sum, and not a hash of the whole in order: to sort all rows takes several times as long.
  `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(${textOf(name)}::text, 0)), 0) AS hash FROM "${name}" t`;

/**
 * A hash of every table that only an act may change, all organisations' rows, as the database's owner sees them;
 * `besides` those that a running server works on by itself.
 */
export async function fingerprint(
  owner: ClientBase,
  besides: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const sql = TABLES.filter((name) => !besides.includes(name))
    .map(hashOf)
    .join(" UNION ALL ");
  const { rows } = await owner.query<{ name: string; hash: string }>(sql);
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
