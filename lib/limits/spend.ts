import "server-only";
import { RateLimiterRes } from "rate-limiter-flexible";
import { blindIndex } from "@/lib/crypto/keys";
import { AppError } from "@/lib/errors";
import { logLine } from "@/lib/log-line";
import { LIMITS, type LimitName, waitInWords } from "./limits";
import { counter } from "./store";

/** How a point was asked for: `first` is true for the one refusal that follows the last point. */
type Spent =
  | { readonly ok: true }
  | { readonly ok: false; readonly first: boolean; readonly seconds: number };

/** Under what something is counted: nobody can read from it whose address or account it is. */
const keyOf = (name: LimitName, who: string): string => blindIndex("limit", name, who);

/**
 * So many questions to the store wait for their answer. More would wait until they pass for unanswered, and be counted in
 * this process, beside those that the store has counted. The second figure is for devices that their account knows.
 */
const MOST_WAITING = { strangers: 100, known: 200 } as const;
let waiting = 0;

/**
 * Takes one point of the limit for `who`, if there is one left. Of any number at once, no more than its points succeed.
 * Throws unavailable when too many ask at once.
 */
export async function take(name: LimitName, who: string): Promise<Spent> {
  if (LIMITS[name].counted === "here") return consume(name, who);
  if (waiting >= MOST_WAITING[name.includes("-device") ? "known" : "strangers"])
    throw new AppError(
      "unavailable",
      "There is more to do here than can be done at once. Try again in 5 seconds.",
      undefined,
      5,
    );
  waiting += 1;
  try {
    return await consume(name, who);
  } finally {
    waiting -= 1;
  }
}

async function consume(name: LimitName, who: string): Promise<Spent> {
  const limiter = counter(name);
  try {
    await limiter.consume(keyOf(name, who));
    return { ok: true };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const first = refused.consumedPoints === limiter.points + 1;
    if (first) logLine("limit.reached", { limit: name, of: keyOf(name, who).slice(0, 16) });
    return { ok: false, first, seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
  }
}

/** Takes one point of the limit for `who`. Throws busy, with how long to wait, when none is left. */
export async function spend(name: LimitName, who: string): Promise<void> {
  const spent = await take(name, who);
  if (!spent.ok) throw tooMany(name, spent.seconds);
}

/** Gives a point back: what it was spent for was right. */
export async function refund(name: LimitName, who: string): Promise<void> {
  await counter(name).reward(keyOf(name, who));
}

/** Adds one without a limit, and says how many there are now. */
export async function tally(name: LimitName, who: string): Promise<number> {
  return (await counter(name).penalty(keyOf(name, who))).consumedPoints;
}

/** Refuses `who` for so many seconds from now. */
export async function shut(name: LimitName, who: string, seconds: number): Promise<void> {
  await counter(name).block(keyOf(name, who), seconds);
}

/** Forgets all that `who` has spent. */
export async function forget(name: LimitName, who: string): Promise<void> {
  await counter(name).delete(keyOf(name, who));
}

/** What somebody is told who has to wait. */
export function tooMany(name: LimitName, seconds: number): AppError {
  const words = `${LIMITS[name].words} Try again in ${waitInWords(seconds)}.`;
  return new AppError("busy", words, undefined, seconds);
}
