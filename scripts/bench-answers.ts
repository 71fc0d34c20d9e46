import { buildIfStale } from "./boot/build";
import { end, endOnSignals, runNode } from "./boot/children";
import { appEnvironment, scriptEnvironment } from "./boot/environment";
import { openScratch } from "./boot/scratch";
import { startWeb } from "./boot/web";

/** Whether the time of an answer tells that an account exists, and what limits cost: on an installation of its own. */
export async function main(args: readonly string[]): Promise<void> {
  endOnSignals(1);
  const { settings, database } = await openScratch();
  const app = { ...appEnvironment(settings, database), LIMITS_FACTOR: "10000" };
  await buildIfStale(app);
  await startWeb("start", settings, app);
  const { code } = await runNode(
    ["--conditions=react-server", "--import", "tsx", "tests/bench/answers.ts", ...args],
    { ...scriptEnvironment(settings, database), LIMITS_FACTOR: "10000" },
  );
  await end(code);
}
