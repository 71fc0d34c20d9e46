import fc from "fast-check";
import { expect } from "vitest";
import type { Target } from "@/tests/doors/ask";
import { fireBatch, type Gun, newTally, type Tally } from "./fire";
import { shots } from "./hostile";

/** More of them at once hash all tables less often, but find less in the organisation that the others left behind. */
const BATCH = 100;

/** How many calls of each door, and the seed that chooses them. */
export type Campaign = { readonly calls: number; readonly seed: number };

/** Of each door other shots, the same again for the same seed. */
const seedOf = (id: string, seed: number): number =>
  [...id].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, seed);

async function fireAt(gun: Gun, target: Target, { calls, seed }: Campaign): Promise<Tally> {
  const tally = newTally();
  const all = fc.sample(shots, { numRuns: calls, seed: seedOf(target.found.id, seed) });
  for (let at = 0; at < all.length; at += BATCH)
    await fireBatch(gun, target, all.slice(at, at + BATCH), tally);
  return tally;
}

const counted = (outcomes: Tally["outcomes"]): string =>
  [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ");

function addTo(total: Tally, { calls, seen, unseen, findings, outcomes }: Tally): void {
  total.calls += calls;
  total.seen += seen;
  total.unseen += unseen;
  total.findings.push(...findings);
  for (const [outcome, count] of outcomes)
    total.outcomes.set(outcome, (total.outcomes.get(outcome) ?? 0) + count);
}

/** Fires at all of these, says what came of it, and expects no finding, and refusals that were seen alone at each. */
export async function fireAll(
  gun: Gun,
  targets: readonly Target[],
  campaign: Campaign,
): Promise<void> {
  console.log(`Seed ${campaign.seed}: --seed ${campaign.seed} repeats it.`);
  const total = newTally();
  const blind: string[] = [];
  const start = performance.now();
  for (const target of targets) {
    const began = performance.now();
    const tally = await fireAt(gun, target, campaign);
    const { outcomes, seen, unseen, slowest, findings } = tally;
    const took = `${(performance.now() - began).toFixed(0)} ms`;
    console.log(
      `  ${target.found.id}: ${counted(outcomes)}; ${seen} seen to change nothing, ${unseen} not; ${took}, slowest ${slowest.toFixed(0)} ms`,
    );
    for (const finding of findings) console.log(`    ${finding}`);
    if (seen === 0 && (outcomes.get("refused") ?? 0) > 0) blind.push(target.found.id);
    addTo(total, tally);
  }
  const pace = total.calls / ((performance.now() - start) / 1000);
  console.log(`${total.calls} calls of ${targets.length} doors: ${counted(total.outcomes)}.`);
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
}
