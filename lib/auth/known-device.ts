import "server-only";
import { cookies, headers } from "next/headers";
import * as z from "zod";
import { newSecret } from "@/lib/crypto/secret";
import type { Asker } from "@/lib/limits/guess";
import { emailIndexes, userEmail } from "./account";
import { networkOf } from "./network";
import { clientAddress } from "./origin";
import { findUser } from "./store";
import { readDevices, sessionCookie, signDevices } from "./token";

/** The accounts that were signed in on a device of several people, the latest first. */
const MOST = 5;
const DAYS = 365;

const entries = z.array(z.object({ account: z.string(), device: z.string() })).max(MOST);

/**
 * On which accounts a device was signed in. The cookie that says so opens nothing: it only lets guesses from this device
 * be counted apart from those of strangers, who would otherwise lock the owner out.
 */
export type KnownDevices = z.output<typeof entries>;

/** Who asks, at the account with one of these indexes: from where, and whether on a device that the account knows. */
export async function askerFor(accounts: readonly string[]): Promise<Asker> {
  const sent = await headers();
  const address = clientAddress(sent);
  const known = (await devicesOf()).find(({ account }) => accounts.includes(account));
  return {
    network: address && networkOf(address),
    device: known ? `device ${known.device}` : null,
  };
}

/** Whether the account was signed in before on the device of this request. */
export async function isKnownDevice(userId: string): Promise<boolean> {
  const user = await findUser(userId);
  if (!user) return false;
  const accounts = emailIndexes(userEmail(user));
  return (await devicesOf()).some(({ account }) => accounts.includes(account));
}

/** Remembers in the browser of this request that the account was signed in on it. */
export async function rememberDevice(userId: string): Promise<void> {
  const user = await findUser(userId);
  if (!user) return;
  const [present = "", ...former] = emailIndexes(userEmail(user));
  const others = (await devicesOf()).filter(
    ({ account }) => ![present, ...former].includes(account),
  );
  const devices = [{ account: present, device: newSecret() }, ...others].slice(0, MOST);
  const { name, secure } = cookie();
  (await cookies()).set(name, await signDevices(devices, `${DAYS}d`), {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: DAYS * 86_400,
  });
}

async function devicesOf(): Promise<KnownDevices> {
  const text = (await cookies()).get(cookie().name)?.value;
  const read = entries.safeParse(text ? await readDevices(text) : []);
  return read.success ? read.data : [];
}

function cookie(): { name: string; secure: boolean } {
  const { name, secure } = sessionCookie();
  return { name: `${name}-device`, secure };
}
