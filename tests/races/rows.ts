import { randomUUID } from "node:crypto";
import type { Definition } from "@/lib/schedule/types";
import { DAY, replaced, weekly } from "../integration/stage";
import { type Lane, NOW } from "./lane";

// Rounds are set up and looked at as the owner of the database, many at once, in a statement for each table: the
// doors, of which a race is about, would cost more than the race.

/** What a round is about: a schedule of its own, and drafts of its first roster. */
export type Staged = { readonly scheduleId: string; readonly draftIds: readonly string[] };

type Wanted = {
  readonly drafts?: number;
  readonly status?: "editing" | "submitted";
  /** The members who have approved the drafts, by the number of the round. */
  readonly approver?: (round: number) => string;
  /** Who is on the roster, and who takes the first one's days. */
  readonly people?: (round: number) => readonly [string, string];
};

type Draft = {
  readonly id: string;
  readonly scheduleId: string;
  readonly base: number;
  readonly document: Definition;
};

const SCHEDULES = `INSERT INTO "Schedule" ("orgId", "id", "name", "teamId")
  SELECT $1::uuid, id, 'On call', $2::uuid FROM unnest($3::uuid[]) AS id ON CONFLICT DO NOTHING`;

const DRAFTS = `INSERT INTO "Draft"
    ("orgId", "id", "scheduleId", "authorId", "editors", "title", "status", "baseRevision", "document", "submittedAt")
  SELECT $1::uuid, id, "scheduleId", $2::uuid, '{}', 'Next roster', $3, base, document, to_timestamp($4 / 1000.0)
  FROM jsonb_to_recordset($5::jsonb) AS d (id uuid, "scheduleId" uuid, base int, document jsonb)`;

const APPROVALS = `INSERT INTO "Review" ("orgId", "draftId", "draftVersion", "memberId", "decision")
  SELECT $1::uuid, draft, 1, member, 'approve' FROM unnest($2::uuid[], $3::uuid[]) AS r (draft, member)`;

/** Schedules of the lane's team, those that are not there. */
export function insertSchedules(lane: Lane, ids: readonly string[]): Promise<unknown> {
  return lane.sql(SCHEDULES, [lane.tenant.orgId, lane.tenant.teamId, ids]);
}

/** The author's drafts, as the commands would have written them. */
export function insertDrafts(
  lane: Lane,
  drafts: readonly Draft[],
  status = "submitted",
): Promise<unknown> {
  const { tenant, author } = lane;
  return lane.sql(DRAFTS, [tenant.orgId, author.memberId, status, NOW, JSON.stringify(drafts)]);
}

/** Approvals of drafts in their first version. */
export function insertApprovals(
  lane: Lane,
  approvals: readonly { readonly draftId: string; readonly memberId: string }[],
): Promise<unknown> {
  const drafts = approvals.map(({ draftId }) => draftId);
  const members = approvals.map(({ memberId }) => memberId);
  return lane.sql(APPROVALS, [lane.tenant.orgId, drafts, members]);
}

/** Schedules with drafts of their first roster, for many rounds. */
export async function stageDrafts(
  lane: Lane,
  count: number,
  { drafts = 1, status = "submitted", approver, people }: Wanted = {},
): Promise<readonly Staged[]> {
  const staged = Array.from({ length: count }, () => ({
    scheduleId: randomUUID(),
    draftIds: Array.from({ length: drafts }, () => randomUUID()),
  }));
  const document = (round: number, index: number) => {
    const [who, by] = people?.(round) ?? lane.people;
    return replaced(weekly([who, by]), who, by, NOW + (index + 1) * DAY, NOW + (index + 2) * DAY);
  };
  const rows = staged.flatMap(({ scheduleId, draftIds }, round) =>
    draftIds.map((id, index) => ({ id, scheduleId, base: 0, document: document(round, index) })),
  );
  await insertSchedules(
    lane,
    staged.map(({ scheduleId }) => scheduleId),
  );
  await insertDrafts(lane, rows, status);
  if (approver) {
    const approvals = staged.flatMap(({ draftIds }, round) =>
      draftIds.map((draftId) => ({ draftId, memberId: approver(round) })),
    );
    await insertApprovals(lane, approvals);
  }
  return staged;
}

export type After = {
  readonly head: number;
  readonly revisions: readonly { readonly number: number; readonly draftId: string }[];
  /** In the order in which they were staged. */
  readonly drafts: readonly {
    readonly status: string;
    readonly version: number;
    readonly reviews: number;
  }[];
  /** All drafts of the schedule, those that were staged and others. */
  readonly draftIds: readonly string[];
  /** What the log says of the schedule, in its order. */
  readonly log: readonly string[];
};

const LOOK = `SELECT s."headRevision" AS head,
    ARRAY(SELECT jsonb_build_object('number', r."number", 'draftId', r."draftId") FROM "Revision" r
      WHERE r."orgId" = $1 AND r."scheduleId" = s."id" ORDER BY r."number") AS revisions,
    ARRAY(SELECT jsonb_build_object('status', d."status", 'version', d."version", 'reviews',
        (SELECT count(*) FROM "Review" v WHERE v."orgId" = $1 AND v."draftId" = d."id"))
      FROM jsonb_array_elements_text(one.value -> 'draftIds') WITH ORDINALITY AS wanted (id, place)
      JOIN "Draft" d ON d."orgId" = $1 AND d."id" = wanted.id::uuid ORDER BY wanted.place) AS drafts,
    ARRAY(SELECT d."id"::text FROM "Draft" d WHERE d."orgId" = $1 AND d."scheduleId" = s."id") AS "draftIds",
    ARRAY(SELECT e."action" FROM "ChangeLogEntry" e WHERE e."orgId" = $1 AND e."scheduleId" = s."id"
      ORDER BY e."number") AS log
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS one (value, place)
  JOIN "Schedule" s ON s."orgId" = $1 AND s."id" = (one.value ->> 'scheduleId')::uuid ORDER BY one.place`;

/** All that the database holds of these rounds' schedules when they are over. */
export function observeDrafts(lane: Lane, staged: readonly Staged[]): Promise<readonly After[]> {
  const wanted = staged.map(({ scheduleId, draftIds }) => ({ scheduleId, draftIds }));
  return lane.sql<After>(LOOK, [lane.tenant.orgId, JSON.stringify(wanted)]);
}
