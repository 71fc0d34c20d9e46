import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authClient } from "@/lib/auth/db";
import { findAccess, listAccess } from "@/lib/members/access-queries";
import { acceptInvitation, changePermissions, invite } from "@/lib/members/commands";
import { listMembers } from "@/lib/members/queries";
import { inviteSchema, permissionsSchema } from "@/lib/members/schema";
import { factorHolders, standingOf } from "@/lib/tenancy/standing";
import { as } from "@/scripts/demo-stage";
import { accountOf, openStage, type Tenant, tenant } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
});
afterAll(() => stage.close());

async function setFactor(userId: string, totpBox: string | null): Promise<void> {
  await authClient().user.updateMany({ where: { id: userId }, data: { totpBox } });
}

test("what administers counts while the account has a second factor, and no longer", async () => {
  const { userId, grants } = await lumen.member("Ada Admin", "Admin");
  const waiting = async () =>
    standingOf(grants, (await factorHolders([userId])).has(userId)).waiting.map(
      ({ permission }) => permission,
    );
  expect(await waiting()).toContain("member.manage");
  await setFactor(userId, "a key");
  expect(await waiting()).toEqual([]);
  await setFactor(userId, null);
  expect(await waiting()).toContain("member.manage");
});

test("the list of members says whose permissions wait", async () => {
  const { memberId, userId } = await lumen.member("Anna Admin", "Admin");
  const viewer = await lumen.member("Vic Viewer", "Viewer");
  const waits = async (id: string) =>
    (await as(lumen.owner, NOW, listMembers)).members.find((one) => one.id === id)?.waits;
  expect([await waits(memberId), await waits(viewer.memberId)]).toEqual([true, false]);
  await setFactor(userId, "a key");
  expect(await waits(memberId)).toBe(false);
});

describe("why a member may do something", () => {
  test("from a preset, by who invited; single ones by who gave them; and what changed", async () => {
    const user = await accountOf("Gina Guest");
    const input = inviteSchema.parse({
      name: user.name,
      email: user.email,
      preset: "Scheduler",
      scope: lumen.teamId,
      grants: ["log.view"],
    });
    await as(lumen.owner, NOW, (context) => invite(context, input));
    const id = await as(lumen.owner, NOW, async ({ db }) => {
      const found = await db.invitation.findFirst({ where: { name: user.name } });
      return found?.id ?? "";
    });
    await acceptInvitation(lumen.orgId, id, user);
    const memberId = await as(lumen.owner, NOW, async ({ db }) => {
      const found = await db.member.findFirst({ where: { userId: user.id } });
      return found?.id ?? "";
    });
    const change = permissionsSchema.parse({
      memberId,
      grants: ["log.view", "schedule.view", "schedule.cover"],
      copied: ["Responder"],
    });
    await as(lumen.owner, NOW, (context) => changePermissions(context, change));

    const found = await as(lumen.owner, NOW, (context) => findAccess(context, memberId));
    expect(
      found?.access.map(({ permission, where, preset, by }) => [permission, where, preset, by]),
    ).toEqual([
      ["schedule.view", "Whole organisation", "Responder", "Olga Owner"],
      ["schedule.cover", "Whole organisation", "Responder", "Olga Owner"],
      ["log.view", "Whole organisation", null, "Olga Owner"],
    ]);
    const [changed, joined] = found?.changes ?? [];
    expect(changed).toMatchObject({ what: "changed", by: "Olga Owner" });
    expect(changed?.taken).toContain("Edit drafts in Platform");
    expect(joined).toMatchObject({ what: "joined", by: user.name });
    expect(joined?.given).toContain("Edit drafts in Platform");
  });

  test("a founder has it from the beginning", async () => {
    const { memberId } = harbour.owner;
    const found = await as(harbour.owner, NOW, (context) => findAccess(context, memberId));
    expect(found?.access.every(({ preset, by }) => preset === "Owner" && by === null)).toBe(true);
    expect(found?.changes).toMatchObject([{ what: "founded", by: "Olga Owner" }]);
    const waits = found?.access.filter((one) => one.waits).map(({ permission }) => permission);
    expect(waits).toContain("organisation.own");
  });

  test("another organisation's member has none here", async () => {
    const { memberId } = harbour.owner;
    expect(await as(lumen.owner, NOW, (context) => findAccess(context, memberId))).toBeNull();
    const all = await as(lumen.owner, NOW, listAccess);
    const holders = all.flatMap((permission) => permission.holders.map(({ id }) => id));
    expect(holders).toContain(lumen.owner.memberId);
    expect(holders).not.toContain(memberId);
  });
});
