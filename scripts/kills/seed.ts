import { randomUUID } from "node:crypto";
import { foundOrganisation } from "@/lib/organisation/commands";
import { primaryAndSecondary } from "../demo-rosters";
import { actorOf, join, person, publish, team } from "../demo-stage";
import { closedAccount, cookieFor } from "../stage-account";
import type { SoakClient } from "./ledger";

// Makes an organisation with schedules, and members with sessions to act as; prints them.

const DAY = 86_400_000;
const CLIENTS_OF_A_SCHEDULE = 2;
const SLUG = "kills";
const now = Date.now();

const account = (name: string) => closedAccount(name, `${randomUUID()}@example.com`);

const founder = await account("Olga Owner");
const { orgId } = await foundOrganisation(founder, {
  organisation: "Kills",
  slug: SLUG,
  zone: "UTC",
});
const owner = await actorOf(orgId, SLUG, founder);
const teamId = await team(owner, "Platform");

async function member(name: string, preset: string) {
  const user = await account(name);
  await join(owner, user, preset);
  return { cookie: await cookieFor(user.id, "A soak"), actor: await actorOf(orgId, SLUG, user) };
}

async function clientsOfASchedule(): Promise<SoakClient[]> {
  const people = await Promise.all(
    ["Chen", "Farah"].map((name) =>
      person(owner, name, "UTC", null, `${randomUUID()}@example.com`, [teamId]),
    ),
  );
  const author = await member("Ana Author", "Scheduler");
  const reviewer = await member("Rita Reviewer", "Approver");
  const document = primaryAndSecondary("2026-01-05", "UTC", people);
  const scheduleId = await publish(author.actor, reviewer.actor, now - DAY, {
    name: "On call",
    description: "",
    teamId,
    document,
  });
  const others = Array.from({ length: CLIENTS_OF_A_SCHEDULE }, async () => ({
    slug: SLUG,
    scheduleId,
    roster: { ...document },
    people,
    author: (await member("Ed Editor", "Scheduler")).cookie,
    reviewer: (await member("Sam Second", "Approver")).cookie,
  }));
  return Promise.all(others);
}

const schedules = Math.ceil(Number(process.argv[2]) / CLIENTS_OF_A_SCHEDULE);
const clients: SoakClient[] = [];
for (let i = 0; i < schedules; i += 1) clients.push(...(await clientsOfASchedule()));
console.log(JSON.stringify({ orgId, clients }));
process.exit(0);
