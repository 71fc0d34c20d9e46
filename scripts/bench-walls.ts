import { end, endOnSignals, runNode } from "./boot/children";
import { scriptEnvironment } from "./boot/environment";
import { openScratch } from "./boot/scratch";

/** What the walls between organisations cost, on a database of its own. */
export async function main(args: readonly string[]): Promise<void> {
  endOnSignals(1);
  const { settings, database } = await openScratch();
  const { code } = await runNode(
    ["--conditions=react-server", "--import", "tsx", "tests/bench/walls.ts", ...args],
    scriptEnvironment(settings, database),
  );
  await end(code);
}
