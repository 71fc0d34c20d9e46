import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { signLogHead } from "@/lib/log/head";
import { sealLog } from "@/lib/log/seal";
import { publishDraft } from "@/lib/roster/publish";
import type { Definition } from "@/lib/schedule/types";
import { verifyExport } from "@/scripts/standby-verify.mjs";
import { exported } from "../integration/log-stage";
import { DAY, replaced, weekly } from "../integration/stage";
import { type Lane, NOW, patiently, verdictOf } from "./lane";
import { race } from "./race";
import { raceAll } from "./race-all";
import { approveAll, stageRevision } from "./rows";

type Round = {
  readonly scheduleId: string;
  readonly draftId: string;
  /** The revision that held when the log was signed. */
  readonly base: number;
  readonly through: number | null;
};

const schedules = new Map<Lane, { readonly id: string; readonly roster: Definition }>();

/** The next draft of the lane's one schedule, and a signed head that is older than the log is kept. */
async function stage(lane: Lane): Promise<readonly Round[]> {
  const { id, roster } = schedules.get(lane) ?? { id: randomUUID(), roster: weekly(lane.people) };
  schedules.set(lane, { id, roster });
  const [who, by] = lane.people;
  const { draftIds, base } = await stageRevision(lane, id, () => [
    replaced(roster, who, by, NOW + DAY, NOW + 2 * DAY),
  ]);
  await approveAll(lane, draftIds);
  await lane.look(({ db }) => db.organisation.updateMany({ data: { logDays: 30 } }));
  const through = await patiently(() => signLogHead(lane.tenant.orgId, "race", NOW));
  return draftIds.map((draftId) => ({ scheduleId: id, draftId, base, through }));
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
    const entries = await lane.look(({ db }) =>
      db.changeLogEntry.findMany({
        where: { number: { gt: round?.through ?? 0 } },
        orderBy: { number: "asc" },
        select: { action: true, body: true },
      }),
    );
    const { problems } = await verifyExport(await exported(lane.tenant.owner));
    return [{ entries, verdict: await verdictOf(lane), problems }];
  },
  judge: ([publication, sealing], { entries, verdict, problems }, round) => {
    expect(publication).toMatchObject({ code: "ok", value: { revision: round.base + 1 } });
    expect(sealing).toMatchObject({ code: "ok", value: round.through });
    expect(verdict).toMatchObject({ whole: true });
    expect(problems).toEqual([]);
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
