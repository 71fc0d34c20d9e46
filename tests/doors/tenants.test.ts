import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBuilt } from "./targets";
import { draws } from "./tenants-draw";
import { fire, makeTenant, type Tally, type Tenant } from "./tenants-fire";
import { ownersOfIds } from "./tenants-watch";

const origin = process.env.STANDBY_URL ?? "";
const requests = Number(process.env.TENANTS_REQUESTS ?? 0);
const count = Number(process.env.TENANTS_COUNT ?? 0);
const width = Number(process.env.TENANTS_WIDTH ?? 8);
const minutes = Number(process.env.TENANTS_MINUTES ?? 60);
const seed = Number(process.env.TENANTS_SEED ?? 0);

/** So many of what is asked of one's own: on a machine that is too busy, one or the other times out. */
const ENOUGH = 0.95;

let owner: pg.Pool;
let tally: Tally;
let owners: ReadonlyMap<string, string>;

beforeAll(() => {
  if (!origin || !requests) throw new Error("npm run soak:tenants starts this with what it needs.");
  owner = new pg.Pool({ connectionString: process.env.DATABASE_OWNER_URL, max: 2 });
});
afterAll(() => owner.end());

function printed(): void {
  for (const [line, times] of [...tally.statuses].sort()) console.log(`  ${line}: ${times}`);
  for (const mode of ["own", "foreign", "mixed"]) {
    for (const form of ["action", "form"]) {
      const acts = tally.acts.filter((act) => act.mode === mode && act.form === form);
      console.log(
        `  ${mode} ${form}: ${acts.filter((act) => act.isDone).length} of ${acts.length} done`,
      );
    }
  }
  const sorted = tally.milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  console.log(`  median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

test("requests of many organisations at once never mix", async () => {
  console.log(`Seed ${seed}: --seed ${seed} repeats what is asked.`);
  const began = performance.now();
  const tenants: Tenant[] = [];
  for (let i = 0; i < count; i += 1) tenants.push(await makeTenant());
  const built = await findBuilt();
  console.log(`  ${count} organisations in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const limits = { requests, until: Date.now() + minutes * 60_000, width };
  tally = await fire({ origin, owner }, tenants, draws(built, count, seed), limits);
  owners = await ownersOfIds(owner);
  printed();
  const known = (id: string, orgId: string) => (owners.get(id) ?? orgId) === orgId;
  const ids = [...tally.told].flatMap(([orgId, told]) =>
    [...told].filter(([id]) => !known(id, orgId)).map(([id, title]) => `${title}: tells ${id}`),
  );
  const findings = [...tally.findings, ...ids];
  console.log(
    `${tally.sent} requests to ${built.length} doors of ${count} organisations, ${findings.length} findings.`,
  );
  expect(findings.slice(0, 50)).toEqual([]);
});

test("no act reached into another organisation", () => {
  const IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const reached = tally.acts.filter(({ isDone, mode, question, orgId }) => {
    const ids = question.match(IDS) ?? [];
    return isDone && (mode === "foreign" || ids.some((id) => (owners.get(id) ?? orgId) !== orgId));
  });
  expect(reached.map(({ title }) => title)).toEqual([]);
});

// Without this, nothing could have mixed.
test("every organisation saw its own", () => {
  for (const what of [...tally.silent, ...tally.unasked].slice(0, 20)) console.log(`  ${what}`);
  const shares = [...tally.own].map(([form, { asked, told }]) => ({ form, share: told / asked }));
  expect(shares.filter(({ share }) => share < ENOUGH)).toEqual([]);
  expect(shares.length).toBeGreaterThan(5);
  expect(tally.unasked.length / tally.sent).toBeLessThan(1 - ENOUGH);
});

test("every action was done by whoever may", () => {
  const own = tally.acts.filter(({ mode }) => mode === "own");
  const ids = [...new Set(own.map(({ id }) => id))];
  const timesDone = (id: string) => own.filter((act) => act.id === id && act.isDone).length;
  for (const id of ids) {
    const sent = own.filter((act) => act.id === id).length;
    if (timesDone(id) < sent) console.log(`  ${id}: ${timesDone(id)} of ${sent} done`);
  }
  expect(ids.filter((id) => timesDone(id) === 0)).toEqual([]);
  expect(own.filter((act) => act.isDone).length / own.length).toBeGreaterThan(0.75);
  expect(ids.length).toBeGreaterThan(60);
});
