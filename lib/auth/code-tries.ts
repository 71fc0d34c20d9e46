import "server-only";
import { claimGuess, type Guess } from "@/lib/limits/guess";
import { claimCodeTry, clearCodeTries } from "./factor-store";

/** What tries at an account's codes count against. */
export type Tries = {
  /** Takes one, before the code is looked at. False: there were too many of late. May throw busy. */
  readonly take: () => Promise<boolean>;
  /** The code was right. */
  readonly right: () => Promise<void>;
};

/** The tries of the account, at `now` in ms: of whoever gave its password. `locked` hears of the first that is one too many. */
export const accountTries = (userId: string, now: number, locked: Guess["locked"]): Tries => ({
  async take() {
    const { ok, first } = await claimCodeTry(userId, now);
    if (first) locked("codes", 1);
    return ok;
  },
  right: () => clearCodeTries(userId),
});

/**
 * Those of who is signed in, which are guesses at the account as well. In sessions that organisations' providers opened they
 * are nothing else: whoever runs one could use the account's own up, and shut out who gave the password.
 */
export function sessionTries(asked: Guess, userId: string, now: number): Tries {
  const ofAccount = asked.asker.provider ? null : accountTries(userId, now, asked.locked);
  let giveBack = async (): Promise<void> => undefined;
  return {
    async take() {
      giveBack = await claimGuess(asked);
      return ofAccount ? ofAccount.take() : true;
    },
    async right() {
      await giveBack();
      await ofAccount?.right();
    },
  };
}
