import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runToEnd } from "./boot/children";
import { askBuilt } from "./check/ask-built";
import { type Crowd, doorsAsking } from "./check/doors";
import { build } from "./check/steps";

const USAGE =
  "Usage: npm run soak:tenants -- [--requests N] [--minutes N] [--tenants N] [--width N] [--seed N]";

function readArguments(args: readonly string[]): Crowd {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const options = {
    requests: option("5000"),
    minutes: option("60"),
    tenants: option("24"),
    width: option("12"),
    seed: option(String(randomInt(2 ** 31))),
  };
  const { values } = parseArgs({ args: [...args], options });
  const wanted = {
    requests: Number(values.requests),
    minutes: Number(values.minutes),
    tenants: Number(values.tenants),
    width: Number(values.width),
    seed: Number(values.seed),
  };
  const { seed, tenants, ...rest } = wanted;
  const isSound = Number.isInteger(seed) && tenants > 1;
  if (isSound && Object.values(rest).every((value) => value > 0)) return wanted;
  throw new Error(USAGE);
}

/**
 * Sends the built application interleaved requests of many organisations to every page, route and action, and looks
 * for what one sees of another.
 */
export async function main(args: readonly string[]): Promise<void> {
  const crowd = readArguments(args);
  await runToEnd(async () => {
    await build();
    return askBuilt(await doorsAsking({ crowd }));
  });
}
