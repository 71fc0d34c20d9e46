import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { defaultPolicy } from "@/lib/roster/policy";
import { savePolicy } from "@/lib/roster/policy-store";
import { publishDraft } from "@/lib/roster/publish";
import type { Definition } from "@/lib/schedule/types";
import { DAY, HOUR, replaced, weekly } from "../integration/stage";
import { type Lane, NOW } from "./lane";
import { race } from "./race";
import { oneWinner, raceAll } from "./race-all";
import { approveAll, observeDrafts, type Staged, stageRevision } from "./rows";

/** An hour of it is swapped in each round; then there is a new schedule. */
const ROUNDS_OF_A_SCHEDULE = 24;
const WEEK = 7 * DAY;
/** When the rotation of `weekly` began, by the day. */
const ANCHOR = Date.UTC(2026, 0, 5);

type Kept = { readonly scheduleId: string; readonly round: number };
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

async function newSchedule(lane: Lane): Promise<Kept> {
  const scheduleId = randomUUID();
  const { draftIds } = await stageRevision(lane, scheduleId, () => [weekly(lane.people)]);
  const [draftId = ""] = draftIds;
  await approveAll(lane, draftIds);
  await lane.on(0, lane.author, (context) => publishDraft(context, { draftId, version: 1 }));
  return { scheduleId, round: 0 };
}

/** Two swaps of one shift, to both of which everybody has agreed. */
async function stage(lane: Lane): Promise<readonly Staged[]> {
  if (!kept.has(lane)) {
    const rules = { ...defaultPolicy, instant: "agreed-swaps" } as const;
    await lane.on(0, lane.tenant.owner, (context) =>
      savePolicy(context, { scheduleId: null, version: 0, rules }),
    );
  }
  const last = kept.get(lane);
  const now = !last || last.round === ROUNDS_OF_A_SCHEDULE ? await newSchedule(lane) : last;
  kept.set(lane, { ...now, round: now.round + 1 });
  const { scheduleId, round } = now;
  const { draftIds } = await stageRevision(lane, scheduleId, (head) =>
    head ? [swapped(head, lane, 1, round), swapped(head, lane, 2, round)] : [],
  );
  await lane.look(({ db }) =>
    db.acknowledgement.createMany({
      data: draftIds.flatMap((draftId) =>
        lane.people.map((personId) => ({ draftId, draftVersion: 1, personId })),
      ),
    }),
  );
  return [{ scheduleId, draftIds }];
}

const twoSwaps = race({
  name: "two swaps of one shift",
  winners: ["first", "second"],
  batch: 1,
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
