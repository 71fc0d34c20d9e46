import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { commandOf, parentOf } from "@/lib/db/processes";

type Cleanup = () => Promise<void>;
const cleanups: Cleanup[] = [];
let stopping: Promise<void> | undefined;

/** Done before this process ends, the latest first. */
export function beforeEnd(cleanup: Cleanup): void {
  cleanups.push(cleanup);
}

/** Stops everything that was started, then ends this process; asked again, it goes on with the first. */
export function end(code: number): Promise<void> {
  stopping ??= (async () => {
    for (let next = cleanups.pop(); next !== undefined; next = cleanups.pop()) {
      await next().catch((error: unknown) => console.error(String(error)));
    }
    process.exit(code);
  })();
  return stopping;
}

/** Whether the end has begun, so that a child that stops is no surprise. */
export function isEnding(): boolean {
  return stopping !== undefined;
}

/**
 * Ends in order on Ctrl-C and on the signals of a supervisor. Under npm also when npm is gone, because npm
 * killed outright passes no signal on.
 */
export function endOnSignals(code = 0): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void end(code));
  }
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  if (process.env.npm_lifecycle_event === undefined) return;
  const family = npmAbove();
  const watch = () => {
    if (npmAbove() !== family) void end(1);
  };
  setInterval(watch, 500).unref();
}

/** What a command does, to the end of the process with the exit code that it gives back; an error is told in a line. */
export async function runToEnd(run: () => Promise<number>): Promise<void> {
  endOnSignals(1);
  const code = await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  });
  await end(code);
}

/** Our parent, and npm above it where npm put a shell in between. */
function npmAbove(): string {
  const shell = process.ppid;
  const above = parentOf(shell);
  return commandOf(above).startsWith("npm") ? `${shell} ${above}` : `${shell}`;
}

/** What a child prints: to our own output, back to us, or nowhere unless it fails. */
export type Output = "show" | "capture" | "hold";

/** Runs a Node program to its end. The text it printed is returned if it was captured. */
export async function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output = "show",
): Promise<{ readonly code: number; readonly text: string }> {
  const out = output === "show" ? "inherit" : "pipe";
  const child = spawnNode(args, env, ["ignore", out, output === "hold" ? "pipe" : "inherit"]);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  const code = await exitOf(child);
  if (code !== 0 && output !== "show") process.stderr.write(text);
  return { code, text };
}

/** Starts a Node program in a process group of its own, which Ctrl-C does not reach: we pass it on in order. */
export function spawnNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdio: SpawnOptions["stdio"],
): ChildProcess {
  const child = spawn(process.execPath, args, { env, stdio, detached: true });
  beforeEnd(() => stopGroup(child));
  return child;
}

export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = exitOf(child);
  kill(child.pid, "SIGTERM");
  const late = pause(5000, "late" as const, { ref: false });
  // Open streams keep a web server from closing by itself.
  if ((await Promise.race([gone, late])) === "late") kill(child.pid, "SIGKILL");
  await gone;
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended between our look and our call.
  }
}
