import { randomUUID } from "node:crypto";
import { countOrganisations } from "@/lib/auth/store";
import { foundOrganisation } from "@/lib/organisation/commands";
import { addTimeOff } from "@/lib/people/commands";
import { addWish } from "@/lib/people/wish-commands";
import { askForCover } from "@/lib/roster/cover-commands";
import { headOf, openDraft, saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { keepTurn } from "@/lib/schedule/edit";
import type { Actor } from "@/lib/tenancy/actor";
import { toLocal } from "@/lib/zones/local";
import { zones } from "@/lib/zones/table";
import {
  daysAndNights,
  followTheSun,
  officeHours,
  primaryAndSecondary,
  withGap,
} from "./demo-rosters";
import { account, actorOf, approve, as, join, PASSWORD, person, publish, team } from "./demo-stage";

const DAY = 86_400_000;
const now = Date.now();
const year = new Date(now).getUTCFullYear();
/** The Monday eight weeks ago: the rosters have a past. */
const start = now - 56 * DAY - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
const monday = toLocal(start, "UTC").slice(0, 10);

async function lumen() {
  const ada = await account("Ada Okafor", "ada@lumen.example", "Europe/London");
  const bo = await account("Bo Lindqvist", "bo@lumen.example", "Europe/Stockholm");
  const dana = await account("Dana Ruiz", "dana@lumen.example", "America/New_York");
  const eli = await account("Eli Kaplan", "eli@lumen.example", "America/Los_Angeles");
  const {
    orgId,
    slug,
    personId: adaId,
  } = await foundOrganisation(ada, {
    organisation: "Lumen Cloud",
    slug: "lumen",
    zone: "Europe/London",
  });
  const owner = await actorOf(orgId, slug, ada);
  const boId = await join(owner, bo, "Scheduler");
  const danaId = await join(owner, dana, "Approver");
  const eliId = await join(owner, eli, "Viewer");
  const platform = await team(owner, "Platform");
  const payments = await team(owner, "Payments");
  const chen = await person(
    owner,
    "Chen Wei",
    "Asia/Singapore",
    "+6561234567",
    "chen@lumen.example",
    [platform],
  );
  const farah = await person(
    owner,
    "Farah Haddad",
    "Europe/Stockholm",
    "+46812345678",
    "farah@lumen.example",
    [platform, payments],
  );
  await details(owner, {
    [adaId]: [payments, "+442079460018"],
    [boId]: [platform, "+46812345670"],
    [danaId]: [payments, "+12125550143"],
    [eliId]: [platform, "+13105550176"],
  });

  const scheduler = await actorOf(orgId, slug, bo);
  const approver = await actorOf(orgId, slug, dana);
  await publish(scheduler, approver, start, {
    name: "Platform, round the clock",
    teamId: platform,
    description: "Three continents, eight hours each.",
    document: followTheSun(monday, [chen], [boId, farah], [eliId, danaId]),
  });
  const onCall = await publish(scheduler, approver, start, {
    name: "Payments on call",
    teamId: payments,
    description: "Card payments and payouts.",
    document: primaryAndSecondary(monday, "Europe/London", [adaId, boId, danaId, eliId]),
  });
  await publish(
    scheduler,
    approver,
    start,
    {
      name: "Support desk",
      teamId: platform,
      description: "Questions from customers, in office hours.",
      document: officeHours(monday, "Europe/Stockholm", [boId, farah, adaId], year),
    },
    "The desk is closed on public holidays.",
  );
  await publish(
    scheduler,
    approver,
    start,
    {
      name: "Data pipeline",
      teamId: platform,
      description: "Batch jobs. Every third week nobody is on call; the jobs can wait.",
      document: withGap(monday, "Europe/London", [farah, eliId]),
    },
    "Batch jobs can wait a week; agreed with the analysts.",
  );

  await cover(scheduler, approver, onCall, boId, farah);
  await waitingDraft(scheduler, onCall, farah);
  const away = (days: number) => toLocal(now + days * DAY, "Europe/London").slice(0, 11);
  await as(owner, now, (context) =>
    addTimeOff(context, {
      personId: adaId,
      from: `${away(24)}00:00`,
      until: `${away(31)}00:00`,
      note: "Winter holiday",
    }),
  );
  await as(owner, now, (context) =>
    addWish(context, {
      personId: boId,
      kind: "avoids",
      weekday: 5,
      weight: 2,
      note: "Choir on Fridays",
    }),
  );
  await as(owner, now, (context) =>
    addWish(context, {
      personId: danaId,
      kind: "prefers",
      from: `${away(19)}00:00`,
      until: `${away(26)}00:00`,
      weight: 1,
      note: "Rather this week than over the holidays",
    }),
  );
  await as(owner, now, (context) =>
    askForCover(context, {
      scheduleId: onCall,
      person: adaId,
      by: danaId,
      from: `${away(5)}18:00`,
      until: `${away(6)}08:00`,
      reason: "Concert",
    }),
  );
  return ada;
}

/** Teams and phone numbers of people who came with an account. */
async function details(owner: Actor, people: Record<string, [string, string]>) {
  const { setContact, setTeams } = await import("@/lib/people/store");
  for (const [personId, [teamId, phone]] of Object.entries(people)) {
    await as(owner, now, async ({ db }) => {
      await setContact(db, owner.orgId, personId, "phone", phone);
      await setTeams(db, personId, [teamId], () => true);
    });
  }
}

/** A published override: Farah stands in for Bo from tomorrow on for a day. */
async function cover(
  author: Actor,
  reviewer: Actor,
  scheduleId: string,
  personId: string,
  by: string,
) {
  const { draftId } = await as(author, now, (context) => openDraft(context, { scheduleId }));
  const head = await as(author, now, (context) =>
    headOf(context, { id: scheduleId, headRevision: 1 }),
  );
  const override = {
    id: randomUUID(),
    kind: "replace" as const,
    target: { scope: "schedule" as const },
    startsAt: now - (now % DAY) + DAY + 9 * 3_600_000,
    endsAt: now - (now % DAY) + 3 * DAY + 9 * 3_600_000,
    person: personId,
    by,
    reason: "Training course",
  };
  await approve(author, reviewer, now, draftId, "Farah covers Bo's training", {
    ...head,
    overrides: [override],
  });
}

/** A draft that waits for approval: one more person in the weekly rotation. */
async function waitingDraft(author: Actor, scheduleId: string, personId: string) {
  const { draftId } = await as(author, now, (context) => openDraft(context, { scheduleId }));
  const head = await as(author, now, (context) =>
    headOf(context, { id: scheduleId, headRevision: 2 }),
  );
  // Last in the primary's order; the secondary's is one ahead, so there she comes before the last.
  const tiers = head.tiers.map((tier, place) => ({
    ...tier,
    layers: tier.layers.map(({ rotation, ...layer }) => {
      const at = rotation.turns.length - place;
      const turns = rotation.turns.toSpliced(at, 0, { id: randomUUID(), people: [personId] });
      return { ...layer, rotation: keepTurn(rotation, turns, now, zones(head.zone)) };
    }),
  }));
  const { version } = await as(author, now, (context) =>
    saveDraft(context, {
      draftId,
      version: 1,
      title: "Farah joins the rotation",
      words:
        "She has shadowed for two months. Everybody is on call one week in five instead of four.",
      document: { ...head, tiers },
    }),
  );
  await as(author, now, (context) => submitDraft(context, { draftId, version }));
}

async function harbour(guest: Awaited<ReturnType<typeof account>>) {
  const grace = await account("Grace Mensah", "grace@harbour.example", "Europe/London");
  const hugo = await account("Hugo Marsh", "hugo@harbour.example", "Europe/London");
  const {
    orgId,
    slug,
    personId: graceId,
  } = await foundOrganisation(grace, {
    organisation: "Harbour Clinic",
    slug: "harbour",
    zone: "Europe/London",
  });
  const owner = await actorOf(orgId, slug, grace);
  const hugoId = await join(owner, hugo, "Scheduler");
  const guestId = await join(owner, guest, "Viewer");
  const ward = await team(owner, "Ward 3");
  await details(owner, { [graceId]: [ward, "+442079460101"], [hugoId]: [ward, "+442079460102"] });
  const scheduler = await actorOf(orgId, slug, hugo);
  await publish(scheduler, owner, start, {
    name: "Ward doctor",
    teamId: ward,
    description: "Days and nights of twelve hours.",
    document: daysAndNights(monday, "Europe/London", [[graceId], [hugoId]], [hugoId, graceId]),
  });
  return guestId;
}

if ((await countOrganisations()) > 0) {
  console.log("There is data in this database, so no demo was made.");
} else {
  await harbour(await lumen());
  console.log(
    `Demo made. Sign in as ada@lumen.example (owner; settings ask her for a second factor first), bo@ (scheduler), dana@ (approver) or eli@ (viewer): ${PASSWORD}`,
  );
}
process.exit(0);
