import "server-only";
import { seal } from "@/lib/crypto/box";
import { isTaken } from "@/lib/tenancy/unique";
import type { Row, SealedColumn, Table } from "./column";
import { presentPrefix, readable } from "./present";

/** Whose rows: one organisation's, or with an empty id those of accounts. */
export type Scope<Db> = {
  readonly orgId: string;
  readonly tx: <T>(run: (db: Db) => Promise<T>) => Promise<T>;
};

/** How many ciphertexts were made anew, and which rows could not be: nobody can read them, or their index is taken. */
export type Rotated = { readonly moved: number; readonly stuck: readonly string[] };

/** Rows that somebody wants to change wait for a batch at most. */
const BATCH = 50;

/**
 * Encrypts a column's ciphertexts anew that are not under the present master key. Each batch is a transaction, and a row
 * that changed since it was read is left as it is now: whoever changed it encrypted it. What was done stays done when
 * this is killed, and is not done again.
 */
export async function rotateColumn<Db>(
  scope: Scope<Db>,
  column: SealedColumn<Db>,
): Promise<Rotated> {
  const [first] = column.keys;
  const stuck: string[] = [];
  let moved = 0;
  let after: unknown;
  for (;;) {
    const rows = await scope.tx((db) => staleRows(column, column.table(db), after));
    const done = await renewAll(scope, column, rows);
    moved += done.moved;
    stuck.push(...done.stuck);
    if (rows.length < BATCH) return { moved, stuck };
    after = rows.at(-1)?.[first];
  }
}

async function staleRows<Db>(
  { box, keys }: SealedColumn<Db>,
  table: Table,
  after: unknown,
): Promise<readonly Row[]> {
  const [first] = keys;
  const sealed = { [box]: { contains: "." } };
  const present = { [box]: { startsWith: presentPrefix() } };
  return table.findMany({
    where: { ...sealed, NOT: present, ...(after !== undefined && { [first]: { gt: after } }) },
    select: Object.fromEntries([...keys, box].map((name) => [name, true])),
    orderBy: { [first]: "asc" },
    take: BATCH,
  });
}

/** All in one transaction; one after the other if an index is taken, for PostgreSQL ends such a transaction. */
async function renewAll<Db>(
  scope: Scope<Db>,
  column: SealedColumn<Db>,
  rows: readonly Row[],
): Promise<Rotated> {
  try {
    return await renewBatch(scope, column, rows);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (rows.length === 1) return { moved: 0, stuck: rows.map((row) => nameOf(column, row)) };
  }
  const each: Rotated[] = [];
  for (const row of rows) each.push(await renewAll(scope, column, [row]));
  return {
    moved: each.reduce((sum, { moved }) => sum + moved, 0),
    stuck: each.flatMap(({ stuck }) => stuck),
  };
}

function renewBatch<Db>(
  { orgId, tx }: Scope<Db>,
  column: SealedColumn<Db>,
  rows: readonly Row[],
): Promise<Rotated> {
  return tx(async (db) => {
    const stuck: string[] = [];
    let moved = 0;
    for (const row of rows) {
      const data = renewed(column, orgId, row);
      if (!data) stuck.push(nameOf(column, row));
      else moved += (await column.table(db).updateMany({ where: row, data })).count;
    }
    return { moved, stuck };
  });
}

/** The row's ciphertext and index under the present master key; null if it cannot be read. */
function renewed<Db>(
  { box, index, place }: SealedColumn<Db>,
  orgId: string,
  row: Row,
): object | null {
  const where = place(row, orgId);
  const text = readable(String(row[box]), where);
  if (text === null) return null;
  return { [box]: seal(text, where), ...(index && { [index.column]: index.of(orgId, text) }) };
}

const nameOf = <Db>({ name, keys }: SealedColumn<Db>, row: Row): string =>
  `${name} of ${keys.map((key) => row[key]).join(" ")}`;
