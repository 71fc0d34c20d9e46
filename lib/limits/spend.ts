import "server-only";
import { RateLimiterRes } from "rate-limiter-flexible";
import { blindIndex } from "@/lib/crypto/keys";
import { AppError } from "@/lib/errors";
import { LIMITS, type LimitName, waitInWords } from "./limits";
import { counter } from "./store";

/** How a point was asked for: `first` is true for the one refusal that follows the last point. */
type Spent =
  | { readonly ok: true }
  | { readonly ok: false; readonly first: boolean; readonly seconds: number };

/** Under what something is counted: nobody can read from it whose address or account it is. */
const keyOf = (name: LimitName, who: string): string => blindIndex("limit", name, who);

/** Takes one point of the limit for `who`, if there is one left. Of any number at once, no more than its points succeed. */
export async function take(name: LimitName, who: string): Promise<Spent> {
  const limiter = counter(name);
  try {
    await limiter.consume(keyOf(name, who));
    return { ok: true };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const first = refused.consumedPoints === limiter.points + 1;
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
