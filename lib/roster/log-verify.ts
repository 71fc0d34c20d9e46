import { createHash } from "node:crypto";

/** An entry of the change log as it is stored and exported; `at` in ms since the epoch. */
export type StoredEntry = {
  readonly orgId: string;
  readonly number: number;
  readonly at: number;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly scheduleId: string | null;
  readonly requestId: string;
  /** The JSON text itself, not what it means: the hash covers its bytes. */
  readonly body: string;
  readonly previous: string;
  readonly hash: string;
};

/** The last entry that is known to be good; number 0 and an empty hash before the first. */
export type Link = { readonly number: number; readonly hash: string };

export type Verdict =
  | { readonly whole: true; readonly head: Link }
  | { readonly whole: false; readonly number: number; readonly why: string };

export const START: Link = { number: 0, hash: "" };

/** SHA-256 of the entry's fields, one a line, as the database's `standby.chain_entry` computes it. */
export function entryHash(entry: StoredEntry): string {
  const lines = [
    entry.previous,
    entry.orgId,
    entry.number,
    entry.at,
    entry.actorId ?? "",
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.scheduleId ?? "",
    entry.requestId,
    entry.body,
  ];
  return createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");
}

function problem(entry: StoredEntry, before: Link): string | null {
  if (entry.number !== before.number + 1) return `Entry ${before.number + 1} is missing.`;
  if (entry.previous !== before.hash) return "It does not continue the entry before it.";
  return entryHash(entry) === entry.hash ? null : "Its content does not fit its hash.";
}

/** Follows the chain from `before` through these entries, in order of their numbers, to the first break. */
export function verifyFrom(before: Link, entries: readonly StoredEntry[]): Verdict {
  let head = before;
  for (const entry of entries) {
    const why = problem(entry, head);
    if (why) return { whole: false, number: head.number + 1, why };
    head = { number: entry.number, hash: entry.hash };
  }
  return { whole: true, head };
}
