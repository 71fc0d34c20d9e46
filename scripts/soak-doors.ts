import { parseArgs } from "node:util";
import { runToEnd } from "./boot/children";
import { askBuilt } from "./check/ask-built";
import { doorsAsking } from "./check/doors";
import { build } from "./check/steps";

const USAGE = "Usage: npm run soak:doors -- [--asks N] [--width N] [--timed N]";

/** Of `asks` 0 means all, of `timed` none. */
type Wanted = { readonly asks: number; readonly width: number; readonly timed: number };

function readArguments(args: readonly string[]): Wanted {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const options = { asks: option("0"), width: option("8"), timed: option("60") };
  const { values } = parseArgs({ args: [...args], options });
  const { asks, width, timed } = values;
  const wanted = { asks: Number(asks), width: Number(width), timed: Number(timed) };
  if (wanted.asks >= 0 && wanted.width > 0 && wanted.timed >= 0) return wanted;
  throw new Error(USAGE);
}

/**
 * Asks the built application for every page, route and action as everybody who may not, in every form and with
 * every forged header, until all has been asked or `--asks` is reached; then times so many pairs of what exists and what does not, at each.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { timed, ...walk } = readArguments(args);
  await runToEnd(async () => {
    await build();
    const times = timed > 0 && ({ pairs: timed, doors: "all" } as const);
    return askBuilt(await doorsAsking({ walk, ...(times && { times }) }));
  });
}
