import { DAY, HOUR } from "@/lib/schedule/calendar";
import { type Finding, findingOf, grouped, type Observed, windows } from "./observed";

/**
 * So many accounts tried from one block of addresses within such a time, and none of them entered since. The slow one is
 * for who spreads the attempts over a day.
 */
const SPRAYS = [
  { ms: HOUR, accounts: 5 },
  { ms: DAY, accounts: 12 },
] as const;

/** In a small organisation half of its members are enough, but never fewer than these. */
const FEWEST = 3;

const needed = (accounts: number, members: number): number =>
  Math.min(accounts, Math.max(FEWEST, Math.ceil(members / 2)));

const isSignIn = ({ action }: Observed): boolean => action === "member.signed-in";
const isAttempt = ({ action, subject }: Observed): boolean =>
  action === "member.sign-in-failed" && subject === "password";

/**
 * Password spraying: from one block of addresses a few passwords are tried at many accounts, too few at each to lock it. An
 * account whose owner mistyped and then got in does not count, so that an office behind one address is not an attack.
 * Attempts from nobody knows where count together.
 */
export function findSprays(
  seen: readonly Observed[],
  through: number,
  members: number,
): readonly Finding[] {
  const relevant = seen.filter((one) => isAttempt(one) || isSignIn(one));
  return [...grouped(relevant, ({ block }) => block ?? "unknown")].flatMap(([block, group]) => {
    const found = SPRAYS.map(({ ms, accounts }) =>
      lastSpray(block, windows(group, through, ms), needed(accounts, members)),
    );
    return found.find((one) => one.length > 0) ?? [];
  });
}

function lastSpray(
  block: string,
  all: Iterable<readonly Observed[]>,
  accounts: number,
): readonly Finding[] {
  let found: readonly Finding[] = [];
  for (const window of all) {
    const last = window.at(-1);
    if (!last || !isAttempt(last)) continue;
    const outcome = new Map(window.map((one) => [one.actor, one]));
    const shut = [...outcome.values()].filter(isAttempt);
    if (shut.length < accounts) continue;
    const attempts = window.filter(isAttempt);
    found = findingOf("spray", block, attempts, {
      count: shut.length,
      members: shut.map(({ actor }) => actor),
      entered: enteredAfter(window, attempts),
    });
  }
  return found;
}

/** Who was signed in from there after an attempt on their account: the password may have been found. */
function enteredAfter(window: readonly Observed[], attempts: readonly Observed[]): string[] {
  const firstTry = new Map(attempts.toReversed().map(({ actor, number }) => [actor, number]));
  const entered = window.filter(
    (one) => isSignIn(one) && one.number > (firstTry.get(one.actor) ?? Number.POSITIVE_INFINITY),
  );
  return [...new Set(entered.map(({ actor }) => actor))];
}
