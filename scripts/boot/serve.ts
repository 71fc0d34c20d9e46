import path from "node:path";
import { isFree } from "@/lib/db/port";
import { readEnv } from "@/lib/env";
import { buildIfStale, generateClient } from "./build";
import { end, endOnSignals, isEnding } from "./children";
import { prepareDataFolder } from "./data-folder";
import { openDatabase } from "./database";
import { offerDemo } from "./demo-data";
import { appEnvironment } from "./environment";
import { readSettings, type Settings } from "./settings";
import { startWeb } from "./web";

/** Brings everything up, says where, and stays until it is told to stop or a part of it fails. */
export async function serve(mode: "start" | "dev"): Promise<void> {
  endOnSignals();
  try {
    const why = await run(mode);
    if (!isEnding()) console.error(why);
  } catch (error) {
    if (!isEnding()) complain(error);
  }
  await end(1);
}

/** @returns why it is over. */
async function run(mode: "start" | "dev"): Promise<string> {
  const settings = readSettings();
  await prepareDataFolder(settings.data);
  const database = await openDatabase(settings);
  await requirePort(settings);
  const production = appEnvironment(settings, database);
  readEnv(production);
  const env = mode === "dev" ? { ...production, NODE_ENV: "development" as const } : production;
  await generateClient();
  const signIn = await offerDemo(settings, database);
  if (mode === "start") await buildIfStale(env);
  const web = await startWeb(mode, settings, env);
  announce(settings, signIn, env);
  return Promise.race([
    web.ended.then(
      (code) => `The web server stopped by itself (code ${code}): see its words above.`,
    ),
    database.ended.then(
      () => `The database stopped by itself: see ${path.join(settings.data, "postgres.log")}.`,
    ),
  ]);
}

async function requirePort(settings: Settings): Promise<void> {
  if (await isFree(settings.port, settings.host)) return;
  throw new Error(
    `Port ${settings.port} of ${settings.host} is in use: stop what runs there, or choose another with PORT=${settings.port + 1} npm start.`,
  );
}

function announce(settings: Settings, signIn: string, env: NodeJS.ProcessEnv): void {
  const mail = process.env.SMTP_URL
    ? "Mail goes out by SMTP_URL."
    : `Mail lands in ${env.MAIL_DIR}.`;
  const how = signIn.trim() || "Sign in there, or make an account.";
  console.log(["", `Standby is at ${settings.url}`, how, mail, "Ctrl-C stops it.", ""].join("\n"));
}

function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(process.env.STANDBY_DEBUG ? error : (message.split("\n")[0] ?? ""));
}
