import { open } from "node:fs/promises";
import path from "node:path";
import { runNode } from "../boot/children";
import { appEnvironment, scriptEnvironment } from "../boot/environment";
import { openScratch } from "../boot/scratch";
import { startWeb } from "../boot/web";

const VITEST = "node_modules/vitest/vitest.mjs";

type Settings = Readonly<Record<string, string>>;

export type Asking = {
  /** The tests that ask, by their project of vitest. */
  readonly project: string;
  /** Only those of files with one of these in their name. */
  readonly files?: readonly string[];
  /** What the tests are told. */
  readonly tests: Settings;
  /** What the application is told too. */
  readonly both?: Settings;
  /** A setting that tells the tests in which file the application's standard error is; else it is shown. */
  readonly complaints?: string;
};

/**
 * Tests that ask the built application, on a new database. What was started stops when the whole run ends. Gives back the
 * exit code; `report` is a file for the count.
 */
export async function askBuilt(
  { project, files = [], tests, both = {}, complaints }: Asking,
  report?: string,
): Promise<number> {
  const { settings, database } = await openScratch();
  // So many requests of so few are what limits are for.
  const app = { ...appEnvironment(settings, database), LIMITS_FACTOR: "10000", ...both };
  const file = path.join(settings.data, "complaints.txt");
  const kept = complaints === undefined ? undefined : await open(file, "w");
  await startWeb("start", settings, app, kept?.fd);
  await kept?.close();
  const written = report ? ["--reporter=json", `--outputFile.json=${report}`] : [];
  const { code } = await runNode(
    [
      VITEST,
      "run",
      ...files,
      `--project=${project}`,
      // One file after the other: each looks at all tables.
      "--no-file-parallelism",
      "--reporter=default",
      ...written,
    ],
    {
      ...scriptEnvironment(settings, database),
      NODE_ENV: "test",
      ...both,
      ...tests,
      ...(complaints && { [complaints]: file }),
    },
  );
  return code;
}
