import { open } from "node:fs/promises";
import path from "node:path";
import { runNode } from "../boot/children";
import { appEnvironment, scriptEnvironment } from "../boot/environment";
import { openScratch } from "../boot/scratch";
import { startWeb } from "../boot/web";

const VITEST = "node_modules/vitest/vitest.mjs";

/** How many calls of each door, how many at a time, and the seed that repeats them; `only` doors with this in their name. */
export type Fuzz = {
  readonly calls: number;
  readonly width: number;
  readonly seed: number;
  readonly only: string;
};

/**
 * The built application on a new database, and hostile calls to every door of it. What was started stops when the
 * whole run ends. Gives back the exit code; `report` is a file for the count.
 */
export async function fuzzDoors(
  { calls, width, seed, only }: Fuzz,
  report?: string,
): Promise<number> {
  const { settings, database } = await openScratch();
  // So many requests of so few are what limits are for.
  const app = { ...appEnvironment(settings, database), LIMITS_FACTOR: "10000" };
  const complaints = path.join(settings.data, "complaints.txt");
  const file = await open(complaints, "w");
  await startWeb("start", settings, app, file.fd);
  await file.close();
  const written = report ? ["--reporter=json", `--outputFile.json=${report}`] : [];
  const { code } = await runNode(
    // One file after the other: each looks at all tables.
    [VITEST, "run", "--project=fuzz", "--no-file-parallelism", "--reporter=default", ...written],
    {
      ...scriptEnvironment(settings, database),
      NODE_ENV: "test",
      FUZZ_CALLS: String(calls),
      FUZZ_WIDTH: String(width),
      FUZZ_SEED: String(seed),
      FUZZ_ONLY: only,
      FUZZ_COMPLAINTS: complaints,
    },
  );
  return code;
}
