import { generateClient } from "./build";
import { end, endOnSignals, runNode } from "./children";
import { prepareDataFolder } from "./data-folder";
import { joinDatabase } from "./database";
import { scriptEnvironment } from "./environment";
import { readSettings } from "./settings";

/**
 * Runs a script against this installation's database, whether Standby runs meanwhile or not:
 * `node scripts/with-database.mjs scripts/demo.ts`. Without a script it brings the database up to date.
 */
export async function main(args: readonly string[]): Promise<void> {
  endOnSignals(1);
  let code = 1;
  try {
    const settings = readSettings();
    await prepareDataFolder(settings.data);
    const database = await joinDatabase(settings);
    await generateClient();
    code = args.length === 0 ? 0 : await runScript(args, scriptEnvironment(settings, database));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  await end(code);
}

async function runScript(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return (await runNode(["--conditions=react-server", "--import", "tsx", ...args], env)).code;
}
