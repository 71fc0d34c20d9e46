import "server-only";
import { cookies, headers } from "next/headers";
import * as z from "zod";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import type { Asker } from "@/lib/limits/guess";
import { emailIndexes, userEmail } from "./account";
import { type KnownBy, knowsDevice, knowsMembersDevice } from "./device-store";
import { countedNetwork } from "./origin";
import { findUser } from "./store";
import { readDevices, sessionCookie, signDevices } from "./token";

/** The accounts that were signed in on a device of several people, the latest first. */
const MOST = 5;
const DAYS = 365;

const entries = z.array(z.object({ account: z.string(), device: z.string() })).max(MOST);

/**
 * On which accounts a device was signed in. The cookie that says so opens nothing: it only lets guesses from this device
 * be counted apart from those of strangers, who would otherwise lock the owner out. A session of the account, or the link by
 * which its password was set there, says the same, until the device is signed out, all others are, or the password changes.
 * Where an organisation's provider alone opened the session, the device is no stranger's for mails; whoever runs the provider
 * could use up what known devices have.
 */
export type KnownDevices = z.output<typeof entries>;

/** Who asks, at the account with one of these indexes: from where, and whether on a device that the account knows. */
export async function askerFor(accounts: readonly string[]): Promise<Asker> {
  const network = countedNetwork(await headers());
  const known = await knownTo(accounts, "own");
  return {
    network,
    device: known ? `device ${known.device}` : null,
  };
}

/** Whether the account was signed in before on the device of this request, by whatever means. */
export async function isKnownDevice(userId: string): Promise<boolean> {
  const user = await findUser(userId);
  if (!user) return false;
  return (await knownTo(emailIndexes(userEmail(user)), "any")) !== null;
}

/** By its index an account that knows the device of this request, of several the one that was there last; null if none does. */
export async function knowingAccount(): Promise<string | null> {
  for (const { account, device } of await devicesOf())
    if (await knowsDevice([account], fingerprint(device), "own")) return account;
  return null;
}

/** Whether an account that is a member of the organisation knows the device of this request. */
export async function isMembersDevice(orgId: string): Promise<boolean> {
  for (const { account, device } of await devicesOf())
    if (await knowsMembersDevice(account, fingerprint(device), orgId)) return true;
  return false;
}

/** What the cookie says of these accounts, if the account still knows the device. */
async function knownTo(
  accounts: readonly string[],
  by: KnownBy,
): Promise<KnownDevices[number] | null> {
  const said = (await devicesOf()).find(({ account }) => accounts.includes(account));
  return said && (await knowsDevice(accounts, fingerprint(said.device), by)) ? said : null;
}

/**
 * Remembers in the browser of this request that the account is signed in on it, or its password set. Gives back the hash by
 * which the session or the link makes it known; null for an account that is gone. `own` false: a provider says whose it is,
 * which must not make a stranger of a device that the account knows.
 */
export async function rememberDevice(userId: string, own = true): Promise<string | null> {
  const user = await findUser(userId);
  if (!user) return null;
  const [present = "", ...former] = emailIndexes(userEmail(user));
  const known = own ? null : await knownTo([present, ...former], "any");
  if (known) return fingerprint(known.device);
  const others = (await devicesOf()).filter(
    ({ account }) => ![present, ...former].includes(account),
  );
  const device = newSecret();
  const devices = [{ account: present, device }, ...others].slice(0, MOST);
  const { name, secure } = cookie();
  (await cookies()).set(name, await signDevices(devices, `${DAYS}d`), {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: DAYS * 86_400,
  });
  return fingerprint(device);
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
