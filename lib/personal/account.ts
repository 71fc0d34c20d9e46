import "server-only";
import { userEmail } from "@/lib/auth/account";
import { listDevices } from "@/lib/auth/devices";
import { listPasskeyRows } from "@/lib/auth/passkey-store";
import { factorOf } from "@/lib/auth/second-factor";
import { ownPhone } from "@/lib/auth/sent-code";
import { findUser } from "@/lib/auth/store";

/** What Standby keeps about an account itself; never a secret. Null if it is gone. */
export async function accountData(userId: string) {
  const user = await findUser(userId);
  if (!user) return null;
  const { name, zone } = user;
  const devices = await listDevices(userId);
  const passkeys = await listPasskeyRows(userId);
  return {
    name,
    email: userEmail(user),
    zone,
    secondFactor: {
      kinds: (await factorOf(userId)).kinds,
      phone: await ownPhone(userId),
      passkeys: passkeys.map(({ name: key, createdAt, usedAt }) => ({
        name: key,
        createdAt,
        usedAt,
      })),
    },
    devices: devices.map(({ device, seenAt }) => ({ device, seenAt: new Date(seenAt) })),
  };
}
