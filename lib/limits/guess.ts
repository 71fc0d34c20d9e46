import "server-only";
import { type LimitName, lockSeconds } from "./limits";
import { forget, refund, shut, spend, take, tally, tooMany } from "./spend";

/** Who tries to sign in, as far as that is known. */
export type Asker = {
  /** The network they come from; null where nobody can be trusted to know it. */
  readonly network: string | null;
  /** The device, if the account was signed in on it before. */
  readonly device: string | null;
  /** True for whom only an organisation's provider says to be the account's owner. */
  readonly provider?: boolean;
};

/**
 * Whom an account does not let guess any more for a while: devices that it does not know, one that it does, or sessions of
 * providers; or that its codes rest, for whoever gave its password.
 */
export type Locked = "strangers" | "device" | "provider" | "codes";

export type Guess = {
  /** Whose password or code it is, whether there is such an account or not. */
  readonly account: string;
  readonly asker: Asker;
  /** Called once for each lock. `nth`: of how many of its kind within a day; 1 where that is not counted. */
  readonly locked: (whom: Locked, nth: number) => void;
};

/**
 * Looks at a password or a code, if the account and the asker have a guess left. It is counted before it is looked at, and
 * given back when it was right. Whether the account exists makes no difference. Throws busy when there is no guess left.
 */
export async function guess<T>(
  asked: Guess,
  look: () => Promise<T>,
  isRight: (result: T) => boolean,
): Promise<T> {
  const giveBack = await claimGuess(asked);
  const result = await look().catch(async (error: unknown) => {
    // Nobody looked: the queue was full, or the database down.
    await giveBack();
    throw error;
  });
  if (isRight(result)) await giveBack();
  return result;
}

/** Takes a guess, before it is looked at. What it gives back is called if it was right. Throws busy when there is none left. */
export async function claimGuess(asked: Guess): Promise<() => Promise<void>> {
  const spent = await spendFor(asked);
  return async () => {
    await Promise.all(spent.map(([name, who]) => refund(name, who)));
  };
}

/** Lets everybody try again, this device too: the owner has shown that the account is theirs. */
export async function unlock(account: string, device: string): Promise<void> {
  const names = ["guess-stranger", "locks", "guess-devices", "guess-provider"] as const;
  await Promise.all([
    ...names.map((name) => forget(name, account)),
    forget("guess-device", `${account} ${device}`),
  ]);
}

type Spent = readonly (readonly [LimitName, string])[];

function spendFor({ account, asker, locked }: Guess): Promise<Spent> {
  if (asker.provider) return spendProvider(account, locked);
  if (asker.device) return spendKnown(account, asker.device, locked);
  return spendStranger(account, asker.network, locked);
}

/** Whoever runs an organisation's provider must not lock the account's devices out everywhere. */
async function spendProvider(account: string, locked: Guess["locked"]): Promise<Spent> {
  const one = await take("guess-provider", account);
  if (one.ok) return [["guess-provider", account]];
  if (one.first) locked("provider", 1);
  throw tooMany("guess-provider", one.seconds);
}

/** What strangers do to the account, or others on the same network, does not count here. */
async function spendKnown(
  account: string,
  device: string,
  locked: Guess["locked"],
): Promise<Spent> {
  const counts = [
    ["guess-device", `${account} ${device}`],
    ["guess-devices", account],
  ] as const;
  for (const [name, who] of counts) {
    const one = await take(name, who);
    if (one.ok) continue;
    if (one.first) locked("device", 1);
    throw tooMany(name, one.seconds);
  }
  return counts;
}

async function spendStranger(
  account: string,
  network: string | null,
  locked: Guess["locked"],
): Promise<Spent> {
  // First, so that a network that was refused cannot lock accounts as well.
  if (network) await spend("guess-address", network);
  const one = await take("guess-stranger", account);
  if (one.ok) {
    const spent = [["guess-stranger", account]] as const;
    return network ? [...spent, ["guess-address", network]] : spent;
  }
  if (!one.first) throw tooMany("guess-stranger", one.seconds);
  const nth = await tally("locks", account);
  const seconds = lockSeconds(nth);
  await shut("guess-stranger", account, seconds);
  locked("strangers", nth);
  throw tooMany("guess-stranger", seconds);
}
