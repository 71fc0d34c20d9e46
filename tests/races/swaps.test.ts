import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { defaultPolicy } from "@/lib/roster/policy";
import { savePolicy } from "@/lib/roster/policy-store";
import { publishDraft } from "@/lib/roster/publish";
import { toDefinition } from "@/lib/roster/published";
import type { Definition } from "@/lib/schedule/types";
import { DAY, HOUR, replaced, weekly } from "../integration/stage";
import { type Lane, NOW } from "./lane";
import { race } from "./race";
import { oneWinner, raceAll } from "./race-all";
import { insertApprovals, insertDrafts, insertSchedules, observeDrafts, type Staged } from "./rows";

/** So many schedules of a lane are raced about in turn; an hour of each is swapped in each batch. */
const SCHEDULES = 10;
/** Then there are new ones: every round makes a definition longer. */
const BATCHES = 8;
const WEEK = 7 * DAY;
/** When the rotation of `weekly` began, by the day. */
const ANCHOR = Date.UTC(2026, 0, 5);

type Kept = { readonly scheduleIds: readonly string[]; readonly batch: number };
const kept = new Map<Lane, Kept>();

/** The first whole day, at least two weeks ahead, of the person whose turn is so many weeks after the first one's. */
function dayOf(turn: number): number {
  const week = Math.ceil((NOW - ANCHOR) / WEEK) + 2;
  return ANCHOR + (week + ((((turn - week) % 3) + 3) % 3)) * WEEK + DAY;
}

/** The hour of the first person's day goes to another, who gets the same hour of theirs for it. */
function swapped(head: Definition, lane: Lane, turn: 1 | 2, hour: number): Definition {
  const [who, by] = [lane.people[0], lane.people[turn]];
  const [there, back] = [dayOf(0) + hour * HOUR, dayOf(turn) + hour * HOUR];
  const given = replaced(head, who, by, there, there + HOUR);
  return replaced(given, by, who, back, back + HOUR);
}

/** Schedules whose first roster is published. */
async function newSchedules(lane: Lane): Promise<Kept> {
  const document = weekly(lane.people);
  const scheduleIds = Array.from({ length: SCHEDULES }, () => randomUUID());
  const drafts = scheduleIds.map((scheduleId) => ({
    id: randomUUID(),
    scheduleId,
    base: 0,
    document,
  }));
  await insertSchedules(lane, scheduleIds);
  await insertDrafts(lane, drafts);
  await insertApprovals(
    lane,
    drafts.map(({ id }) => ({ draftId: id, memberId: lane.second.memberId })),
  );
  for (const { id } of drafts)
    await lane.on(0, lane.author, (context) => publishDraft(context, { draftId: id, version: 1 }));
  return { scheduleIds, batch: 0 };
}

const HEADS = `SELECT r."scheduleId", r."number", r."definition" FROM "Schedule" s JOIN "Revision" r
    ON r."orgId" = s."orgId" AND r."scheduleId" = s."id" AND r."number" = s."headRevision"
  WHERE s."orgId" = $1 AND s."id" = ANY($2::uuid[])`;
const ACKNOWLEDGED = `INSERT INTO "Acknowledgement" ("orgId", "draftId", "draftVersion", "personId")
  SELECT $1::uuid, draft, 1, person FROM unnest($2::uuid[]) AS draft, unnest($3::uuid[]) AS person`;

type Head = { readonly scheduleId: string; readonly number: number; readonly definition: unknown };

/** Two swaps of one shift of each schedule, to both of which everybody has agreed. */
async function stage(lane: Lane, count: number): Promise<readonly Staged[]> {
  if (!kept.has(lane)) {
    const rules = { ...defaultPolicy, instant: "agreed-swaps" } as const;
    await lane.on(0, lane.tenant.owner, (context) =>
      savePolicy(context, { scheduleId: null, version: 0, rules }),
    );
  }
  const last = kept.get(lane);
  const { scheduleIds, batch } = !last || last.batch === BATCHES ? await newSchedules(lane) : last;
  kept.set(lane, { scheduleIds, batch: batch + 1 });
  const { orgId } = lane.tenant;
  const heads = await lane.sql<Head>(HEADS, [orgId, scheduleIds.slice(0, count)]);
  const drafts = heads.flatMap(({ scheduleId, number, definition }) =>
    ([1, 2] as const).map((turn) => ({
      id: randomUUID(),
      scheduleId,
      base: number,
      document: swapped(toDefinition(definition), lane, turn, batch),
    })),
  );
  await insertDrafts(lane, drafts);
  await lane.sql(ACKNOWLEDGED, [orgId, drafts.map(({ id }) => id), lane.people]);
  return heads.map(({ scheduleId }) => ({
    scheduleId,
    draftIds: drafts.filter((one) => one.scheduleId === scheduleId).map(({ id }) => id),
  }));
}

const twoSwaps = race({
  name: "two swaps of one shift",
  winners: ["first", "second"],
  batch: SCHEDULES,
  stage,
  contenders: (lane, { draftIds }) =>
    ([0, 1] as const).map(
      (server) => () =>
        lane.on(server, lane.author, (context) =>
          publishDraft(context, { draftId: draftIds[server] ?? "", version: 1 }),
        ),
    ),
  observe: observeDrafts,
  judge: (endings, { head, revisions, drafts, log }, { draftIds }) => {
    const winner = oneWinner(endings);
    expect(revisions.map(({ number }) => number)).toEqual(
      Array.from({ length: head }, (_, index) => index + 1),
    );
    expect(revisions.at(-1)?.draftId).toBe(draftIds[winner]);
    expect(revisions.some(({ draftId }) => draftId === draftIds[1 - winner])).toBe(false);
    expect(drafts[1 - winner]).toMatchObject({ status: "submitted", version: 1 });
    expect(log.filter((action) => action === "schedule.published")).toHaveLength(head);
    return winner === 0 ? "first" : "second";
  },
});

raceAll([twoSwaps]);
