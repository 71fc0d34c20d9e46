import type { TenantDb } from "@/lib/tenancy/db";
import { type Link, START, type StoredEntry } from "./chain";

/** The columns of an entry as it is stored, shown and exported. */
export const entryColumns = {
  orgId: true,
  number: true,
  at: true,
  version: true,
  actorId: true,
  onBehalfOf: true,
  action: true,
  subjectKind: true,
  subjectId: true,
  scheduleId: true,
  requestId: true,
  origin: true,
  body: true,
  previous: true,
  hash: true,
} as const;

type Row = Omit<StoredEntry, "number" | "at"> & { readonly number: bigint; readonly at: Date };

export const toEntry = (row: Row): StoredEntry => ({
  ...row,
  number: Number(row.number),
  at: row.at.getTime(),
});

/** Entries behind `after`, in order of their numbers. */
export async function entriesAfter(
  db: TenantDb,
  after: number,
  take: number,
): Promise<StoredEntry[]> {
  const rows = await db.changeLogEntry.findMany({
    where: { number: { gt: BigInt(after) } },
    orderBy: { number: "asc" },
    take,
    select: entryColumns,
  });
  return rows.map(toEntry);
}

/** Both ends of the log: the last entry, and the last of those that were sealed and removed. */
export async function logEnds(
  db: TenantDb,
): Promise<{ readonly head: Link; readonly sealed: Link }> {
  const row = await db.changeLogHead.findFirst({
    select: { number: true, hash: true, sealed: true, sealedHash: true },
  });
  if (!row) return { head: START, sealed: START };
  return {
    head: { number: Number(row.number), hash: row.hash },
    sealed: { number: Number(row.sealed), hash: row.sealedHash },
  };
}

/** A signed head as it is stored. */
export type StoredHead = {
  readonly number: number;
  readonly hash: string;
  readonly root: string;
  readonly frontier: readonly string[];
  readonly jws: string;
};

/** The signed heads of entries `from` to `to`, both included, in order. */
export async function headsBetween(db: TenantDb, from: number, to: number): Promise<StoredHead[]> {
  const rows = await db.signedHead.findMany({
    where: { number: { gte: BigInt(from), lte: BigInt(to) } },
    orderBy: { number: "asc" },
    select: { number: true, hash: true, root: true, frontier: true, jws: true },
  });
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}
