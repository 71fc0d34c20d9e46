import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { end, endOnSignals } from "./boot/children";
import { type Fuzz, fuzzDoors } from "./check/fuzz";
import { build } from "./check/steps";

const USAGE = "Usage: npm run soak:fuzz -- [--calls N] [--width N] [--seed N] [--only PART]";

function readArguments(args: readonly string[]): Fuzz {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const seed = String(randomInt(2 ** 31));
  const options = {
    calls: option("5000"),
    width: option("4"),
    seed: option(seed),
    only: option(""),
  };
  const { values } = parseArgs({ args: [...args], options });
  const { calls, width, only } = values;
  const wanted = { calls: Number(calls), width: Number(width), seed: Number(values.seed), only };
  if (wanted.calls > 0 && wanted.width > 0 && Number.isInteger(wanted.seed)) return wanted;
  throw new Error(USAGE);
}

/** Calls every page, route and action of the built application with hostile input, `--calls` times each. */
export async function main(args: readonly string[]): Promise<void> {
  const wanted = readArguments(args);
  endOnSignals(1);
  let code = 1;
  try {
    await build();
    code = await fuzzDoors(wanted);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  await end(code);
}
