import { randomUUID } from "node:crypto";
import { invite } from "@/lib/members/commands";
import { organisationLoadRules } from "@/lib/roster/load-rules-store";
import { defaultPolicy } from "@/lib/roster/policy";
import { findPolicy, savePolicy } from "@/lib/roster/policy-store";
import { grantAccess } from "@/lib/support/commands";
import type { Fields, Samples } from "./sample";
import { at, type World } from "./world";

const POLICY = {
  approvals: "1",
  acknowledgement: "none",
  instant: "none",
  noticeHours: "0",
  "gate-gap": "warn",
  "gate-unreachable": "warn",
  "gate-double": "warn",
  "gate-time-off": "warn",
  "gate-rest": "warn",
};
const RULES = {
  "night-from": "22:00",
  "night-until": "06:00",
  weekend: ["6", "7"],
  unit: "hour",
  zone: "schedule",
  "weight-holiday": "2",
  "weight-weekend": "2",
  "weight-night": "1.5",
  "weight-weekday": "1",
  tiers: "1",
  holidays: "",
};

async function policyVersion({ owner }: World, scheduleId: string | null): Promise<number> {
  return (await at(owner, ({ db }) => findPolicy(db, scheduleId)))?.version ?? 0;
}

async function rulesVersion({ owner }: World): Promise<string> {
  return String((await at(owner, ({ db }) => organisationLoadRules(db))).version);
}

/** A schedule's own policy, there to be dropped. */
async function ownPolicy(world: World): Promise<Fields> {
  const { owner, scheduleId } = world;
  const version = await policyVersion(world, scheduleId);
  await at(owner, (context) => savePolicy(context, { scheduleId, version, rules: defaultPolicy }));
  return { scheduleId, version: String(await policyVersion(world, scheduleId)) };
}

async function invitation({ owner }: World): Promise<string> {
  const name = randomUUID();
  const grants = [{ permission: "schedule.view", teamId: null } as const];
  return at(owner, async (context) => {
    await invite(context, { name, email: `${name}@example.com`, grants });
    return (await context.db.invitation.findFirst({ where: { name } }))?.id ?? "";
  });
}

const LOOK = { reason: "", scope: "whole", hours: "1" };

async function endAccesses({ owner }: World): Promise<void> {
  await at(owner, async ({ db }) => {
    const [endedAt, endedBy] = [new Date(), owner.memberId];
    await db.supportAccess.updateMany({ where: { endedAt: null }, data: { endedAt, endedBy } });
  });
}

/** What lets support look, there to be ended. */
async function access(world: World): Promise<string> {
  await endAccesses(world);
  return at(world.owner, async (context) => {
    await grantAccess(context, { reason: "", whole: true, teams: [], hours: 1 });
    return (await context.db.supportAccess.findFirst({ where: { endedAt: null } }))?.id ?? "";
  });
}

const newMember = async ({ newcomer }: World) => ({ memberId: (await newcomer()).actor.memberId });

export const settingsSamples: Samples = {
  "settings/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/policy/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/load/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/members/page.tsx": [{ needs: ["member.manage"] }],
  "settings/members/[member]/page.tsx": [
    { needs: ["member.manage"], params: ({ author }) => ({ member: author.memberId }) },
  ],
  "settings/permissions/page.tsx": [{ needs: ["member.manage"] }],
  "settings/support/page.tsx": [{ needs: ["organisation.own"] }],
  "settings/actions.ts grantSupport": [
    {
      needs: ["organisation.own"],
      async fields(world) {
        await endAccesses(world);
        return LOOK;
      },
    },
  ],
  "settings/actions.ts endSupport": [
    {
      needs: ["organisation.own"],
      fields: async (world) => ({ accessId: await access(world) }),
    },
  ],
  "settings/actions.ts changeOrganisation": [
    {
      needs: ["settings.manage"],
      fields: async ({ canary }) => ({ name: `Name ${canary}`, zone: "UTC", logDays: "365" }),
    },
  ],
  "settings/actions.ts changePolicy": [
    {
      needs: ["settings.manage"],
      fields: async (world) => ({
        ...POLICY,
        version: String(await policyVersion(world, null)),
      }),
    },
  ],
  "settings/actions.ts changeLoadRules": [
    {
      needs: ["settings.manage"],
      fields: async (world) => ({ ...RULES, version: await rulesVersion(world) }),
    },
  ],
  "settings/actions.ts takeHolidays": [
    {
      needs: ["settings.manage", "schedule.view"],
      fields: async (world) => ({
        version: await rulesVersion(world),
        calendar: `${world.scheduleId}/${world.document.calendars[0]?.id}`,
      }),
    },
  ],
  "settings/actions.ts invite": [
    {
      needs: ["member.manage"],
      fields: async () => ({
        name: "Guest",
        email: `${randomUUID()}@example.com`,
        preset: "",
        scope: "",
        grants: ["member.manage"],
      }),
    },
  ],
  "settings/actions.ts revokeInvitation": [
    {
      needs: ["member.manage"],
      fields: async (world) => ({ invitationId: await invitation(world) }),
    },
  ],
  "settings/actions.ts changePermissions": [
    {
      needs: ["member.manage"],
      fields: async (world) => ({ ...(await newMember(world)), grants: ["member.manage"] }),
    },
  ],
  "settings/actions.ts removeMember": [{ needs: ["member.manage"], fields: newMember }],
  "schedules/[schedule]/policy/actions.ts changeSchedulePolicy": [
    {
      needs: ["settings.manage"],
      fields: async (world) => ({
        ...POLICY,
        scheduleId: world.scheduleId,
        version: String(await policyVersion(world, world.scheduleId)),
      }),
    },
  ],
  "schedules/[schedule]/policy/actions.ts dropSchedulePolicy": [
    { needs: ["settings.manage"], fields: ownPolicy },
  ],
  "teams/page.tsx": [{ needs: ["schedule.view"], anywhere: true }],
  "teams/[team]/page.tsx": [
    { needs: ["schedule.view"], params: ({ teamId }) => ({ team: teamId }) },
  ],
  "teams/actions.ts addTeam": [
    { needs: ["team.manage"], fields: async () => ({ name: randomUUID() }) },
  ],
  "teams/actions.ts renameTeam": [
    {
      needs: ["team.manage"],
      fields: async ({ otherTeamId }) => ({ teamId: otherTeamId, name: randomUUID() }),
    },
  ],
  "log/page.tsx": [{ needs: ["log.view"] }],
  "log/head/route.ts": [{ needs: ["log.view"] }],
  "log/entries/[number]/route.ts": [{ needs: ["log.view"], params: () => ({ number: "1" }) }],
  "log/export/route.ts": [{ needs: ["log.export"] }],
};
