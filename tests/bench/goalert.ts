import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { meanOf } from "./measure";

// Short rounds: on a busy machine some of them are not interrupted.
const ROUNDS = 15;
const ROUND_MS = 300;
const NAME = "BenchmarkState_CalculateShifts";

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error || status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
  }
  return stdout;
};

const theirs = (binary: string, cwd: string): number => {
  const args = ["-test.run=NONE", `-test.bench=^${NAME}$`, `-test.benchtime=${ROUND_MS}ms`];
  const found = /([\d.]+) ns\/op/.exec(run(binary, args, cwd));
  if (!found) {
    throw new Error(`${NAME} said nothing`);
  }
  return Number(found[1]);
};

/** Nanoseconds for a year of shifts, round by round. */
export type Duel = { readonly ours: readonly number[]; readonly theirs: readonly number[] };

/**
 * GoAlert's own benchmark, compiled from a checkout, in turn with ours. Both sides give the mean of a round's
 * runs by the clock, with whatever their garbage collectors took. Error without Go, or where it does not build.
 */
export const duel = (checkout: string, ours: () => number): Duel => {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    const binary = path.join(folder, "oncall.test");
    run("go", ["test", "-c", "-o", binary, "./oncall"], checkout);
    meanOf(ours, 1_000);
    const own: number[] = [];
    const other: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      own.push(meanOf(ours, ROUND_MS));
      other.push(theirs(binary, path.join(checkout, "oncall")));
    }
    return { ours: own, theirs: other };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
