import { expect } from "vitest";
import { changePermissions, removeMember } from "@/lib/members/commands";
import { archivePerson } from "@/lib/people/commands";
import { erasePerson } from "@/lib/personal/erase";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import { archiveSchedule } from "@/lib/roster/schedule-commands";
import type { Actor } from "@/lib/tenancy/actor";
import { outcome } from "../integration/stage";
import { type Lane, patiently } from "./lane";
import { type Ending, race } from "./race";
import { lost, oneWinner, raceAll } from "./race-all";
import { type Staged, stageDrafts } from "./rows";

/** So many rounds are staged at once, about as many approvers and people on the roster. */
const BATCH = 10;

type Crowd = {
  readonly approvers: readonly Actor[];
  readonly people: readonly string[];
};

type Round = Staged & {
  /** Whose permission is taken or who is removed, and the person on the roster who is. */
  readonly approver: Actor;
  readonly person: string;
  /** The last entry of the log before the batch. */
  readonly after: string;
};

type Seen = {
  /** What the log says of the round, in its order. */
  readonly log: readonly string[];
  /** How it ends when the author publishes now. */
  readonly later: string;
};

const crowds = new Map<Lane, Promise<Crowd>>();

async function gather(lane: Lane): Promise<Crowd> {
  const approvers: Actor[] = [];
  for (let i = 0; i < BATCH; i += 1)
    approvers.push(await patiently(() => lane.tenant.member(`Avi Approver ${i}`, "Approver")));
  return { approvers, people: await newPeople(lane) };
}

async function newPeople(lane: Lane): Promise<readonly string[]> {
  const people: string[] = [];
  for (let i = 0; i < BATCH; i += 1)
    people.push(await patiently(() => lane.tenant.person(`Pat ${i}`)));
  return people;
}

function crowdOf(lane: Lane): Promise<Crowd> {
  const crowd = crowds.get(lane) ?? gather(lane);
  crowds.set(lane, crowd);
  return crowd;
}

const MEMBERS = `UPDATE "Member" SET "removedAt" = NULL
  WHERE "orgId" = $1 AND "id" = ANY($2::uuid[]) AND "removedAt" IS NOT NULL`;
const GRANTS = `INSERT INTO "Grant" ("orgId", "memberId", "permission", "teamId")
  SELECT $1::uuid, g."memberId", g."permission", g."teamId"
  FROM jsonb_to_recordset($2::jsonb) AS g ("memberId" uuid, "permission" text, "teamId" uuid) ON CONFLICT DO NOTHING`;
const PEOPLE = `UPDATE "Person" SET "archivedAt" = NULL WHERE "orgId" = $1 AND "archivedAt" IS NOT NULL
  AND "erasedAt" IS NULL`;
const HEAD = `SELECT "number"::text FROM "ChangeLogHead" WHERE "orgId" = $1`;
const ENTRIES = `SELECT "action", "scheduleId", "subjectId" FROM "ChangeLogEntry"
  WHERE "orgId" = $1 AND "number" > $2 ORDER BY "number"`;

/** Everybody gets back what the rounds before took from them. */
async function restore(lane: Lane, members: readonly Actor[]): Promise<void> {
  const { orgId } = lane.tenant;
  const grants = members.flatMap(({ memberId, grants: held }) =>
    held.map(({ permission, teamId }) => ({ memberId, permission, teamId })),
  );
  await lane.sql(MEMBERS, [orgId, members.map(({ memberId }) => memberId)]);
  await lane.sql(GRANTS, [orgId, JSON.stringify(grants)]);
}

async function stage(
  lane: Lane,
  count: number,
  approved: boolean,
  strangers?: readonly string[],
): Promise<readonly Round[]> {
  const { approvers, people: known } = await crowdOf(lane);
  const people = strangers ?? known;
  const at = <T>(all: readonly T[], round: number): T => {
    const one = all[round % BATCH];
    if (one === undefined) throw new Error("nobody is left");
    return one;
  };
  await restore(lane, approvers);
  await lane.sql(PEOPLE, [lane.tenant.orgId]);
  const staged = await stageDrafts(lane, count, {
    people: (round) => [lane.people[0], at(people, round)],
    ...(approved && { approver: (round) => at(approvers, round).memberId }),
  });
  const [head] = await lane.sql<{ number: string }>(HEAD, [lane.tenant.orgId]);
  return staged.map((one, round) => ({
    ...one,
    approver: at(approvers, round),
    person: at(people, round),
    after: head?.number ?? "0",
  }));
}

type Entry = { readonly action: string; readonly scheduleId: string; readonly subjectId: string };

async function observe(lane: Lane, rounds: readonly Round[]): Promise<readonly Seen[]> {
  const entries = await lane.sql<Entry>(ENTRIES, [lane.tenant.orgId, rounds[0]?.after]);
  const logs = rounds.map(({ scheduleId, approver, person }) =>
    entries.filter(
      (entry) =>
        entry.scheduleId === scheduleId || [approver.memberId, person].includes(entry.subjectId),
    ),
  );
  // Nothing was done but what the rounds are about.
  expect(logs.flat()).toHaveLength(entries.length);
  return Promise.all(
    rounds.map(async (round, index) => ({
      log: (logs[index] ?? []).map(({ action }) => action),
      later: await outcome(publish(lane, lane.author, round)),
    })),
  );
}

const seen = ({ draftIds: [draftId = ""] }: Staged) => ({ draftId, version: 1 });

const publish = (lane: Lane, by: Actor, staged: Staged) =>
  lane.on(0, by, (context) => publishDraft(context, seen(staged)));
const takeApproval = (lane: Lane, { memberId, grants }: Actor) =>
  lane.on(1, lane.tenant.owner, (context) =>
    changePermissions(context, {
      memberId,
      grants: grants.filter(({ permission }) => permission !== "schedule.approve"),
    }),
  );

/** What must be so when one act needs what the other takes away: it came before, or it was refused. */
function judgeBy(needs: string, takes: string) {
  return ([first, second]: readonly Ending[], { log, later }: Seen): string => {
    expect(second?.code).toBe("ok");
    const wasFirst = first?.code === "ok";
    if (!wasFirst) lost(first);
    expect(log).toEqual(wasFirst ? [needs, takes] : [takes]);
    // What was refused is not published behind its back, and what was published is so once.
    expect(["refused", "stale"]).toContain(later);
    return wasFirst ? "before" : "refused";
  };
}

const approveWhileTaken = race({
  name: "approve while the approver's permission is taken",
  winners: ["before", "refused"],
  batch: BATCH,
  stage: (lane, count) => stage(lane, count, false),
  contenders: (lane, round) => [
    () =>
      lane.on(0, round.approver, (context) =>
        reviewDraft(context, { ...seen(round), decision: "approve", words: "", waiver: "" }),
      ),
    () => takeApproval(lane, round.approver),
  ],
  observe,
  judge: judgeBy("draft.reviewed", "member.permissions"),
});

const publishWhileTaken = race({
  name: "publish while an approver's permission is taken",
  winners: ["before", "refused"],
  batch: BATCH,
  stage: (lane, count) => stage(lane, count, true),
  contenders: (lane, round) => [
    () => publish(lane, lane.author, round),
    () => takeApproval(lane, round.approver),
  ],
  observe,
  judge: judgeBy("schedule.published", "member.permissions"),
});

const publishWhileRemoved = race({
  name: "publish while who approved it is removed",
  winners: ["before", "refused"],
  batch: BATCH,
  stage: (lane, count) => stage(lane, count, true),
  contenders: (lane, round) => [
    () => publish(lane, lane.reviewer, round),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        removeMember(context, { memberId: round.approver.memberId }),
      ),
  ],
  observe,
  judge: judgeBy("schedule.published", "member.removed"),
});

const publishWhileArchived = race({
  name: "publish while a person on the roster is removed",
  winners: ["before", "refused"],
  batch: BATCH,
  stage: (lane, count) => stage(lane, count, true),
  contenders: (lane, round) => [
    () => publish(lane, lane.author, round),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        archivePerson(context, { personId: round.person }),
      ),
  ],
  observe,
  judge: judgeBy("schedule.published", "person.archived"),
});

const PUBLISHED = `SELECT "id" FROM "Schedule" WHERE "orgId" = $1 AND "archivedAt" IS NULL AND "headRevision" > 0`;

/** Whoever erases looks at every roster: with those of all rounds before, each round would take longer. */
async function putAway(lane: Lane): Promise<void> {
  const { orgId, owner } = lane.tenant;
  for (const { id } of await lane.sql<{ id: string }>(PUBLISHED, [orgId]))
    await lane.on(0, owner, (context) => archiveSchedule(context, { scheduleId: id }));
}

const publishWhileErased = race({
  name: "publish while a person is erased",
  winners: ["published", "erased"],
  batch: BATCH,
  stage: async (lane, count) => {
    await putAway(lane);
    return stage(lane, count, false, await newPeople(lane));
  },
  contenders: (lane, round) => [
    () =>
      lane.on(0, lane.coOwner, (context) => publishNow(context, { ...seen(round), words: "Now." })),
    () =>
      lane.on(1, lane.tenant.owner, (context) => erasePerson(context, { personId: round.person })),
  ],
  observe,
  judge: (endings, { log, later }) => {
    const isPublished = oneWinner(endings) === 0;
    expect(log).toEqual([isPublished ? "schedule.published" : "person.erased"]);
    expect(later).toBe(isPublished ? "stale" : "refused");
    return isPublished ? "published" : "erased";
  },
});

const OWNERS = `SELECT ARRAY(SELECT g."memberId"::text FROM "Grant" g
      JOIN "Member" m ON m."orgId" = g."orgId" AND m."id" = g."memberId" AND m."removedAt" IS NULL
      WHERE g."orgId" = $1 AND g."permission" = 'organisation.own') AS left,
    (SELECT jsonb_build_object('action', "action", 'actorId', "actorId") FROM "ChangeLogEntry"
      WHERE "orgId" = $1 ORDER BY "number" DESC LIMIT 1) AS entry`;

const lastOwners = race({
  name: "the last two owners remove each other",
  winners: ["first", "second"],
  batch: 1,
  stage: async (lane) => {
    await restore(lane, owners(lane));
    return [null];
  },
  contenders: (lane) => {
    const [first, second] = owners(lane);
    return [
      () => lane.on(0, first, (context) => removeMember(context, { memberId: second.memberId })),
      () => lane.on(1, second, (context) => removeMember(context, { memberId: first.memberId })),
    ];
  },
  observe: (lane) =>
    lane.sql<{ left: readonly string[]; entry: unknown }>(OWNERS, [lane.tenant.orgId]),
  judge: (endings, { left, entry }, _staged, lane) => {
    const winner = oneWinner(endings);
    const { memberId } = owners(lane)[winner === 0 ? 0 : 1];
    expect(left).toEqual([memberId]);
    expect(entry).toEqual({ action: "member.removed", actorId: memberId });
    return winner === 0 ? "first" : "second";
  },
});

function owners({ tenant, coOwner }: Lane): readonly [Actor, Actor] {
  return [tenant.owner, coOwner];
}

raceAll([
  approveWhileTaken,
  publishWhileTaken,
  publishWhileRemoved,
  publishWhileArchived,
  publishWhileErased,
  lastOwners,
]);
