import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbedded } from "@/lib/db/embedded";
import { randomFrom } from "@/tests/support/random";
import { buildIfStale } from "../boot/build";
import { beforeEnd, runNode, runToEnd } from "../boot/children";
import { appEnvironment, scriptEnvironment } from "../boot/environment";
import { openScratch } from "../boot/scratch";
import { startWeb, type Web } from "../boot/web";
import { readActions } from "./actions";
import { runClient, type World } from "./client";
import { type SoakClient, seedSchema } from "./ledger";
import { killBackend, killDatabase, killGroup } from "./victims";

const USAGE = "Usage: npm run soak:kills -- [--times N] [--clients N] [--seed N]";
/** Between two kills, while the clients work: from to, in ms. */
const LOAD_MS = [300, 1_500] as const;
const CHECK_EVERY = 25;
const VICTIMS = ["application", "database", "connection", "both"] as const;
type Victim = (typeof VICTIMS)[number];

function readArguments(args: readonly string[]) {
  const options = {
    times: { type: "string", default: "200" },
    clients: { type: "string", default: "6" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const wanted = {
    times: Number(values.times),
    clients: Number(values.clients),
    seed: Number(values.seed),
  };
  if (Object.values(wanted).every((value) => Number.isInteger(value) && value > 0)) return wanted;
  throw new Error(USAGE);
}

type Scratch = Awaited<ReturnType<typeof openScratch>>;

/** A crash of the machine is survived only by what PostgreSQL waits for. */
async function requireDurable(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    const { rows } = await client.query("SELECT current_setting($1) AS value", [setting]);
    if (rows[0]?.value !== "on") throw new Error(`${setting} is ${rows[0]?.value}.`);
  }
  await client.end();
}

/** The application and its database, and how to do away with them. */
async function openTarget({ settings, database }: Scratch) {
  const dir = path.join(settings.data, "postgres");
  const env = { ...appEnvironment(settings, database), LIMITS_FACTOR: "10000" };
  // What it says of a database that is not there would fill the screen.
  const webUp = () => startWeb("start", settings, env, "ignore");
  let web: Web = await webUp();
  let own = 0;
  const again = async () => {
    await web.ended;
    web = await webUp();
  };
  const databaseUp = async () => {
    const server = await startEmbedded({ dir, durable: true });
    beforeEnd(server.stop);
    if (server.ownerUrl() !== database.ownerUrl)
      throw new Error("Somebody took the database's port.");
  };
  const kills: Readonly<Record<Victim, (random: () => number) => Promise<void>>> = {
    application: async () => {
      killGroup(web.pid);
      await again();
    },
    database: () => killDatabase(dir).then(databaseUp),
    connection: async (random) => killBackend(dir, random),
    both: async () => {
      killGroup(web.pid);
      await killDatabase(dir);
      await databaseUp();
      await again();
    },
  };
  return {
    kill: (victim: Victim, random: () => number) => kills[victim](random),
    /** Whether it had ended by itself; then it is started again, as whoever runs it would. */
    revive: async (): Promise<void> => {
      const state = await Promise.race([web.ended, pause(0, "up" as const)]);
      if (state === "up") return;
      own += 1;
      web = await webUp();
    },
    ownEnds: () => own,
  };
}

const isHealthy = (origin: string): Promise<boolean> =>
  fetch(`${origin}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Makes the organisation that the clients work in. */
async function seedTarget({ settings, database }: Scratch, clients: number) {
  const seed = await runNode(
    ["--conditions=react-server", "--import", "tsx", "scripts/kills/seed.ts", `${clients}`],
    scriptEnvironment(settings, database),
    "capture",
  );
  if (seed.code !== 0) throw new Error("The organisation could not be made: see the words above.");
  return seedSchema.parse(JSON.parse(seed.text));
}

/** Whether what was acknowledged is what is there. Nobody may be at work. */
async function check(
  { settings, database }: Scratch,
  orgId: string,
  world: World,
): Promise<boolean> {
  const file = path.join(settings.data, "ledger.json");
  await writeFile(file, JSON.stringify({ orgId, drafts: world.drafts }));
  const { code } = await runNode(
    ["--conditions=react-server", "--import", "tsx", "scripts/kills/check.ts", file],
    scriptEnvironment(settings, database),
  );
  return code === 0;
}

type Killed = { readonly counts: Map<Victim, number>; midway: number };

/** Lets the clients work, kills at random moments, and waits until every client has had its last answer. */
async function portion(
  world: World & { over: boolean },
  clients: readonly SoakClient[],
  target: Awaited<ReturnType<typeof openTarget>>,
  times: number,
  random: () => number,
  killed: Killed,
): Promise<void> {
  world.over = false;
  const working = Promise.all(clients.map((client) => runClient(world, client)));
  const [least, most] = LOAD_MS;
  for (let i = 0; i < times; i += 1) {
    await pause(least + random() * (most - least));
    await target.revive();
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "application";
    if (world.tally.waiting > 0) killed.midway += 1;
    killed.counts.set(victim, (killed.counts.get(victim) ?? 0) + 1);
    await target.kill(victim, random);
    const before = world.tally.acknowledged;
    // The next one only after something was done again: killing what is down proves nothing.
    while (world.tally.acknowledged === before) {
      await pause(50);
      await target.revive();
    }
  }
  world.over = true;
  await working;
}

/**
 * Kills the application, its database or one of its processes with SIGKILL at random moments, under the load of
 * clients that repeat what they have no answer to, and compares what they were told with what is there.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { times, clients: count, seed } = readArguments(args);
  await runToEnd(async () => {
    const scratch = await openScratch();
    await requireDurable(scratch.database.ownerUrl);
    await buildIfStale(appEnvironment(scratch.settings, scratch.database));
    const { orgId, clients } = await seedTarget(scratch, count);
    const target = await openTarget(scratch);
    const tally = { acknowledged: 0, refused: 0, retried: 0, waiting: 0 };
    const world = {
      origin: scratch.settings.url,
      idOf: await readActions(),
      over: false,
      isOver: (): boolean => world.over,
      drafts: [],
      tally,
    };
    const killed: Killed = { counts: new Map(), midway: 0 };
    const random = randomFrom(seed);
    while (!(await isHealthy(world.origin))) await pause(100);
    console.log(`${clients.length} clients, ${times} kills, seed ${seed}`);
    for (let done = 0; done < times; ) {
      const next = Math.min(CHECK_EVERY, times - done);
      await portion(world, clients, target, next, random, killed);
      done += next;
      const isRight = await check(scratch, orgId, world);
      const what = [...killed.counts].map(([name, one]) => `${name} ${one}`).join(", ");
      console.log(
        `${done} kills (${what}; ${killed.midway} with requests on their way): ${tally.acknowledged} acknowledged, ${tally.refused} refused, ${tally.retried} retried; the application ended by itself ${target.ownEnds()} times`,
      );
      if (!isRight) return 1;
    }
    return 0;
  });
}
