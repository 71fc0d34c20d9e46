import { after } from "next/server";
import { accountOf, emailIndex, findUserId } from "@/lib/auth/account";
import { accountLog } from "@/lib/doors/account-log";
import { take } from "@/lib/limits/spend";
import { lockedOut } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { report } from "@/lib/report";

/**
 * Sends a mail that a stranger asked for, once the answer is out: its time would tell whether the address has an account.
 * Whoever asks too often for one address is not told either.
 */
export function mailLater(email: string, send: () => Promise<void>): void {
  after(async () => {
    try {
      if ((await take("mail-address", emailIndex(email))).ok) await send();
    } catch (error) {
      report(error);
    }
  });
}

/** Logs that an account was locked for strangers, and tells its owner, once the answer is out. */
export function lockLater(account: () => Promise<string | null>): void {
  accountLog.locked(account);
  after(async () => {
    try {
      const userId = await account();
      if (!userId) return;
      const { name, email } = await accountOf(userId);
      await queueLetter({ to: { name, address: email }, ...lockedOut() });
    } catch (error) {
      report(error);
    }
  });
}

/** As `lockLater`, by address. */
export const lockAddressLater = (email: string): void => lockLater(() => findUserId(email));
