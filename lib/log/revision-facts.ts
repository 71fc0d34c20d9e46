import { createHash } from "node:crypto";
import { canonical } from "@/lib/tenancy/canonical";
import { definitionHash } from "./definition-hash";

/** A published revision as it is stored, but for its organisation. */
export const revisionColumns = {
  scheduleId: true,
  number: true,
  holdsFrom: true,
  createdAt: true,
  definition: true,
  operations: true,
  zonesVersion: true,
  draftId: true,
  publishedBy: true,
  emergency: true,
} as const;

export type RevisionRow = {
  readonly scheduleId: string;
  readonly number: number;
  readonly holdsFrom: Date;
  readonly createdAt: Date;
  readonly definition: unknown;
  readonly operations: unknown;
  readonly zonesVersion: string;
  readonly draftId: string;
  readonly publishedBy: string;
  readonly emergency: boolean;
};

/** All that is stored of a revision, as its entry in the log and a line of an export state it; documents by their hash. */
export type RevisionFacts = {
  readonly definition: string;
  readonly operations: string;
  readonly holdsFrom: number;
  readonly publishedAt: number;
  readonly zones: string;
  readonly publishedBy: string;
  readonly emergency: boolean;
  readonly draft: string;
};

export const revisionFacts = (row: RevisionRow): RevisionFacts => ({
  definition: definitionHash(row.definition),
  operations: definitionHash(row.operations),
  holdsFrom: row.holdsFrom.getTime(),
  publishedAt: row.createdAt.getTime(),
  zones: row.zonesVersion,
  publishedBy: row.publishedBy,
  emergency: row.emergency,
  draft: row.draftId,
});

/** A hash of all revisions up to this one, given that of those before it: what a seal states of them. */
export function chainRevision(previous: string, revision: number, facts: RevisionFacts): string {
  return createHash("sha256")
    .update(canonical({ previous, revision, ...facts }), "utf8")
    .digest("hex");
}
