import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { seal } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { addressIndex } from "@/lib/directory/address";
import { acceptInvitation, changePermissions } from "@/lib/members/commands";
import type { Actor } from "@/lib/tenancy/actor";
import type { Account } from "@/scripts/demo-stage";
import { accountOf, DAY } from "../integration/stage";
import { type Lane, NOW, patiently } from "./lane";
import { race } from "./race";
import { lost, raceAll } from "./race-all";

type Round = {
  readonly inviter: Actor;
  readonly invitationId: string;
  readonly invited: Account;
};

const inviters = new Map<Lane, Actor>();

const GRANT = `INSERT INTO "Grant" ("orgId", "memberId", "permission") VALUES ($1, $2, 'member.manage')
  ON CONFLICT DO NOTHING`;
const INVITATION = `INSERT INTO "Invitation"
    ("orgId", "id", "tokenHash", "name", "emailHash", "emailBox", "grants", "invitedBy", "expiresAt")
  VALUES ($1, $2, $2::uuid::text, 'New', $3, $4, '[{"permission":"schedule.view","teamId":null}]', $5, to_timestamp($6 / 1000.0))`;
const ENTRIES = `SELECT "action" FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number" DESC LIMIT 2`;
const MEMBERS = `SELECT FROM "Member" WHERE "orgId" = $1 AND "userId" = $2`;

/** An invitation for somebody new, by who may invite again. */
async function stage(lane: Lane): Promise<readonly Round[]> {
  const { orgId, member } = lane.tenant;
  const inviter = inviters.get(lane) ?? (await patiently(() => member("Ida Inviter", "Admin")));
  inviters.set(lane, inviter);
  await lane.sql(GRANT, [orgId, inviter.memberId]);
  const invited = await patiently(() => accountOf("New Member"));
  const id = randomUUID();
  await lane.sql(INVITATION, [
    orgId,
    id,
    addressIndex(orgId, invited.email),
    seal(invited.email, invitationEmailPlace(orgId, id)),
    inviter.memberId,
    NOW + DAY,
  ]);
  return [{ inviter, invitationId: id, invited }];
}

const acceptWhileTaken = race({
  name: "accept an invitation while who invited may not invite any more",
  winners: ["before", "refused"],
  batch: 1,
  stage,
  contenders: (lane, { inviter, invitationId, invited }) => [
    () => patiently(() => acceptInvitation(lane.tenant.orgId, invitationId, invited)),
    () =>
      lane.on(1, lane.tenant.owner, (context) =>
        changePermissions(context, {
          memberId: inviter.memberId,
          grants: inviter.grants.filter(({ permission }) => permission !== "member.manage"),
        }),
      ),
  ],
  observe: async (lane, [round]) => {
    const { orgId } = lane.tenant;
    const last = await lane.sql<{ action: string }>(ENTRIES, [orgId]);
    const members = await lane.sql(MEMBERS, [orgId, round?.invited.id]);
    return [{ log: last.map(({ action }) => action).toReversed(), members: members.length }];
  },
  judge: ([acceptance, taking], { log, members }) => {
    expect(taking?.code).toBe("ok");
    const wasFirst = acceptance?.code === "ok";
    if (!wasFirst) lost(acceptance);
    // By the log's order, nobody came in by who could not let them in any more.
    if (wasFirst) expect(log).toEqual(["member.joined", "member.permissions"]);
    else expect(log.at(-1)).toBe("member.permissions");
    expect(members).toBe(wasFirst ? 1 : 0);
    return wasFirst ? "before" : "refused";
  },
});

raceAll([acceptWhileTaken]);
