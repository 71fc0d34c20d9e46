import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import * as z from "zod";
import { freePort, isTaken } from "./port";
import { type Account, findPlace, type Place, serverAccount } from "./postgres-place";
import { isReady, stopPostmasterIn } from "./postmaster";

export type EmbeddedDatabase = {
  /** The owner's address of a database on this server; `standby` is made if it is not there. */
  readonly ownerUrl: (database?: string) => string;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** The data folder; `<dir>.json` keeps port and password, `<dir>.log` what the server says. */
  readonly dir: string;
  /** False for tests: fast, and nothing survives a crash of the machine. */
  readonly durable: boolean;
};

const stateShape = z.object({ port: z.int(), password: z.string() });
type State = z.infer<typeof stateShape>;

const OWNER = "standby_owner";
const DATABASE = "standby";
const SETTINGS = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"];
const LOCALE = [
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
];
const CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * PostgreSQL ends with whoever holds the other end of standard input, even when that process was killed
 * outright, and hears no Ctrl-C of its own: the caller decides who stops first.
 */
const GUARD = `exec 3<&0
"$@" 3<&- & server=$!
{ cat <&3 >/dev/null; kill -INT $server 2>/dev/null; } & guard=$!
exec 3<&-
wait $server; code=$?
kill $guard 2>/dev/null
exit $code`;

/**
 * Starts the PostgreSQL that comes with the packages, on 127.0.0.1 only, and waits until it answers. The
 * caller sees to it that nobody else starts one in the same folder; a server left over there is stopped.
 * As root it runs under the account `postgres`, which is made if absent.
 * @throws Error with one sentence for the user.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const account = serverAccount();
  const place = await findPlace(path.resolve(options.dir), account);
  const known = await readState(options.dir);
  const password = known?.password ?? randomBytes(24).toString("base64url");
  await stopPostmasterIn(place.dir);
  const port = await freePort(known?.port);
  await writeFile(`${options.dir}.json`, JSON.stringify({ port, password }), { mode: 0o600 });
  await initialise(place, account, password, options.durable);
  const server = await launch(options, place, account, port);
  const ownerUrl = (database = DATABASE) => addressOf({ port, password }, database);
  await ensureDatabase(ownerUrl("postgres"));
  return { ...server, ownerUrl };
}

/** The owner's address of the embedded server that another process runs in `dir`, or null. */
export async function findRunning(dir: string): Promise<string | null> {
  const state = await readState(dir);
  return state !== null && (await isTaken(state.port)) ? addressOf(state, DATABASE) : null;
}

function addressOf(state: State, database: string): string {
  return `postgresql://${OWNER}:${state.password}@127.0.0.1:${state.port}/${database}`;
}

async function readState(dir: string): Promise<State | null> {
  const text = await readFile(`${dir}.json`, "utf8").catch(() => null);
  return text === null ? null : stateShape.parse(JSON.parse(text));
}

/** Made beside and then moved, so that an interrupted first start leaves nothing half done. */
async function initialise(place: Place, account: Account, password: string, durable: boolean) {
  if (existsSync(path.join(place.dir, "PG_VERSION"))) return;
  const fresh = `${place.dir}.new`;
  const secret = `${place.dir}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  for (const file of [fresh, secret]) await own(file, account);
  const args = ["-D", fresh, "-U", OWNER, "-A", "scram-sha-256", `--pwfile=${secret}`, ...LOCALE];
  const made = spawnSync(
    path.join(place.native, "bin", "initdb"),
    durable ? args : [...args, "--no-sync"],
    { ...account, cwd: "/", encoding: "utf8", env: plainEnvironment() },
  );
  await rm(secret);
  if (made.status !== 0) {
    throw new Error(`The database could not be made in ${place.dir}: ${lastLine(made.stderr)}`);
  }
  await rename(fresh, place.dir);
}

async function own(file: string, account: Account): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(file, account.uid, account.gid);
  }
}

async function launch(options: EmbeddedOptions, place: Place, account: Account, port: number) {
  const log = `${options.dir}.log`;
  const child = spawnGuarded(log, place, account, [
    ...SETTINGS,
    `port=${port}`,
    ...(options.durable ? [] : CARELESS),
  ]);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    for (const event of ["error", "exit"]) child.once(event, () => resolve());
  }).then(() => {
    over = true;
    child.stdin?.destroy();
  });
  const stop = async () => {
    child.stdin?.end();
    const late = pause(10_000, "late" as const, { ref: false });
    if ((await Promise.race([ended, late])) === "late") await stopPostmasterIn(place.dir);
    await ended;
  };
  while (!over && !(await isReady(place.dir))) await pause(20);
  if (over) {
    throw new Error(`The database did not start: ${lastLine(await readFile(log, "utf8"))}`);
  }
  return { ended, stop };
}

function spawnGuarded(log: string, place: Place, account: Account, settings: readonly string[]) {
  const output = openSync(log, "w", 0o600);
  const postgres = path.join(place.native, "bin", "postgres");
  const flags = settings.flatMap((setting) => ["-c", setting]);
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", postgres, "-D", place.dir, ...flags], {
    ...account,
    cwd: "/",
    detached: true,
    env: plainEnvironment(),
    stdio: ["pipe", output, output],
  });
  child.stdin?.on("error", () => undefined);
  closeSync(output);
  return child;
}

/** None of our secrets, and messages that we can read. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C" };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

async function ensureDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
