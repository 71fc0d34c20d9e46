import { randomBytes } from "node:crypto";
import { invite } from "@/lib/members/commands";
import { changeOrganisation, foundOrganisation } from "@/lib/organisation/commands";
import { addTimeOff } from "@/lib/people/commands";
import { askForCover } from "@/lib/roster/cover-commands";
import { toLocal } from "@/lib/zones/local";
import { primaryAndSecondary } from "./demo-rosters";
import { type Account, actorOf, as, join, person, publish, team } from "./demo-stage";
import type { SoakTenant } from "./soak-tenants-fire";
import { closedAccount, cookieFor } from "./stage-account";

// Makes organisations whose every text holds a word that is theirs alone, and prints them.

const DAY = 86_400_000;
const now = Date.now();

const account = (name: string, canary: string): Promise<Account> =>
  closedAccount(`${name} ${canary}`, `${name.toLowerCase()}@${canary}.example`);

async function organisation(): Promise<SoakTenant> {
  const canary = `cny${randomBytes(5).toString("hex")}`;
  const founder = await account("Olga", canary);
  const slug = `org-${canary}`;
  const { orgId, personId } = await foundOrganisation(founder, {
    organisation: `Organisation ${canary}`,
    slug,
    zone: "UTC",
  });
  const owner = await actorOf(orgId, slug, founder);
  const writer = await account("Willem", canary);
  const writerId = await join(owner, writer, "Scheduler");
  const author = await actorOf(orgId, slug, writer);
  const teamId = await team(owner, `Team ${canary}`);
  const [first, second] = [`Ann ${canary}`, `Ben ${canary}`];
  const ann = await person(owner, first, "UTC", "+442079460018", `ann@${canary}.example`, [teamId]);
  const ben = await person(owner, second, "UTC", "+442079460019", null, [teamId]);
  const roster = primaryAndSecondary("2026-01-05", "UTC", [ann, ben, personId, writerId]);
  const named = roster.tiers.map((tier) => ({ ...tier, name: `${tier.name} ${canary}` }));
  const document = { ...roster, tiers: named };
  const schedule = { name: `Schedule ${canary}`, description: `About ${canary}`, teamId, document };
  const scheduleId = await publish(author, owner, now - DAY, schedule);
  const span = { from: toLocal(now + DAY, "UTC"), until: toLocal(now + 2 * DAY, "UTC") };
  const cover = { scheduleId, person: ann, by: ben, ...span, reason: `Reason ${canary}` };
  const { draftId } = await as(author, now, (context) => askForCover(context, cover));
  await as(owner, now, async (context) => {
    await addTimeOff(context, { personId: ann, ...span, note: `Note ${canary}` });
    await changeOrganisation(context, {
      name: `Organisation ${canary} renamed`,
      zone: "UTC",
    });
    const grants = [{ permission: "schedule.view", teamId: null } as const];
    await invite(context, { name: `Guest ${canary}`, email: `guest@${canary}.example`, grants });
  });
  const edited = await as(author, now, (context) =>
    context.db.draft.findFirst({ where: { scheduleId, kind: "edit" }, select: { id: true } }),
  );
  const base = `/o/${slug}`;
  return {
    canary,
    ids: [orgId, teamId, ann, ben, personId, writerId, scheduleId, draftId, owner.memberId],
    cookies: [
      await cookieFor(founder.id, `Device ${canary}`),
      await cookieFor(writer.id, `Device ${canary}`),
    ],
    paths: [
      base,
      `${base}/schedules`,
      `${base}/schedules/${scheduleId}`,
      `${base}/schedules/${scheduleId}/policy`,
      `${base}/schedules/${scheduleId}/cover`,
      `${base}/schedules/${scheduleId}/swap`,
      `${base}/drafts`,
      `${base}/drafts/${draftId}`,
      `${base}/drafts/${edited?.id ?? draftId}`,
      `${base}/people`,
      `${base}/people/${ann}`,
      `${base}/teams`,
      `${base}/teams/${teamId}`,
      `${base}/log`,
      `${base}/log/export`,
      `${base}/me`,
      `${base}/more`,
      `${base}/import`,
      `${base}/settings`,
      `${base}/settings/members`,
      `${base}/settings/members/${author.memberId}`,
      `${base}/settings/policy`,
      "/organisations",
      "/api/health",
    ],
  };
}

const count = Number(process.argv[2]);
const made: SoakTenant[] = [];
for (let i = 0; i < count; i += 1) made.push(await organisation());
console.log(JSON.stringify(made));
process.exit(0);
