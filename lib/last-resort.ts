import { format } from "node:util";
import { logLine } from "./log-line";

/** So long may what was begun take to end, in ms. */
const DRAIN = 10_000;

/** What libraries print becomes lines of one form, too. */
export function takeConsole(): void {
  for (const name of ["log", "info", "warn", "error"] as const)
    console[name] = (...words: unknown[]) =>
      logLine("output", { as: name, text: format(...words) });
}

/**
 * What nobody caught. A promise that failed unheard is reported, and the server goes on: nothing else hangs on it. After an
 * error that was thrown past everything nobody knows what state the process is in: it is reported, takes no new requests,
 * ends those that it has, and leaves with 1, so that whoever started it starts it again. `tell` is given each error.
 */
export function catchUnhandled(tell: (error: unknown, event: "error.unhandled") => unknown): void {
  process.on("unhandledRejection", (reason) => {
    tell(reason, "error.unhandled");
  });
  process.on("uncaughtException", (error) => {
    tell(error, "error.unhandled");
    endInOrder();
  });
}

/** A server that cannot begin says why and leaves with 1: Next would go on and fail every request. */
export async function beginOrLeave(begin: () => Promise<void>): Promise<void> {
  await begin().catch((error: unknown) => {
    logLine("server.unfit", { why: error instanceof Error ? error.message : String(error) });
    process.stderr.write("", () => process.exit(1));
  });
}

let ending = false;

function endInOrder(): void {
  if (ending) return;
  ending = true;
  logLine("server.ending", { within: DRAIN / 1_000 });
  const leave = process.exit.bind(process);
  // Next ends in order on this signal, and would say that all was well.
  process.exit = () => leave(1);
  setTimeout(() => leave(1), DRAIN).unref();
  process.kill(process.pid, "SIGTERM");
}
