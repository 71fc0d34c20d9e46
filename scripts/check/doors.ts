import { freePort } from "@/lib/db/port";
import { runNode } from "../boot/children";
import { appEnvironment, scriptEnvironment } from "../boot/environment";
import { openScratch } from "../boot/scratch";
import { startWeb } from "../boot/web";

const VITEST = "node_modules/vitest/vitest.mjs";

/**
 * How many questions are asked (0: all), each of what there is and of what there is not; how many at a time; how many
 * are timed.
 */
export type Walk = { readonly asks: number; readonly width: number; readonly timed: number };

/**
 * The built application on a new database, and requests to every door of it by whoever may not. What was started
 * stops when the whole run ends. Gives back the exit code; `report` is a file for the count.
 */
export async function walkDoors({ asks, width, timed }: Walk, report?: string): Promise<number> {
  const { settings, database } = await openScratch();
  // So many requests of so few are what limits are for.
  const sso = { SSO_LOCAL: "on", SSO_DNS: `127.0.0.1:${await freePort()}` };
  const app = { ...appEnvironment(settings, database), ...sso, LIMITS_FACTOR: "10000" };
  await startWeb("start", settings, app);
  const written = report ? ["--reporter=json", `--outputFile.json=${report}`] : [];
  const { code } = await runNode(
    [VITEST, "run", "--project=doors", "--reporter=default", ...written],
    {
      ...scriptEnvironment(settings, database),
      ...sso,
      NODE_ENV: "test",
      DOORS_ASKS: String(asks),
      DOORS_WIDTH: String(width),
      DOORS_TIMED: String(timed),
    },
  );
  return code;
}
