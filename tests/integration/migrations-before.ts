import { cp, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const MIGRATIONS = "prisma/migrations";

/** A new folder with the migrations that are older than this one: the caller removes it. */
export async function migrationsBefore(name: string): Promise<string> {
  const before = await mkdtemp(path.join(tmpdir(), "standby-before-"));
  for (const folder of await readdir(MIGRATIONS))
    if (folder < name)
      await cp(path.join(MIGRATIONS, folder), path.join(before, folder), { recursive: true });
  return before;
}
