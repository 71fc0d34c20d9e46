import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runToEnd } from "./boot/children";
import { askBuilt } from "./check/ask-built";
import { type Fuzz, fuzzAsking } from "./check/fuzz";
import { build } from "./check/steps";

const USAGE = "Usage: npm run soak:fuzz -- [--calls N] [--width N] [--seed N] [--only PART,PART]";

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
  await runToEnd(async () => {
    await build();
    return askBuilt(await fuzzAsking(wanted));
  });
}
