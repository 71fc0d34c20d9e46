import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { meanOf, median } from "./measure";

const ROUNDS = 5;
const NAME = "BenchmarkState_CalculateShifts";

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error || status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
  }
  return stdout;
};

const theirs = (binary: string, cwd: string): number => {
  const args = ["-test.run=NONE", `-test.bench=^${NAME}$`, "-test.benchtime=1s"];
  const found = /([\d.]+) ns\/op/.exec(run(binary, args, cwd));
  if (!found) {
    throw new Error(`${NAME} said nothing`);
  }
  return Number(found[1]);
};

/** Nanoseconds for a year of shifts, ours and theirs: medians of the rounds, and of the rounds' ratios. */
export type Duel = { readonly ours: number; readonly theirs: number; readonly ratio: number };

/**
 * GoAlert's own benchmark, compiled from a checkout, in turn with ours, a second each. Both sides give the mean
 * of all their runs, with whatever their garbage collectors took. Error without Go, or where it does not build.
 */
export const duel = (checkout: string, ours: () => number): Duel => {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    const binary = path.join(folder, "oncall.test");
    run("go", ["test", "-c", "-o", binary, "./oncall"], checkout);
    meanOf(ours, 1_000);
    const rounds = Array.from({ length: ROUNDS }, () => {
      const own = meanOf(ours, 1_000);
      const other = theirs(binary, path.join(checkout, "oncall"));
      return { ours: own, theirs: other, ratio: other / own };
    });
    return {
      ours: median(rounds.map((round) => round.ours)),
      theirs: median(rounds.map((round) => round.theirs)),
      ratio: median(rounds.map((round) => round.ratio)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
