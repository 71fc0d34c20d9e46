import { randomUUID } from "node:crypto";
import { connect, createServer } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import { insertUser } from "@/lib/auth/store";
import { tenantClient } from "@/lib/db/client";
import { PrismaClient } from "@/lib/db/generated/client";
import { OPEN_TENANT } from "@/lib/db/tenant-connection";
import { foundOrganisation } from "@/lib/organisation/commands";
import { whoIsOnCall } from "@/lib/roster/now";
import type { Actor } from "@/lib/tenancy/actor";
import { type TenantDb, tenantTxOn } from "@/lib/tenancy/db";
import { primaryAndSecondary } from "@/scripts/demo-rosters";
import { type Account, actorOf, join, person, publish, team } from "@/scripts/demo-stage";

// Prints what one read of the Now page takes behind each wall, as multiples of the same read behind none.

const ROUNDS = Number(process.argv[2] ?? 300);
const SCHEDULES = 10;

type Read = (db: TenantDb) => Promise<unknown>;
type Variant = { readonly name: string; readonly run: (read: Read) => Promise<unknown> };

async function account(name: string): Promise<Account> {
  const id = randomUUID();
  const user = { id, name, email: `${name.toLowerCase()}@example.com`, zone: "UTC" };
  await insertUser({
    id,
    emailHash: id,
    emailBox: "none",
    name,
    passwordHash: "none",
    zone: "UTC",
  });
  return user;
}

/** One organisation, so that a read without a wall reads the same rows. */
async function organisation(): Promise<Actor> {
  const user = await account("Olga");
  const second = await account("Willem");
  const founded = { organisation: "Bench", slug: "bench", zone: "UTC" };
  const { orgId } = await foundOrganisation(user, founded);
  const owner = await actorOf(orgId, "bench", user);
  await join(owner, second, "Scheduler");
  const author = await actorOf(orgId, "bench", second);
  const teamId = await team(owner, "Platform");
  const people = await Promise.all(
    ["Ann", "Ben", "Cleo"].map((one) =>
      person(owner, one, "UTC", null, `${one}@example.com`.toLowerCase(), [teamId]),
    ),
  );
  for (let i = 0; i < SCHEDULES; i += 1) {
    const document = primaryAndSecondary("2026-01-05", "UTC", people);
    const roster = { name: `Schedule ${i}`, description: "", teamId, document };
    await publish(author, owner, Date.now() - 60_000, roster);
  }
  return owner;
}

/** The same database, `milliseconds` further away in each direction. */
async function farther(url: string, milliseconds: number): Promise<string> {
  const target = new URL(url);
  const [port, host] = [Number(target.port), target.hostname];
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host, noDelay: true });
    near.on("data", (data) => setTimeout(() => far.write(data), milliseconds));
    far.on("data", (data) => setTimeout(() => near.write(data), milliseconds));
    for (const socket of [near, far]) socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address !== null) target.port = String(address.port);
  return target.toString();
}

function variants(ownerUrl: string, appUrl: string, orgId: string): readonly Variant[] {
  const plain = new PrismaClient({ adapter: new PrismaPg({ connectionString: ownerUrl }) });
  const owner = tenantClient(ownerUrl);
  const app = tenantClient(appUrl);
  return [
    {
      name: "no wall, Prisma's own transaction",
      run: (read) => plain.$transaction((tx) => read(tx)),
    },
    { name: "no wall, no transaction", run: (read) => read(plain) },
    {
      name: "no wall, opened as the door does",
      run: (read) => owner.$transaction((tx) => read(tx)),
    },
    { name: "the filter alone", run: (read) => tenantTxOn(owner, orgId, read) },
    {
      name: "row-level security alone",
      run: (read) =>
        app.$transaction(async (tx) => {
          await tx.$executeRawUnsafe(OPEN_TENANT, orgId, "0");
          return read(tx);
        }),
    },
    { name: "both walls", run: (read) => tenantTxOn(app, orgId, read) },
  ];
}

async function timed(variant: Variant, read: Read): Promise<number> {
  const began = performance.now();
  await variant.run(read);
  return performance.now() - began;
}

/** Takes turns, so that whatever else the machine does meets all of them. */
async function compare(title: string, all: readonly Variant[], read: Read): Promise<void> {
  const taken = all.map((): number[] => []);
  for (let round = 0; round < ROUNDS + 30; round += 1) {
    for (let i = 0; i < all.length; i += 1) {
      const place = (i + round) % all.length;
      const [variant, times] = [all[place], taken[place]];
      if (!variant || !times) continue;
      const time = await timed(variant, read);
      if (round >= 30) times.push(time);
    }
  }
  console.log(`\n${title}, ${ROUNDS} rounds`);
  const at = (times: readonly number[], share: number) =>
    times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  const [base = []] = taken;
  all.forEach(({ name }, i) => {
    const figures = [0.5, 0.99].map((share) => {
      const time = at(taken[i] ?? [], share);
      return `${time.toFixed(2).padStart(7)} ms ${(time / at(base, share)).toFixed(2)} ×`;
    });
    console.log(`  ${name.padEnd(36)} median ${figures[0]}   p99 ${figures[1]}`);
  });
}

const ownerUrl = process.env.DATABASE_OWNER_URL ?? "";
const appUrl = process.env.DATABASE_URL ?? "";
const actor = await organisation();
const { orgId } = actor;
const now: Read = (db) => whoIsOnCall({ actor, db, now: Date.now() });
const one: Read = (db) => db.person.findFirst({ select: { id: true } });
const here = variants(ownerUrl, appUrl, orgId);
await compare("One row", here, one);
await compare("The Now page's queries", here, now);
const [far, farApp] = [await farther(ownerUrl, 1), await farther(appUrl, 1)];
const there = variants(far, farApp, orgId);
await compare("One row, 1 ms away", there, one);
await compare("The Now page's queries, 1 ms away", there, now);
process.exit(0);
