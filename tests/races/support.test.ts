import { expect } from "vitest";
import { changePermissions } from "@/lib/members/commands";
import { grantAccess } from "@/lib/support/commands";
import type { Actor } from "@/lib/tenancy/actor";
import { type Lane, patiently } from "./lane";
import { race } from "./race";
import { lost, raceAll } from "./race-all";

type Round = { readonly other: Actor };

const others = new Map<Lane, Actor>();

const GRANTS = `INSERT INTO "Grant" ("orgId", "memberId", "permission")
  SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING`;
const END = `UPDATE "SupportAccess" SET "endedAt" = clock_timestamp(), "endedBy" = $2
  WHERE "orgId" = $1 AND "endedAt" IS NULL`;
const ENTRIES = `SELECT "action" FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number" DESC LIMIT 2`;
const OPEN = `SELECT FROM "SupportAccess" WHERE "orgId" = $1 AND "endedAt" IS NULL`;

/** Two owners, and support that nobody lets look. */
async function stage(lane: Lane): Promise<readonly Round[]> {
  const { orgId, owner, member } = lane.tenant;
  const other = others.get(lane) ?? (await patiently(() => member("Olaf Owner", "Owner")));
  others.set(lane, other);
  const permissions = other.grants.map(({ permission }) => permission);
  await lane.sql(GRANTS, [orgId, other.memberId, permissions]);
  await lane.sql(END, [orgId, owner.memberId]);
  return [{ other }];
}

const supportWhileTaken = race({
  name: "let support look while one is no owner any more",
  winners: ["before", "refused"],
  batch: 1,
  stage,
  contenders: (lane, { other }) => [
    () =>
      lane.on(0, other, (context) =>
        grantAccess(context, { reason: "A look", whole: true, teams: [], hours: 1 }),
      ),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        changePermissions(context, {
          memberId: other.memberId,
          grants: [{ permission: "schedule.view", teamId: null }],
        }),
      ),
  ],
  observe: async (lane) => {
    const { orgId } = lane.tenant;
    const last = await lane.sql<{ action: string }>(ENTRIES, [orgId]);
    const open = await lane.sql(OPEN, [orgId]);
    return [{ log: last.map(({ action }) => action).toReversed(), open: open.length }];
  },
  judge: ([letting, taking], { log, open }) => {
    expect(taking?.code).toBe("ok");
    const wasFirst = letting?.code === "ok";
    if (!wasFirst) lost(letting);
    // By the log's order, nobody lets support look who is no owner any more.
    if (wasFirst) expect(log).toEqual(["support.granted", "member.permissions"]);
    else expect(log.at(-1)).toBe("member.permissions");
    expect(open).toBe(wasFirst ? 1 : 0);
    return wasFirst ? "before" : "refused";
  },
});

raceAll([supportWhileTaken]);
