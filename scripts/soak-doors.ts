import { parseArgs } from "node:util";
import { runToEnd } from "./boot/children";
import { askBuilt } from "./check/ask-built";
import { doorsAsking } from "./check/doors";
import { build } from "./check/steps";

const USAGE = "Usage: npm run soak:doors -- [--rounds N] [--width N] [--timed N]";

/** Of `rounds` 0 means all, of `timed` none. */
type Wanted = { readonly rounds: number; readonly width: number; readonly timed: number };

function readArguments(args: readonly string[]): Wanted {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const options = { rounds: option("0"), width: option("8"), timed: option("60") };
  const { values } = parseArgs({ args: [...args], options });
  const { rounds, width, timed } = values;
  const wanted = { rounds: Number(rounds), width: Number(width), timed: Number(timed) };
  if (wanted.rounds >= 0 && wanted.width > 0 && wanted.timed >= 0) return wanted;
  throw new Error(USAGE);
}

/**
 * Asks the built application for every page, route and action as everybody who may not, in every form and with
 * every forged header, `--rounds` times or until all has been asked; then times so many pairs of what exists and what does not, at each.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { timed, ...walk } = readArguments(args);
  await runToEnd(async () => {
    await build();
    const times = timed > 0 && ({ pairs: timed, doors: "all" } as const);
    return askBuilt(await doorsAsking({ walk, ...(times && { times }) }));
  });
}
