import { randomFrom } from "@/tests/support/random";
import { ACTING, type Form, READING } from "./ask";
import type { Built } from "./targets";

/**
 * Of whom a tenant asks: of its own, with its own ids; of another, with that one's ids; or of its own with the ids of
 * another.
 */
export type Mode = "own" | "foreign" | "mixed";

/** What is asked next, in which form, by which of the tenants, and which other one is meant where one is. */
export type Draw = {
  readonly built: Built;
  readonly form: Form;
  readonly mode: Mode;
  readonly asker: number;
  readonly other: number;
};

/** Next's own files of a page are there for nobody. */
const WHOLE = READING.filter(({ suffix }) => suffix === undefined);

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const keyed = items.map((item) => [random(), item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

const modeOf = (chance: number): Mode =>
  chance < 0.7 ? "own" : chance < 0.85 ? "foreign" : "mixed";

/**
 * What to ask, without end: every door in every form once, in any order, of one's own; then all of it again and again,
 * mostly of one's own. The same for the same seed and number of tenants, of which there are two at least.
 */
export function* draws(all: readonly Built[], tenants: number, seed: number): Generator<Draw> {
  const random = randomFrom(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const cards = all.flatMap((built) =>
    (built.actionId === null ? WHOLE : ACTING).map((form) => ({ built, form })),
  );
  for (let round = 0; ; round += 1) {
    for (const card of shuffled(cards, random)) {
      const asker = pick(tenants);
      const other = (asker + 1 + pick(tenants - 1)) % tenants;
      yield { ...card, mode: round === 0 ? "own" : modeOf(random()), asker, other };
    }
  }
}
