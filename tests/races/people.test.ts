import { expect } from "vitest";
import { changePermissions, removeMember } from "@/lib/members/commands";
import { archivePerson } from "@/lib/people/commands";
import { publishDraft } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Actor } from "@/lib/tenancy/actor";
import { outcome } from "../integration/stage";
import type { Lane } from "./lane";
import { type Ending, race } from "./race";
import { lost, oneWinner, raceAll } from "./race-all";
import { type Staged, stageDrafts } from "./rows";

type Round = Staged & { readonly after: bigint };
type Seen = {
  /** What the organisation's log says of the round, in its order. */
  readonly log: readonly string[];
  /** How it ends when the author publishes now. */
  readonly later: string;
};

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

/** A draft to race about, after everybody got back what the round before took from them. */
async function stage(lane: Lane, approved: boolean): Promise<readonly Round[]> {
  await lane.look(async ({ db }) => {
    for (const { memberId, grants } of [lane.reviewer, lane.second]) {
      await db.member.updateMany({
        where: { id: memberId, removedAt: { not: null } },
        data: { removedAt: null },
      });
      const data = grants.map((grant) => ({ ...grant, memberId }));
      await db.grant.createMany({ data, skipDuplicates: true });
    }
    await db.person.updateMany({
      where: { archivedAt: { not: null } },
      data: { archivedAt: null },
    });
  });
  const [staged] = await stageDrafts(lane, 1, { approved });
  const head = await lane.look(({ db }) =>
    db.changeLogHead.findFirst({ select: { number: true } }),
  );
  return staged ? [{ ...staged, after: head?.number ?? 0n }] : [];
}

async function observe(lane: Lane, rounds: readonly Round[]): Promise<readonly Seen[]> {
  return Promise.all(
    rounds.map(async (round) => {
      const entries = await lane.look(({ db }) =>
        db.changeLogEntry.findMany({
          where: { number: { gt: round.after } },
          orderBy: { number: "asc" },
          select: { action: true },
        }),
      );
      const later = await outcome(publish(lane, lane.author, round));
      return { log: entries.map(({ action }) => action), later };
    }),
  );
}

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
  batch: 1,
  stage: (lane) => stage(lane, false),
  contenders: (lane, staged) => [
    () =>
      lane.on(0, lane.reviewer, (context) =>
        reviewDraft(context, { ...seen(staged), decision: "approve", words: "", waiver: "" }),
      ),
    () => takeApproval(lane, lane.reviewer),
  ],
  observe,
  judge: judgeBy("draft.reviewed", "member.permissions"),
});

const publishWhileTaken = race({
  name: "publish while an approver's permission is taken",
  winners: ["before", "refused"],
  batch: 1,
  stage: (lane) => stage(lane, true),
  contenders: (lane, staged) => [
    () => publish(lane, lane.author, staged),
    () => takeApproval(lane, lane.second),
  ],
  observe,
  judge: judgeBy("schedule.published", "member.permissions"),
});

const publishWhileRemoved = race({
  name: "publish while who approved it is removed",
  winners: ["before", "refused"],
  batch: 1,
  stage: (lane) => stage(lane, true),
  contenders: (lane, staged) => [
    () => publish(lane, lane.reviewer, staged),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        removeMember(context, { memberId: lane.second.memberId }),
      ),
  ],
  observe,
  judge: judgeBy("schedule.published", "member.removed"),
});

const publishWhileArchived = race({
  name: "publish while a person on the roster is removed",
  winners: ["before", "refused"],
  batch: 1,
  stage: (lane) => stage(lane, true),
  contenders: (lane, staged) => [
    () => publish(lane, lane.author, staged),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        archivePerson(context, { personId: lane.people[1] }),
      ),
  ],
  observe,
  judge: judgeBy("schedule.published", "person.archived"),
});

const lastOwners = race({
  name: "the last two owners remove each other",
  winners: ["first", "second"],
  batch: 1,
  stage: async (lane) => {
    await lane.look(async ({ db }) => {
      for (const { memberId, grants } of owners(lane)) {
        await db.member.updateMany({
          where: { id: memberId, removedAt: { not: null } },
          data: { removedAt: null },
        });
        const data = grants.map((grant) => ({ ...grant, memberId }));
        await db.grant.createMany({ data, skipDuplicates: true });
      }
    });
    return [null];
  },
  contenders: (lane) => {
    const [first, second] = owners(lane);
    return [
      () => lane.on(0, first, (context) => removeMember(context, { memberId: second.memberId })),
      () => lane.on(1, second, (context) => removeMember(context, { memberId: first.memberId })),
    ];
  },
  observe: async (lane) => [
    await lane.look(async ({ db }) => {
      const left = await db.grant.findMany({
        where: { permission: "organisation.own", member: { removedAt: null } },
        select: { memberId: true },
      });
      const [entry] = await db.changeLogEntry.findMany({
        orderBy: { number: "desc" },
        take: 1,
        select: { action: true, actorId: true },
      });
      return { left: left.map(({ memberId }) => memberId), entry };
    }),
  ],
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
  lastOwners,
]);
