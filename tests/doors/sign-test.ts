/** ln(n!) of every n up to this one. */
function logFactorials(upTo: number): readonly number[] {
  const logs = [0];
  for (let n = 1; n <= upTo; n += 1) logs.push((logs[n - 1] ?? 0) + Math.log(n));
  return logs;
}

/** The fewest of `n` throws of a fair coin that are all heads, or more, with a chance below `chance`; n + 1 for none. */
export function rareHeads(n: number, chance: number): number {
  const logs = logFactorials(n);
  const exactly = (k: number) =>
    Math.exp((logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0) - n * Math.LN2);
  let [sum, k] = [0, n + 1];
  while (k > 0 && sum + exactly(k - 1) < chance) {
    k -= 1;
    sum += exactly(k);
  }
  return k;
}

/**
 * What paired differences say: whether one side takes longer than the other by more than `floor`, in the differences'
 * unit; and how much longer it would have had to take for that to be seen.
 */
export type Verdict = {
  readonly differs: boolean;
  readonly median: number;
  readonly seenFrom: number;
};

/**
 * The sign test of whether the median of paired differences lies beyond `floor`, in either direction: by how many of
 * them do. It asks nothing of how they are spread, and one that is huge counts as one. `chance` is that of
 * saying so of differences whose median is exactly at the floor, in each direction.
 */
export function judge(differences: readonly number[], floor: number, chance: number): Verdict {
  const sorted = differences.toSorted((a, b) => a - b);
  const n = sorted.length;
  const needed = rareHeads(n, chance);
  const above = sorted.filter((one) => one > floor).length;
  const below = sorted.filter((one) => one < -floor).length;
  // So many lie at or above this one; had all been longer by what it lacks, they would have counted.
  const least = sorted[n - needed] ?? Number.NEGATIVE_INFINITY;
  const most = sorted[needed - 1] ?? Number.POSITIVE_INFINITY;
  return {
    differs: above >= needed || below >= needed,
    median: sorted[Math.floor(n / 2)] ?? 0,
    seenFrom: Math.max(floor - least, floor + most, 0),
  };
}
