import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACTING, READING, ROUNDS, type Target, WHO } from "./ask";
import { fingerprint, OWN_WORK } from "./fingerprint";
import { isDone } from "./judge";
import { send } from "./send";
import { type Built, cookieOf, findBuilt, findTargets, targetIn } from "./targets";
import { toSent, walk } from "./walk";
import { EVERYTHING, type Holder, makeWorld, type World } from "./world";

const origin = process.env.STANDBY_URL ?? "";
/** In how many ways everybody asks for everything; 0: in all. */
const wanted = process.env.DOORS_ROUNDS ?? "";
const width = Number(process.env.DOORS_WIDTH ?? 4);

let owner: pg.Client;
let world: World;
let stranger: World;
let targets: readonly Target[];
let everything: Holder;

beforeAll(async () => {
  if (!origin || !wanted) throw new Error("npm run soak:doors starts this with what it needs.");
  owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  [world, stranger] = [await makeWorld(), await makeWorld()];
  everything = await world.holder(EVERYTHING);
  targets = await findTargets(world, everything);
  // Whoever asks is there before the tables are looked at.
  for (const target of targets) for (const who of WHO) await cookieOf(who, target, world, stranger);
});
afterAll(() => owner.end());

test("whoever may is let in by the same questions, and sees", async () => {
  const [html] = READING;
  if (!html) throw new Error("no way to ask");
  const shut: string[] = [];
  for (const target of targets.filter(({ action }) => action === null)) {
    const ask = { target, who: "lacking", form: html, forgery: {} } as const;
    const { status, body } = await send(origin, toSent(ask, world, everything.cookie));
    if (status !== 200) shut.push(`${target.found.id}: ${status}`);
    if (target.found.door?.kind === "page" && !body.includes(world.canary))
      shut.push(`${target.found.id}: empty`);
  }
  expect(shut).toEqual([]);
});

test("whoever may not is told nothing, not even whether it exists, however they ask", async () => {
  const before = await fingerprint(owner, OWN_WORK);
  const { asked, statuses, findings } = await walk(origin, targets, [world, stranger], {
    rounds: Number(wanted) || ROUNDS,
    width,
  });
  for (const [line, count] of [...statuses].sort()) console.log(`  ${line}: ${count}`);
  console.log(`${asked} requests to ${targets.length} doors, ${findings.length} findings.`);
  expect(findings.slice(0, 50)).toEqual([]);
  expect(await fingerprint(owner, OWN_WORK)).toEqual(before);
});

/** The action's call in a world that has had others, from somebody new who may do everything there. */
async function newCall(apart: World, built: Built) {
  const caller = await apart.newcomer(EVERYTHING);
  return { caller, target: await targetIn(built, apart, caller) };
}

// Last: it changes what there is.
test("whoever may has every action done by the same questions", async () => {
  const [byRouter] = ACTING;
  if (!byRouter) throw new Error("no way to ask");
  const apart = await makeWorld();
  const actions = (await findBuilt()).filter(({ actionId }) => actionId !== null);
  expect(actions.length).toBeGreaterThan(60);
  const undone: string[] = [];
  for (const found of actions) {
    const { caller, target } = await newCall(apart, found);
    const ask = { target, who: "lacking", form: byRouter, forgery: {} } as const;
    const answer = await send(origin, toSent(ask, apart, caller.cookie));
    if (!isDone(answer))
      undone.push(`${target.found.id}: ${answer.status} ${answer.body.slice(0, 300)}`);
  }
  expect(undone).toEqual([]);
});

test("a form without a script is done by the same questions too", async () => {
  const [, byForm] = ACTING;
  const found = (await findBuilt()).find((one) => one.found.id === "people/actions.ts addPerson");
  if (!byForm || !found) throw new Error("no way to ask");
  const { caller, target } = await newCall(world, found);
  const before = await fingerprint(owner, OWN_WORK);
  const ask = { target, who: "lacking", form: byForm, forgery: {} } as const;
  await send(origin, toSent(ask, world, caller.cookie));
  const after = await fingerprint(owner, OWN_WORK);
  expect(after.Person).not.toBe(before.Person);
});
