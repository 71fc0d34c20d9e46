import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { readParts, runParts } from "./soak-parts";

const USAGE =
  "Usage: npm run soak -- [--minutes N] [--seed N | --all | --only=engine,trees,tenants,doors,races,kills,fuzz]";
const MINUTE = 60_000;
const ALL = "engine,trees,tenants,doors,races,kills,fuzz";

type Round = { readonly code: number | null; readonly output: string };

/** One run of all properties from one seed, in a process of its own. */
function runRound(seed: number): Promise<Round> {
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "scripts/engine.config.ts"];
  const args = [...vitest, "tests/engine", "lib/roster", "lib/planner"];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PROPERTY_SEED: String(seed), NO_COLOR: "1" };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const parts: string[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part.toString()));
    child.stderr.on("data", (part: Buffer) => parts.push(part.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: parts.join("") }));
  });
}

type Wanted = {
  readonly minutes: string;
  readonly until: number;
  readonly seed: number | null;
  /** Null: the engine alone, here. */
  readonly parts: ReturnType<typeof readParts>;
};

/** How long to go on, the one seed to use instead of fresh ones, and other soaks. Throws with the usage. */
function readArguments(args: readonly string[]): Wanted {
  try {
    const options = {
      minutes: { type: "string", default: "1" },
      seed: { type: "string" },
      all: { type: "boolean", default: false },
      only: { type: "string" },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const minutes = Number(values.minutes);
    const seed = values.seed === undefined ? null : Number(values.seed);
    const list = values.all ? ALL : values.only;
    const parts = list === undefined ? null : readParts(list);
    const isSound = list === undefined || (parts !== null && seed === null);
    if (isSound && minutes > 0 && (seed === null || Number.isInteger(seed))) {
      return { minutes: values.minutes, until: Date.now() + minutes * MINUTE, seed, parts };
    }
  } catch {
    // What parseArgs says of a wrong option is longer than what to write instead.
  }
  throw new Error(USAGE);
}

/**
 * Runs the engine's properties again and again, each round from a fresh seed, until the time is up or one fails; or,
 * when asked for, the soaks one after the other, of which that is one.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { minutes: wanted, until, seed: only, parts } = readArguments(args);
  if (parts !== null) return runParts(parts, wanted);
  const began = Date.now();
  let rounds = 0;
  do {
    const seed = only ?? randomInt(2 ** 31);
    const { code, output } = await runRound(seed);
    rounds += 1;
    if (code !== 0) {
      console.log(output);
      console.log(`Round ${rounds} failed. Again: npm run soak -- --seed ${seed}`);
      process.exitCode = 1;
      return;
    }
    console.log(`Round ${rounds}, seed ${seed}: held.`);
  } while (only === null && Date.now() < until);
  const minutes = ((Date.now() - began) / MINUTE).toFixed(1);
  console.log(`${rounds} rounds in ${minutes} minutes, 0 failures.`);
}
