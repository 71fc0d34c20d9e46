import { after } from "next/server";
import { accountOf, emailIndex, findUserId } from "@/lib/auth/account";
import { isKnownDevice } from "@/lib/auth/known-device";
import { requestOrigin } from "@/lib/auth/origin";
import { accountLog } from "@/lib/doors/account-log";
import type { Locked } from "@/lib/limits/guess";
import { take } from "@/lib/limits/spend";
import { accessMade, lockedOut, newDevice } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { report } from "@/lib/report";
import type { Actor } from "@/lib/tenancy/actor";

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

/**
 * Logs that an account was locked, once the answer is out. Its owner is told of strangers, at the first lock of a day: whoever
 * sits at a device of theirs sees it.
 */
export function lockLater(account: () => Promise<string | null>, whom: Locked, nth: number): void {
  accountLog.locked(account, whom);
  if (whom !== "strangers" || nth > 1) return;
  after(async () => {
    try {
      const userId = await account();
      if (!userId) return;
      await tellOwner(userId, lockedOut());
    } catch (error) {
      report(error);
    }
  });
}

type Told = Parameters<typeof queueLetter>[0];

/** Mails the owner of an account about what was done to it. */
export async function tellOwner(userId: string, words: Omit<Told, "to">): Promise<void> {
  const { name, email } = await accountOf(userId);
  await queueLetter({ to: { name, address: email }, ...words });
}

type Access = Pick<Parameters<typeof accessMade>[0], "what" | "act"> & {
  /** Behind the organisation's address. */
  readonly path: string;
};

/**
 * What an action does once something was made that opens an organisation: `refresh`, and a mail to whoever's account made
 * it, for it may have been somebody else.
 */
export function andTell<T>(
  refresh: (data: T, actor: Actor) => void,
  { path, ...facts }: Access,
): (data: T, actor: Actor) => Promise<void> {
  return async (data, actor) => {
    refresh(data, actor);
    const { slug, organisation, userId } = actor;
    await tellOwner(userId, accessMade({ ...facts, organisation, path: `/o/${slug}/${path}` }));
  };
}

/** Mails the owner of an account that is being signed in to on a device it does not know. Call it before the session begins. */
export async function tellNewDevice(userId: string): Promise<void> {
  if (await isKnownDevice(userId)) return;
  const { device, address } = await requestOrigin();
  await tellOwner(userId, newDevice({ device, address }));
}

/** As `lockLater`, by address. */
export const lockAddressLater = (email: string, whom: Locked, nth: number): void =>
  lockLater(() => findUserId(email), whom, nth);
