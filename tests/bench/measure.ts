/** Something to be timed. It returns a number so that nothing of it can be left out. */
export type Variant = { readonly name: string; readonly run: () => number };

export type Timing = {
  readonly name: string;
  /** Nanoseconds for one run: the median of all rounds. */
  readonly median: number;
};

const ROUNDS = 31;
const ROUND_NS = 10_000_000;

/** What every run returned goes here. */
let sink = 0;

const timeOf = (variant: Variant, times: number): number => {
  const began = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) {
    sink += variant.run();
  }
  return Number(process.hrtime.bigint() - began);
};

/** How many runs fill a round, found while warming up. */
const warmUp = (variant: Variant): number => {
  let times = 1;
  for (let spent = 0; spent < ROUND_NS; times *= 2) {
    spent = timeOf(variant, times);
  }
  timeOf(variant, times);
  return Math.max(1, Math.round(times / 2));
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/**
 * Times variants side by side: each is warmed up, then they take turns round by round, every other time in
 * the opposite order, so that whatever else the machine does meets all of them.
 */
export const measure = (variants: readonly Variant[]): Timing[] => {
  const runs = variants.map((variant) => ({ variant, times: warmUp(variant), taken: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { variant, times, taken } of round % 2 === 0 ? runs : [...runs].reverse()) {
      taken.push(timeOf(variant, times) / times);
    }
  }
  return runs.map(({ variant, taken }) => ({ name: variant.name, median: median(taken) }));
};

/** Keeps the engine of JavaScript from guessing that no result matters. */
export const total = (): number => sink;
