import { randomUUID } from "node:crypto";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { invite } from "@/lib/members/commands";
import { createKey, type KeysOf } from "@/lib/members/key-commands";
import { organisationLoadRules } from "@/lib/roster/load-rules-store";
import { defaultPolicy } from "@/lib/roster/policy";
import { findPolicy, savePolicy } from "@/lib/roster/policy-store";
import { endAccess, grantAccess } from "@/lib/support/commands";
import { listAccesses } from "@/lib/support/queries";
import type { Actor } from "@/lib/tenancy/actor";
import { acting, unheard } from "@/tests/integration/stage";
import type { Fields, Samples } from "./sample";
import { at, type World } from "./world";

const POLICY = {
  approvals: "1",
  acknowledgement: "none",
  instant: "none",
  noticeHours: "0",
  "gate-gap": "warn",
  "gate-unreachable": "warn",
  "gate-left": "warn",
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

/** An alert that nobody has seen. */
async function alert({ owner }: World): Promise<string> {
  const id = randomUUID();
  const window = { at: new Date(), windowAt: new Date() };
  const facts = { count: 1, since: 0, until: 0, entries: [] };
  await at(owner, ({ db }) =>
    db.alert.create({ data: { id, rule: "spike", subject: id, facts, ...window } }),
  );
  return id;
}

/** Ends what support may look at, if anything. */
export async function endSupport({ owner }: World): Promise<void> {
  const { current } = await at(owner, listAccesses);
  if (current) await at(owner, (context) => endAccess(context, { accessId: current.id }));
}

/** Lets support look at everything; gives back the access's id. */
export async function letSupportLook(world: World): Promise<string> {
  await endSupport(world);
  const input = { reason: "", whole: true, teams: [], hours: 1 };
  await at(world.owner, (context) => grantAccess(context, input));
  return (await at(world.owner, listAccesses)).current?.id ?? "";
}

const KEY = { name: "Wall panel", days: "30", grants: ["schedule.view"] };

/** A new key that may do nothing. */
async function keyOf(actor: Actor, of: KeysOf): Promise<{ keyId: string }> {
  const name = randomUUID();
  return at(actor, async (context) => {
    await createKey(context, of, { name, days: 1, grants: [] });
    return { keyId: (await context.db.apiKey.findFirst({ where: { name } }))?.id ?? "" };
  });
}

const newMember = async ({ newcomer }: World) => ({ memberId: (await newcomer()).actor.memberId });

export const settingsSamples: Samples = {
  "settings/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/policy/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/security/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/alerts/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/actions.ts markAlertSeen": [
    { needs: ["settings.manage"], fields: async (world) => ({ alertId: await alert(world) }) },
  ],
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
      fields: async (world) => {
        await endSupport(world);
        return { scope: "whole", hours: "1", reason: "" };
      },
    },
  ],
  "settings/actions.ts endSupport": [
    {
      needs: ["organisation.own"],
      fields: async (world) => ({ accessId: await letSupportLook(world) }),
    },
  ],
  "settings/actions.ts changeOrganisation": [
    {
      needs: ["settings.manage"],
      fields: async ({ canary }) => ({ name: `Name ${canary}`, zone: "UTC" }),
    },
  ],
  "settings/actions.ts changeRetention": [
    { needs: ["settings.manage"], fields: async () => ({ logDays: "365" }) },
  ],
  "settings/actions.ts changeFactorPolicy": [
    {
      needs: ["settings.manage"],
      fields: async () => ({ kinds: ["passkey", "totp", "email", "sms"], graceDays: "7" }),
    },
  ],
  "settings/actions.ts changeSessionLimits": [
    {
      needs: ["settings.manage"],
      fields: async () => ({ idleMinutes: "720", sessionHours: "168" }),
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
  "settings/network/page.tsx": [{ needs: ["settings.manage"] }],
  "settings/actions.ts changeNetworks": [
    { needs: ["settings.manage"], fields: async () => ({ networks: "" }) },
  ],
  "settings/actions.ts removeMember": [{ needs: ["member.manage"], fields: newMember }],
  "settings/actions.ts signMemberOut": [{ needs: ["member.manage"], fields: newMember }],
  "settings/actions.ts takeFactors": [
    {
      needs: ["member.manage"],
      fields: async (world) => {
        const { actor } = await world.newcomer();
        await changeFactors(
          await acting(actor.userId),
          setCodeFactor("sms", "a number"),
          { codes: [] },
          unheard,
        );
        return { memberId: actor.memberId };
      },
    },
  ],
  "settings/keys/page.tsx": [{ needs: ["key.manage"] }],
  "settings/actions.ts createKey": [
    { needs: ["key.manage", "schedule.view"], fields: async () => KEY },
  ],
  "settings/actions.ts recycleKey": [
    {
      needs: ["key.manage"],
      fields: async ({ owner }) => ({ ...(await keyOf(owner, "organisation")), overlap: "1" }),
    },
  ],
  "settings/actions.ts revokeKey": [
    { needs: ["key.manage"], fields: ({ owner }) => keyOf(owner, "organisation") },
  ],
  "me/keys/page.tsx": [{ needs: [] }],
  "me/keys/actions.ts createKey": [{ needs: ["schedule.view"], fields: async () => KEY }],
  "me/keys/actions.ts recycleKey": [
    {
      needs: [],
      fields: async (_, { actor }) => ({ ...(await keyOf(actor, "own")), overlap: "0" }),
    },
  ],
  "me/keys/actions.ts revokeKey": [{ needs: [], fields: (_, { actor }) => keyOf(actor, "own") }],
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
