import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { signLogHead } from "@/lib/log/head";
import { sealLog } from "@/lib/log/seal";
import { publishDraft } from "@/lib/roster/publish";
import type { Definition } from "@/lib/schedule/types";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { exported } from "../integration/log-stage";
import { DAY, replaced, weekly } from "../integration/stage";
import { type Lane, NOW, patiently, verdictOf } from "./lane";
import { race } from "./race";
import { raceAll } from "./race-all";
import { insertApprovals, insertDrafts, insertSchedules } from "./rows";

type Round = {
  readonly scheduleId: string;
  readonly draftId: string;
  /** The revision that held when the log was signed. */
  readonly base: number;
  readonly through: number | null;
};

type Entry = { readonly action: string; readonly body: string };

const schedules = new Map<Lane, { readonly id: string; readonly roster: Definition }>();

const BASE = `SELECT "headRevision" AS base FROM "Schedule" WHERE "orgId" = $1 AND "id" = $2`;
const KEEP = `UPDATE "Organisation" SET "logDays" = 30 WHERE "orgId" = $1`;
const ENTRIES = `SELECT "action", "body" FROM "ChangeLogEntry"
  WHERE "orgId" = $1 AND "number" > $2 ORDER BY "number"`;

/** The next draft of the lane's one schedule, and a signed head that is older than the log is kept. */
async function stage(lane: Lane): Promise<readonly Round[]> {
  const { orgId } = lane.tenant;
  const known = schedules.get(lane);
  const { id, roster } = known ?? { id: randomUUID(), roster: weekly(lane.people) };
  if (!known) {
    schedules.set(lane, { id, roster });
    await insertSchedules(lane, [id]);
    await lane.sql(KEEP, [orgId]);
  }
  const [who, by] = lane.people;
  const [{ base = 0 } = {}] = await lane.sql<{ base: number }>(BASE, [orgId, id]);
  const draftId = randomUUID();
  const document = replaced(roster, who, by, NOW + DAY, NOW + 2 * DAY);
  await insertDrafts(lane, [{ id: draftId, scheduleId: id, base, document }]);
  await insertApprovals(lane, [{ draftId, memberId: lane.second.memberId }]);
  const through = await patiently(() => signLogHead(orgId, "race", NOW));
  return [{ scheduleId: id, draftId, base, through }];
}

/** The verifier of its own looks each round; the product's, which compares with the database too, every so many. */
const OWN_VERIFIER = 20;
const rounds = new Map<Lane, number>();
function isTurn(lane: Lane): boolean {
  const round = (rounds.get(lane) ?? 0) + 1;
  rounds.set(lane, round);
  return round % OWN_VERIFIER === 1;
}

const publishAndSeal = race({
  name: "a publish and a retention run",
  winners: ["published first", "sealed first"],
  batch: 1,
  stage,
  contenders: (lane, { draftId }) => [
    () => lane.on(0, lane.author, (context) => publishDraft(context, { draftId, version: 1 })),
    () => patiently(() => sealLog(lane.tenant.orgId, "race", NOW)),
  ],
  observe: async (lane, [round]) => {
    const { orgId, owner } = lane.tenant;
    const entries = await lane.sql<Entry>(ENTRIES, [orgId, round?.through ?? 0]);
    const { problems } = await verifyExport(await exported(owner));
    return [{ entries, problems, verdict: isTurn(lane) ? await verdictOf(lane) : null }];
  },
  judge: ([publication, sealing], { entries, problems, verdict }, round) => {
    expect(publication).toMatchObject({ code: "ok", value: { revision: round.base + 1 } });
    expect(sealing).toMatchObject({ code: "ok", value: round.through });
    expect(problems).toEqual([]);
    if (verdict) expect(verdict).toMatchObject({ whole: true });
    const acts = entries.map(({ action }) => action).filter((action) => action !== "log.exported");
    expect(acts.toSorted()).toEqual(["log.sealed", "schedule.published"]);
    const sealed = entries.find(({ action }) => action === "log.sealed");
    const states = JSON.parse(sealed?.body ?? "{}").schedules[round.scheduleId];
    expect(states?.revision ?? 0).toBe(round.base);
    return acts[0] === "log.sealed" ? "sealed first" : "published first";
  },
});

// Heads as old as the log's are after forty days.
const AGED = `ALTER TABLE "SignedHead" DISABLE TRIGGER check_head;
  ALTER TABLE "SignedHead" ALTER "createdAt" SET DEFAULT clock_timestamp() - interval '40 days'`;

raceAll([publishAndSeal], AGED);
