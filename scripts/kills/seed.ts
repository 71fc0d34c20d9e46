import { randomUUID } from "node:crypto";
import { emailIndex } from "@/lib/auth/account";
import { insertSession, insertUser } from "@/lib/auth/store";
import { sessionCookie, signToken } from "@/lib/auth/token";
import { seal } from "@/lib/crypto/box";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { foundOrganisation } from "@/lib/organisation/commands";
import { primaryAndSecondary } from "../demo-rosters";
import { type Account, actorOf, join, person, publish, team } from "../demo-stage";
import type { SoakClient } from "./ledger";

// Makes an organisation with schedules, and members with sessions to act as; prints them.

const DAY = 86_400_000;
const CLIENTS_OF_A_SCHEDULE = 2;
const SLUG = "kills";
const now = Date.now();

async function account(name: string): Promise<Account> {
  const id = randomUUID();
  const email = `${id}@example.com`;
  await insertUser({
    id,
    emailHash: emailIndex(email),
    emailBox: seal(email, { table: "User", column: "email", orgId: "", row: id }),
    name,
    passwordHash: "none",
    zone: "UTC",
  });
  return { id, name, email, zone: "UTC" };
}

async function cookieFor(userId: string): Promise<string> {
  const sessionId = newSecret();
  await insertSession({
    idHash: fingerprint(sessionId),
    userId,
    userVersion: 1,
    device: "A soak",
    expiresAt: new Date(now + 7 * DAY),
  });
  return `${sessionCookie().name}=${await signToken({ userId, sessionId })}`;
}

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
  return { cookie: await cookieFor(user.id), actor: await actorOf(orgId, SLUG, user) };
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
