import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/lib/db/port";
import { beforeEnd } from "./children";
import { prepareDataFolder } from "./data-folder";
import { type Database, openDatabase } from "./database";
import type { Settings } from "./settings";

/** An installation that is gone when this process ends: settings, and an empty database that is up to date. */
export async function openScratch(): Promise<{ settings: Settings; database: Database }> {
  const home = await mkdtemp(path.join(tmpdir(), "standby-scratch-"));
  // The account of the database passes through.
  await chmod(home, 0o711);
  beforeEnd(() => rm(home, { recursive: true, force: true }));
  const port = await freePort();
  const settings: Settings = {
    data: path.join(home, "data"),
    host: "127.0.0.1",
    port,
    url: `http://localhost:${port}`,
    ownerUrl: undefined,
    roleUrls: undefined,
    demo: false,
  };
  await prepareDataFolder(settings.data);
  return { settings, database: await openDatabase(settings) };
}
