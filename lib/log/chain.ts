import { createHash } from "node:crypto";

/** An entry of the change log as it is stored and exported; `at` in ms since the epoch. */
export type StoredEntry = {
  readonly orgId: string;
  readonly number: number;
  readonly at: number;
  /** How it is hashed: 1 is what was written before there was `origin`. */
  readonly version: number;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly scheduleId: string | null;
  readonly requestId: string;
  readonly onBehalfOf: string | null;
  /** From where, as ciphertext; empty where nobody knows. */
  readonly origin: string;
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

/** A field as it is hashed: its length in bytes and itself, or a dash for none. */
const field = (value: string | number | null): string =>
  value === null ? "-" : `${Buffer.byteLength(String(value))} ${value}`;

/** The text that an entry's hash is of: the first form, without lengths, for entries that have it. */
function hashed(entry: StoredEntry): string {
  if (entry.version === 1) return firstForm(entry);
  const fields = [
    entry.previous,
    entry.orgId,
    entry.number,
    entry.at,
    entry.actorId,
    entry.onBehalfOf,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.scheduleId,
    entry.requestId,
    entry.origin,
    entry.body,
  ];
  return ["standby-log-2", ...fields.map(field)].join("\n");
}

/** SHA-256 of the entry's fields, as the database's `standby.chain_entry` computes it. */
export function entryHash(entry: StoredEntry): string {
  return createHash("sha256").update(hashed(entry), "utf8").digest("hex");
}

function firstForm(entry: StoredEntry): string {
  return [
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
  ].join("\n");
}

function problem(entry: StoredEntry, before: Link): string | null {
  if (entry.number !== before.number + 1) return `Entry ${before.number + 1} is missing.`;
  if (entry.previous !== before.hash) return "It does not continue the entry before it.";
  if (entry.version !== 1 && entry.version !== 2) return "It is of a form that is not known.";
  if (entry.version === 1 && (entry.onBehalfOf !== null || entry.origin !== ""))
    return "An entry of the first form has no such field.";
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
