import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "@/lib/db/port";
import type { Target } from "@/tests/doors/ask";
import { makeWorld } from "@/tests/doors/world";
import { openStage } from "@/tests/integration/stage";
import { fireAll } from "./campaign";
import { complaintsIn } from "./complaints";
import type { Gun } from "./fire";
import { findAll, wordOf } from "./ground";
import { inside } from "./inside";

/** How many calls of each door. */
const calls = Number(process.env.FUZZ_CALLS ?? 8);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Only doors with one of these in their name. */
const only = (process.env.FUZZ_ONLY ?? "").split(",");

/** next-auth's own handler asks Next for more than stands in for it here. */
const isCalled = ({ found, action }: Target): boolean =>
  (action !== null || /(?<!\[\.\.\.nextauth\])\/route\.[jt]s$/.test(found.file)) &&
  only.some((part) => found.id.includes(part));

/** Every second action and route called by its own function with hostile input: two files at once keep two cores busy. */
export function fuzzHalf(half: 0 | 1): void {
  const said: string[] = [];
  let stage: Awaited<ReturnType<typeof openStage>>;
  let owner: pg.Client;
  let gun: Gun;
  let targets: readonly Target[];

  beforeAll(async () => {
    const dns = `127.0.0.1:${await freePort()}`;
    const settings = { LIMITS_FACTOR: "10000", SSO_LOCAL: "on", SSO_DNS: dns };
    stage = await openStage(() => settings);
    owner = await stage.openOwner();
    const ground = { world: await makeWorld(), stranger: await makeWorld() };
    const { AUTH_SECRET = "", STANDBY_MASTER_KEY = "", DATABASE_URL = "" } = process.env;
    const secrets = [
      ...[AUTH_SECRET, STANDBY_MASTER_KEY, DATABASE_URL, process.cwd()],
      wordOf(ground.stranger),
    ];
    gun = { way: await inside(), owner, ground, secrets, width: 4 };
    targets = (await findAll(gun.way, ground)).filter(isCalled).filter((_, n) => n % 2 === half);
    vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  }, 300_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await stage.close();
  });

  test("no hostile call breaks anything, changes what it may not, or is told what is inside", async () => {
    await fireAll(gun, targets, { calls, seed });
  }, 0);

  test("no error was reported meanwhile", () => {
    expect(complaintsIn(said.join("")).slice(0, 50)).toEqual([]);
  });
}
