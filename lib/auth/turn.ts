import { AppError } from "@/lib/errors";
import type { Asker } from "@/lib/limits/guess";

const AT_ONCE = 2;
/** So many wait. A quarter of the places is kept for devices that their account knows. */
const PLACES = 40;
const STRANGERS = 30;
/** Of one network or device. Strangers from nobody knows where are one crowd, held by their quarter alone. */
const EACH = 10;
/** A hash takes a fifth of a second, and two run at once: a full queue is empty after this many seconds. */
const EMPTY_SECONDS = 5;

const NOBODY: Asker = { network: null, device: null };

let running = 0;
/** Who waits, by where they come from; whoever was served last stands last. */
const lines = new Map<string, (() => void)[]>();

const lineOf = ({ network, device }: Asker): string => device ?? network ?? "";
const isKnown = (line: string): boolean => line.startsWith("device ");
const length = (all: Iterable<readonly unknown[]>): number =>
  [...all].reduce((sum, { length: one }) => sum + one, 0);

/** Throws unavailable if there is no place to wait for this asker. */
export function requirePlace(asker: Asker): void {
  if (running < AT_ONCE) return;
  const line = lineOf(asker);
  const strangers = [...lines].flatMap(([key, waiting]) => (isKnown(key) ? [] : [waiting]));
  const full =
    length(lines.values()) >= PLACES ||
    (!isKnown(line) && length(strangers) >= STRANGERS) ||
    (line !== "" && (lines.get(line)?.length ?? 0) >= EACH);
  if (full)
    throw new AppError(
      "unavailable",
      `Too many people sign in at once. Try again in ${EMPTY_SECONDS} seconds.`,
      undefined,
      EMPTY_SECONDS,
    );
}

/**
 * bcrypt fills the thread pool: two run at a time, so that a flood of sign-ins cannot starve the roster. Those who wait are
 * served in turn by where they come from. Throws unavailable if there is no place.
 */
export async function inTurn<T>(work: () => Promise<T>, asker: Asker = NOBODY): Promise<T> {
  requirePlace(asker);
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => enter(lineOf(asker), resolve));
  try {
    return await work();
  } finally {
    // The place goes to who waits, before anybody new can see it free.
    const next = leave();
    if (next) next();
    else running -= 1;
  }
}

function enter(line: string, go: () => void): void {
  const waiting = lines.get(line);
  if (waiting) waiting.push(go);
  else lines.set(line, [go]);
}

function leave(): (() => void) | undefined {
  const [first] = lines;
  if (!first) return undefined;
  const [line, waiting] = first;
  const next = waiting.shift();
  lines.delete(line);
  if (waiting.length > 0) lines.set(line, waiting);
  return next;
}
