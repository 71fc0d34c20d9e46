/** Something to be timed. It returns a number so that nothing of it can be left out. */
export type Variant = { readonly name: string; readonly run: () => number };

export type Timing = {
  readonly name: string;
  /** Nanoseconds for one run: the median of all rounds. */
  readonly median: number;
  /** How many times the first variant's time it takes: the median of the rounds' ratios. */
  readonly ratio: number;
};

// Rounds shorter than a time slice: on a busy machine most of them are not interrupted.
const ROUND_NS = 2_000_000;
const WARM_NS = 400_000_000;
const ROUNDS = { least: 11, most: 201, budgetMs: 3_000 };

/** What every run returned goes here. */
let sink = 0;

/** Time of the processor, collecting garbage included: what else the machine does does not count. */
const timeOf = (variant: Variant, times: number): number => {
  const began = process.cpuUsage();
  for (let i = 0; i < times; i += 1) {
    sink += variant.run();
  }
  const { user, system } = process.cpuUsage(began);
  return Math.max(1, user + system) * 1_000;
};

/** Runs it for long enough to be compiled and says how many runs fill a round. */
const warmUp = (variant: Variant): number => {
  let times = 1;
  let last = 0;
  for (let spent = 0; spent < WARM_NS; spent += last) {
    last = timeOf(variant, times);
    times = Math.max(1, Math.round((times * ROUND_NS) / last));
  }
  return times;
};

/** The middle one of the values. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/**
 * Times variants side by side: all are warmed up twice, then they take turns round by round, every other
 * time in the opposite order, so that whatever else the machine does meets all of them.
 */
export const measure = (variants: readonly Variant[]): Timing[] => {
  variants.forEach(warmUp);
  const runs = variants.map((variant) => {
    const taken: number[] = [];
    return { variant, times: warmUp(variant), taken };
  });
  const began = performance.now();
  const isEnough = (rounds: number): boolean =>
    rounds >= ROUNDS.least && performance.now() - began > ROUNDS.budgetMs;
  for (let round = 0; round < ROUNDS.most && !isEnough(round); round += 1) {
    for (const { variant, times, taken } of round % 2 === 0 ? runs : [...runs].reverse()) {
      taken.push(timeOf(variant, times) / times);
    }
  }
  const base = runs[0]?.taken ?? [];
  return runs.map(({ variant, taken }) => ({
    name: variant.name,
    median: median(taken),
    ratio: median(taken.map((time, i) => time / (base[i] ?? Number.NaN))),
  }));
};

/** Nanoseconds a run takes on average, collecting garbage included, over so many milliseconds. */
export const meanOf = (run: () => number, ms: number): number => {
  const began = performance.now();
  let runs = 0;
  let spent = 0;
  for (; spent < ms; spent = performance.now() - began) {
    sink += run();
    runs += 1;
  }
  return (spent * 1_000_000) / runs;
};

/** Keeps the engine of JavaScript from guessing that no result matters. */
export const total = (): number => sink;
