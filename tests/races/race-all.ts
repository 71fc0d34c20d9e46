import { randomInt } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tenantClient } from "@/lib/db/client";
import { openStage } from "../integration/stage";
import type { Servers } from "./lane";
import { type Ending, type Race, runRace } from "./race";

const ROUNDS = Number(process.env.RACE_ROUNDS ?? 1_000);
const SEED = Number(process.env.RACE_SEED ?? randomInt(2 ** 31));
/** A handful of rounds may well all go one way. */
const MANY = 200;

const TOLD: readonly string[] = ["stale", "refused", "conflict"];

/** Who came too late was told so, with words to show. */
export function lost(ending: Ending | undefined): void {
  expect(TOLD).toContain(ending?.code);
  expect(ending?.message).toMatch(/^[A-Z].{10,}\.$/);
}

/** Which of them won: exactly one did, and the others were told. */
export function oneWinner(endings: readonly Ending[]): number {
  for (const ending of endings) if (ending.code !== "ok") lost(ending);
  expect(endings.filter(({ code }) => code === "ok")).toHaveLength(1);
  return endings.findIndex(({ code }) => code === "ok");
}

/**
 * A test for each race, on a database of this file's own and two servers. Its rounds, winners and seed are printed.
 * @param sql what the database's owner says first.
 */
export function raceAll(races: readonly Race[], sql = ""): void {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let servers: Servers;
  /** One connection, which lanes wait for in turn. */
  let owner: pg.Pool;
  beforeAll(async () => {
    stage = await openStage();
    owner = new pg.Pool({ connectionString: stage.ownerUrl, max: 1, idleTimeoutMillis: 0 });
    await owner.query(sql);
    servers = [tenantClient(stage.appUrl), tenantClient(stage.appUrl)];
  });
  afterAll(async () => {
    for (const server of servers) await server.$disconnect();
    await owner.end();
    await stage.close();
  });

  const raced = async (race: Race): Promise<void> => {
    const began = performance.now();
    const told = (done: number) => {
      if (done % 1_000 === 0 && done < ROUNDS) console.log(`${race.name}: ${done} rounds so far`);
    };
    const { won, overlapped } = await runRace(race, { servers, owner }, ROUNDS, SEED, told).catch(
      (cause) => {
        throw new Error(`RACE_SEED=${SEED}`, { cause });
      },
    );
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const counts = [...won].map(([name, count]) => `${name} ${count}`).join(", ");
    console.log(
      `${race.name}: ${ROUNDS} rounds, ${overlapped} at the same time; ${counts}; ${seconds} s, seed ${SEED}`,
    );
    const all = [...won.values()];
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(ROUNDS);
    if (ROUNDS < MANY) return;
    expect(Math.min(...all)).toBeGreaterThan(0);
    // One after the other is no race.
    expect(overlapped).toBeGreaterThanOrEqual(ROUNDS / 2);
  };
  // Not test.each, which puts names in quotes and cuts them off.
  for (const race of races) test(race.name, () => raced(race));
}
