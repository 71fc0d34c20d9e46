import { generateClient } from "./build";
import { runNode, runToEnd } from "./children";
import { prepareDataFolder } from "./data-folder";
import { joinDatabase } from "./database";
import { scriptEnvironment } from "./environment";
import { readSettings } from "./settings";

/**
 * Runs a script against this installation's database, whether Standby runs meanwhile or not:
 * `node scripts/with-database.mjs scripts/demo.ts`. Without a script it brings the database up to date.
 */
export async function main(args: readonly string[]): Promise<void> {
  await runToEnd(async () => {
    const settings = readSettings();
    await prepareDataFolder(settings.data);
    const database = await joinDatabase(settings);
    await generateClient();
    return args.length === 0 ? 0 : runScript(args, scriptEnvironment(settings, database));
  });
}

async function runScript(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return (await runNode(["--conditions=react-server", "--import", "tsx", ...args], env)).code;
}
