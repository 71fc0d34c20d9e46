import { readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Target } from "@/tests/doors/ask";
import { makeWorld } from "@/tests/doors/world";
import { complaintsIn } from "./complaints";
import { fireBatch, type Gun, newTally, type Tally } from "./fire";
import { findAll } from "./ground";
import { shots } from "./hostile";

const origin = process.env.STANDBY_URL ?? "";
/** How many calls of each door. */
const calls = Number(process.env.FUZZ_CALLS ?? 0);
const width = Number(process.env.FUZZ_WIDTH ?? 4);
const seed = Number(process.env.FUZZ_SEED ?? 0);
/** Only doors with one of these in their name. */
const only = (process.env.FUZZ_ONLY ?? "").split(",");
/** What the server writes on standard error. */
const complaints = process.env.FUZZ_COMPLAINTS ?? "";
/** More of them at once hash all tables less often, but find less in the organisation that the others left behind. */
const BATCH = 100;

let gun: Gun;
let targets: readonly Target[];
const total = newTally();
/** What the server had written before: other tests may have asked it too. */
let complained = 0;

beforeAll(async () => {
  if (!origin || !calls) throw new Error("npm run soak:fuzz starts this with what it needs.");
  complained = complaints ? statSync(complaints).size : 0;
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  const ground = { world: await makeWorld(), stranger: await makeWorld() };
  const { AUTH_SECRET = "", STANDBY_MASTER_KEY = "", DATABASE_URL = "" } = process.env;
  const secrets = [AUTH_SECRET, STANDBY_MASTER_KEY, DATABASE_URL, process.cwd()];
  gun = { origin, owner, ground, secrets: secrets.filter(Boolean), width };
  targets = (await findAll(ground)).filter(({ found }) =>
    only.some((part) => found.id.includes(part)),
  );
});
afterAll(() => gun.owner.end());

/** Of each door other shots, the same again for the same seed. */
const seedOf = (id: string): number =>
  [...id].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, seed);

async function fireAt(target: Target): Promise<Tally> {
  const tally = newTally();
  const all = fc.sample(shots, { numRuns: calls, seed: seedOf(target.found.id) });
  for (let at = 0; at < all.length; at += BATCH)
    await fireBatch(gun, target, all.slice(at, at + BATCH), tally);
  return tally;
}

test("no hostile call breaks anything, changes what it may not, or is told what is inside", async () => {
  console.log(`Seed ${seed}: --seed ${seed} repeats it.`);
  const blind: string[] = [];
  const start = performance.now();
  for (const target of targets) {
    const began = performance.now();
    const tally = await fireAt(target);
    const { outcomes, seen, unseen, slowest, findings } = tally;
    const said = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
    const took = `${(performance.now() - began).toFixed(0)} ms`;
    const time = `${took}, slowest ${slowest.toFixed(0)} ms`;
    console.log(
      `  ${target.found.id}: ${said}; ${seen} seen to change nothing, ${unseen} not; ${time}`,
    );
    for (const finding of findings) console.log(`    ${finding}`);
    if (seen === 0 && (outcomes.get("refused") ?? 0) > 0) blind.push(target.found.id);
    total.calls += tally.calls;
    total.seen += seen;
    total.unseen += unseen;
    total.findings.push(...findings);
    for (const [outcome, count] of outcomes)
      total.outcomes.set(outcome, (total.outcomes.get(outcome) ?? 0) + count);
  }
  const said = [...total.outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  const pace = total.calls / ((performance.now() - start) / 1000);
  console.log(`${total.calls} calls of ${targets.length} doors: ${said}.`);
  console.log(`${pace.toFixed(1)} calls a second.`);
  console.log(
    `${total.seen} refused calls seen to change no row, ${total.unseen} not seen alone. ${total.findings.length} findings.`,
  );
  expect(total.findings.slice(0, 50)).toEqual([]);
  expect(total.seen).toBeGreaterThan(0);
  // A door of which no refusal was seen alone would prove nothing.
  expect(blind).toEqual([]);
  // Or it would be the limits that were tried.
  expect(total.outcomes.get("waits") ?? 0).toBeLessThan(total.calls / 20);
});

test("the server reported no error of its own", () => {
  if (!complaints) throw new Error("nobody says where the server complains");
  const words = readFileSync(complaints).subarray(complained).toString();
  expect(complaintsIn(words).slice(0, 50)).toEqual([]);
});
