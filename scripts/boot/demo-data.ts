import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runNode } from "./children";
import { type Database, hasOrganisation } from "./database";
import { scriptEnvironment } from "./environment";
import type { Settings } from "./settings";

/**
 * An empty embedded database gets something to look at. What the demo prints is how to sign in; it is kept
 * beside the data.
 * @returns that text, empty where there is no demo.
 */
export async function offerDemo(settings: Settings, database: Database): Promise<string> {
  const file = path.join(settings.data, "sign-in.txt");
  if (!database.embedded) return "";
  if (settings.demo && !(await hasOrganisation(database.ownerUrl))) {
    console.log("Making demo data (STANDBY_DEMO=off leaves them out)…");
    const { code, text } = await runNode(
      ["--conditions=react-server", "--import", "tsx", "scripts/demo.ts"],
      scriptEnvironment(settings, database),
      "capture",
    );
    if (code !== 0) throw new Error("The demo data could not be made: see the words above.");
    await writeFile(file, text, { mode: 0o600 });
  }
  return readFile(file, "utf8").catch(() => "");
}
