import "server-only";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import type { TenantDb } from "@/lib/tenancy/db";
import { record } from "@/lib/tenancy/log";
import type { StoredEntry } from "./chain";
import { type PublicJwk, publicKeys } from "./key";
import { consistencyProof, inclusionProof, type Known } from "./merkle";
import { entriesAfter, headsBetween, logEnds, type StoredHead } from "./read";

/** So many entries lie between two heads whose consistency is shown at once. */
const MOST = 100_000;

/** One entry, and what shows that it is in the log, without the rest of the log. */
export type EntryProof = {
  readonly type: "entry";
  readonly entry: StoredEntry;
  /** Hashes from the entry up to the root that the head states. */
  readonly proof: readonly string[];
  /** The first signed head that covers the entry: a JWS. */
  readonly head: string;
  readonly keys: readonly PublicJwk[];
};

/**
 * An entry with its proof; null for one that is not there (any more). `waits`: no head that covers it is signed
 * yet, which takes a minute.
 */
export async function proveEntry(
  db: TenantDb,
  number: number,
): Promise<EntryProof | { readonly waits: true } | null> {
  const [entry] = await entriesAfter(db, number - 1, 1);
  if (entry?.number !== number) return null;
  const covering = await firstHead(db, number);
  if (!covering) return { waits: true };
  const known = await knownFor(db, number - 1, covering.number);
  const proof = inclusionProof(known, number - 1, covering.number);
  const { keys } = await publicKeys();
  return { type: "entry", entry, proof, head: covering.jws, keys };
}

/** An entry with its proof as a file, which is recorded: whoever counts upwards takes the log. Throws not_found and unavailable. */
export async function exportEntry(context: Context, number: number): Promise<EntryProof> {
  const proof = await proveEntry(context.db, number);
  if (!proof) throw new AppError("not_found", "That entry is not in the log.");
  if ("waits" in proof)
    throw new AppError("unavailable", "No head that covers it is signed yet. Ask in a minute.");
  await record(context, {
    action: "log.exported",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: { first: number, last: number },
  });
  return proof;
}

async function firstHead(db: TenantDb, number: number) {
  const row = await db.signedHead.findFirst({
    where: { number: { gte: BigInt(number) } },
    orderBy: { number: "asc" },
    select: { number: true, jws: true },
  });
  return row && { number: Number(row.number), jws: row.jws };
}

/** What a proof about the entries behind `size` in the tree of `until` needs: the nearest frontier and the leaves. */
async function knownFor(db: TenantDb, size: number, until: number): Promise<Known> {
  const before = await db.signedHead.findFirst({
    where: { number: { lte: BigInt(size) } },
    orderBy: { number: "desc" },
    select: { number: true, frontier: true },
  });
  const from = Number(before?.number ?? 0);
  const rows = await db.changeLogEntry.findMany({
    where: { number: { gt: BigInt(from), lte: BigInt(until) } },
    orderBy: { number: "asc" },
    select: { hash: true },
  });
  return { size: from, frontier: before?.frontier ?? [], leaves: rows.map(({ hash }) => hash) };
}

/** The last signed head, to be kept elsewhere; with a proof that it continues the head of entry `since`, if asked. */
export async function proveHead(db: TenantDb, orgId: string, since: number | undefined) {
  const newest = await db.signedHead.findFirst({
    orderBy: { number: "desc" },
    select: { number: true, hash: true, root: true, jws: true },
  });
  if (!newest) throw new AppError("not_found", "No head is signed yet. Ask again in a minute.");
  const number = Number(newest.number);
  if (since === undefined) return { ...newest, orgId, number };
  const [older] = await headsBetween(db, since, since);
  if (!older || since > number) throw new AppError("not_found", "There is no signed head of it.");
  return { type: "heads", ...(await between(db, older, number)), head: newest.jws };
}

async function between(db: TenantDb, older: StoredHead, number: number) {
  const { sealed } = await logEnds(db);
  if (number - older.number > MOST || older.number < sealed.number)
    throw new AppError("invalid", "Too much lies between. Export the log and verify that.");
  const known = await knownFor(db, older.number, number);
  return { older: older.jws, proof: consistencyProof(known, older.number, number) };
}
