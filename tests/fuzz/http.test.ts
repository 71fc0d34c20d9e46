import { readFileSync, statSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Target } from "@/tests/doors/ask";
import { makeWorld } from "@/tests/doors/world";
import { fireAll } from "./campaign";
import { complaintsIn } from "./complaints";
import type { Gun } from "./fire";
import { findAll, wordOf } from "./ground";
import { overHttp } from "./way";

const origin = process.env.STANDBY_URL ?? "";
/** How many calls of each door. */
const calls = Number(process.env.FUZZ_CALLS ?? 0);
const width = Number(process.env.FUZZ_WIDTH ?? 4);
const seed = Number(process.env.FUZZ_SEED ?? 0);
/** Only doors with one of these in their name. */
const only = (process.env.FUZZ_ONLY ?? "").split(",");
/** What the server writes on standard error. */
const complaints = process.env.FUZZ_COMPLAINTS ?? "";

let gun: Gun;
let targets: readonly Target[];
/** What the server had written before: other tests may have asked it too. */
let complained = 0;

beforeAll(async () => {
  if (!origin || !calls) throw new Error("npm run soak:fuzz starts this with what it needs.");
  complained = complaints ? statSync(complaints).size : 0;
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  const ground = { world: await makeWorld(), stranger: await makeWorld() };
  const { AUTH_SECRET = "", STANDBY_MASTER_KEY = "", DATABASE_URL = "" } = process.env;
  const secrets = [
    ...[AUTH_SECRET, STANDBY_MASTER_KEY, DATABASE_URL, process.cwd()].filter(Boolean),
    wordOf(ground.stranger),
  ];
  gun = { way: overHttp(origin), owner, ground, secrets, width };
  targets = (await findAll(gun.way, ground)).filter(({ found }) =>
    only.some((part) => found.id.includes(part)),
  );
});
afterAll(() => gun.owner.end());

test("no hostile call breaks anything, changes what it may not, or is told what is inside", async () => {
  await fireAll(gun, targets, { calls, seed });
});

test("the server reported no error of its own", () => {
  if (!complaints) throw new Error("nobody says where the server complains");
  const words = readFileSync(complaints).subarray(complained).toString();
  expect(complaintsIn(words).slice(0, 50)).toEqual([]);
});
