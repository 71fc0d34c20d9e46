import { randomUUID } from "node:crypto";
import { toDefinition } from "@/lib/roster/published";
import type { Definition } from "@/lib/schedule/types";
import type { Json } from "@/lib/tenancy/rows";
import { DAY, replaced, weekly } from "../integration/stage";
import { type Lane, NOW } from "./lane";

/** What a round is about: a schedule of its own, and drafts of its first roster. */
export type Staged = { readonly scheduleId: string; readonly draftIds: readonly string[] };

type Wanted = {
  readonly drafts?: number;
  readonly status?: "editing" | "submitted";
  /** By the second reviewer. */
  readonly approved?: boolean;
};

/** Rows as the commands would have written them, for many rounds at once. */
export async function stageDrafts(
  lane: Lane,
  count: number,
  { drafts = 1, status = "submitted", approved = false }: Wanted = {},
): Promise<readonly Staged[]> {
  const staged = Array.from({ length: count }, () => ({
    scheduleId: randomUUID(),
    draftIds: Array.from({ length: drafts }, () => randomUUID()),
  }));
  const [who, by] = lane.people;
  const document = (index: number) =>
    replaced(weekly([who, by]), who, by, NOW + (index + 1) * DAY, NOW + (index + 2) * DAY);
  await lane.look(async ({ db }) => {
    const { teamId } = lane.tenant;
    await db.schedule.createMany({
      data: staged.map(({ scheduleId }) => ({ id: scheduleId, name: "On call", teamId })),
    });
    await db.draft.createMany({
      data: staged.flatMap(({ scheduleId, draftIds }) =>
        draftIds.map((id, index) => ({
          id,
          scheduleId,
          authorId: lane.author.memberId,
          title: "First roster",
          status,
          baseRevision: 0,
          document: document(index) as unknown as Json,
          submittedAt: new Date(NOW),
        })),
      ),
    });
  });
  if (approved)
    await approveAll(
      lane,
      staged.flatMap(({ draftIds }) => draftIds),
    );
  return staged;
}

/** Approvals of the second reviewer. */
export function approveAll(lane: Lane, draftIds: readonly string[]): Promise<unknown> {
  const { memberId } = lane.second;
  return lane.look(({ db }) =>
    db.review.createMany({
      data: draftIds.map((draftId) => ({
        draftId,
        draftVersion: 1,
        memberId,
        decision: "approve",
      })),
    }),
  );
}

/** Drafts of a schedule's next revision; the schedule is made if it is not there. */
export async function stageRevision(
  lane: Lane,
  scheduleId: string,
  documents: (head: Definition | null) => readonly Definition[],
): Promise<{ readonly draftIds: readonly string[]; readonly base: number }> {
  return lane.look(async ({ db }) => {
    const { teamId } = lane.tenant;
    await db.schedule.createMany({
      data: [{ id: scheduleId, name: "On call", teamId }],
      skipDuplicates: true,
    });
    const head = await db.revision.findFirst({
      where: { scheduleId },
      orderBy: { number: "desc" },
      select: { number: true, definition: true },
    });
    const base = head?.number ?? 0;
    const data = documents(head && toDefinition(head.definition)).map((document) => ({
      id: randomUUID(),
      scheduleId,
      authorId: lane.author.memberId,
      title: `Revision ${base + 1}`,
      status: "submitted",
      baseRevision: base,
      document: document as unknown as Json,
      submittedAt: new Date(NOW),
    }));
    await db.draft.createMany({ data });
    return { draftIds: data.map(({ id }) => id), base };
  });
}

export type After = {
  readonly head: number;
  readonly revisions: readonly { readonly number: number; readonly draftId: string }[];
  /** In the order of `draftIds`. */
  readonly drafts: readonly {
    readonly status: string;
    readonly version: number;
    readonly reviews: number;
  }[];
  /** What the log says of the schedule, in its order. */
  readonly log: readonly string[];
};

/** All that the database holds of these rounds' schedules when they are over. */
export function observeDrafts(lane: Lane, staged: readonly Staged[]): Promise<readonly After[]> {
  const ids = staged.map(({ scheduleId }) => scheduleId);
  return lane.look(async ({ db }) => {
    const schedules = await db.schedule.findMany({
      where: { id: { in: ids } },
      select: { id: true, headRevision: true },
    });
    const revisions = await db.revision.findMany({
      where: { scheduleId: { in: ids } },
      orderBy: { number: "asc" },
      select: { scheduleId: true, number: true, draftId: true },
    });
    const drafts = await db.draft.findMany({
      where: { scheduleId: { in: ids } },
      select: { id: true, status: true, version: true, reviews: { select: { id: true } } },
    });
    const log = await db.changeLogEntry.findMany({
      where: { scheduleId: { in: ids } },
      orderBy: { number: "asc" },
      select: { scheduleId: true, action: true },
    });
    return staged.map(({ scheduleId, draftIds }) => ({
      head: schedules.find(({ id }) => id === scheduleId)?.headRevision ?? 0,
      revisions: revisions
        .filter((one) => one.scheduleId === scheduleId)
        .map(({ number, draftId }) => ({ number, draftId })),
      drafts: draftIds.flatMap((draftId) =>
        drafts
          .filter(({ id }) => id === draftId)
          .map(({ status, version, reviews }) => ({ status, version, reviews: reviews.length })),
      ),
      log: log.filter((one) => one.scheduleId === scheduleId).map(({ action }) => action),
    }));
  });
}
