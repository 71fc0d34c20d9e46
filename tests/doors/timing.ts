import { randomBytes } from "node:crypto";
import { ACTING, type Ask, READING, type Target } from "./ask";
import { send } from "./send";
import { cookieOf } from "./targets";
import { missing, toSent } from "./walk";
import type { World } from "./world";

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How long a stranger waits for what exists and for what does not, in ms: medians of so many each, turn by turn. */
async function timed(origin: string, ask: Ask, worlds: readonly [World, World], rounds: number) {
  const [world, stranger] = worlds;
  const sent = toSent(ask, world, await cookieOf(ask.who, ask.target, world, stranger));
  const [there, gone]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i += 1) {
    const other = missing(sent, world.slug, `org-cny${randomBytes(5).toString("hex")}`);
    // Whichever comes second may find something warm.
    const both = [() => send(origin, sent), () => send(origin, other)] as const;
    const order = i % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) {
      const { milliseconds } = await both[which === 0 ? 0 : 1]();
      (which === 0 ? there : gone).push(milliseconds);
    }
  }
  const differences = there.map((ms, i) => ms - (gone[i] ?? ms));
  return { there: median(there), gone: median(gone), difference: median(differences) };
}

/** Prints, for one door of each kind, whether the time of an answer to a stranger tells that something exists. */
export async function printTimes(
  origin: string,
  targets: readonly Target[],
  worlds: readonly [World, World],
  rounds: number,
): Promise<void> {
  const ids = [
    "schedules/[schedule]/page.tsx",
    "schedules/[schedule]/shifts/route.ts",
    "people/actions.ts changePerson",
  ];
  console.log(
    `Medians of ${rounds} each, in ms: what exists, what does not, their difference pair by pair.`,
  );
  for (const target of targets.filter(({ found }) => ids.includes(found.id))) {
    for (const form of (target.action ? ACTING : READING).slice(0, 2)) {
      for (const who of ["stranger", "nobody", "elsewhere"] as const) {
        const { there, gone, difference } = await timed(
          origin,
          { target, who, form, forgery: {} },
          worlds,
          rounds,
        );
        const figures = [there, gone, difference].map((ms) => ms.toFixed(2)).join("  ");
        console.log(`  ${target.found.id}, ${form.name}, ${who}: ${figures}`);
      }
    }
  }
}
