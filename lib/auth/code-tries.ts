import "server-only";
import { refund, spend } from "@/lib/limits/spend";
import { claimCodeTry, clearCodeTries } from "./factor-store";

/** What tries at an account's codes count against. */
export type Tries = {
  /** Takes one, before the code is looked at. False: there were too many of late. */
  readonly take: () => Promise<boolean>;
  /** The code was right. */
  readonly right: () => Promise<void>;
};

/** The tries of the account, at `now` in ms: of whoever gave its password. */
export const accountTries = (userId: string, now: number): Tries => ({
  take: () => claimCodeTry(userId, now),
  right: () => clearCodeTries(userId),
});

/**
 * The tries of all sessions that organisations' providers opened for the account, by its index. Whoever runs a provider could
 * use the account's own up, and shut out who gave the password. Taking one throws busy when there is none left.
 */
export const providerTries = (account: string): Tries => ({
  take: () => spend("guess-provider", account).then(() => true),
  right: () => refund("guess-provider", account),
});
