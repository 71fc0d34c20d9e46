import { beforeAll, expect, test } from "vitest";
import { READING, type Target, type Who } from "./ask";
import { send } from "./send";
import { findTargets } from "./targets";
import { compareTimes, FLOOR, type Question, questionOf } from "./timing";
import { toSent } from "./walk";
import { EVERYTHING, makeWorld, type World } from "./world";

const origin = process.env.STANDBY_URL ?? "";
/** How many pairs of each question. */
const pairs = Number(process.env.TIMED_PAIRS ?? 0);
/** All doors, or only a few. */
const isWhole = process.env.TIMED_DOORS === "all";
const FEW = [
  "schedules/[schedule]/page.tsx",
  "schedules/[schedule]/shifts/route.ts",
  "drafts/[draft]/page.tsx",
  "people/actions.ts changePerson",
];
const ASKING: readonly Who[] = ["nobody", "stranger", "elsewhere"];

let worlds: readonly [World, World];
let targets: readonly Target[];

beforeAll(async () => {
  if (!origin || !pairs) throw new Error("npm run soak:doors starts this with what it needs.");
  worlds = [await makeWorld(), await makeWorld()];
  const all = await findTargets(worlds[0], await worlds[0].holder(EVERYTHING));
  targets = isWhole ? all : all.filter(({ found }) => FEW.includes(found.id));
});

async function questions(): Promise<readonly Question[]> {
  const all: Question[] = [];
  for (const target of targets)
    for (const who of ASKING) {
      const question = await questionOf(origin, target, who, worlds);
      if (question) all.push(question);
    }
  return all;
}

const longer = (ask: () => Promise<number>, by: number) => async () => {
  const began = performance.now();
  await ask();
  await new Promise((done) => setTimeout(done, by));
  return performance.now() - began;
};

// Without it, that nothing was seen would say nothing.
test("a page that is shown, and a delay of our own, are told from a refusal by their time", async () => {
  const [world] = worlds;
  const target = targets.find(({ found }) => found.id === FEW[0]);
  const refused = target && (await questionOf(origin, target, "stranger", worlds));
  const [html] = READING;
  if (!refused || !html) throw new Error("there is no page to ask for");
  const ask = { target, who: "stranger", form: html, forgery: {} } as const;
  const { cookie } = await world.holder(EVERYTHING);
  const shown = async () => (await send(origin, toSent(ask, world, cookie))).milliseconds;
  const { gone } = refused;
  const { seenFrom, ...none } = await compareTimes({ there: gone, gone }, pairs);
  console.log(`  A delay of ${seenFrom.toFixed(1)} ms would be seen in ${pairs} pairs.`);
  expect(none).toMatchObject({ differs: false });
  expect(await compareTimes({ there: shown, gone }, pairs)).toMatchObject({ differs: true });
  const delayed = longer(gone, 3 * seenFrom);
  expect(await compareTimes({ there: delayed, gone }, pairs)).toMatchObject({ differs: true });
});

test("time tells nobody who may not whether something exists", async () => {
  const telling: string[] = [];
  const seen: number[] = [];
  const all = await questions();
  for (const question of all) {
    const { differs, median, seenFrom } = await compareTimes(question, pairs);
    seen.push(seenFrom);
    if (differs) telling.push(`${question.title}: ${median.toFixed(2)} ms`);
  }
  const at = (share: number) =>
    (seen.toSorted((a, b) => a - b)[Math.floor((seen.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `${all.length} questions to ${targets.length} doors, ${pairs} pairs each, ${telling.length} tell by more than ${FLOOR} ms. A difference of ${at(0.5)} ms would have been seen in half of them, of ${at(1)} ms in all.`,
  );
  expect(all.length).toBeGreaterThan(targets.length);
  expect(telling).toEqual([]);
});
