import "server-only";
import { userEmail } from "@/lib/auth/account";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { listDevices } from "@/lib/auth/devices";
import { listPasskeyRows } from "@/lib/auth/passkey-store";
import { factorOf } from "@/lib/auth/second-factor";
import { ownPhone } from "@/lib/auth/sent-code";
import { findUser } from "@/lib/auth/store";
import { identitiesOf } from "@/lib/sso/identity";

/** What Standby keeps about an account itself; never a secret. Null if it is gone. */
export async function accountData(userId: string) {
  const user = await findUser(userId);
  if (!user) return null;
  const { name, zone } = user;
  const devices = await listDevices(userId, EVERY_SESSION);
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
    signsInBy: (await identitiesOf(userId)).map(({ name: provider, label }) => ({
      provider,
      label,
    })),
    devices: devices.map(({ device, address, seenAt }) => ({
      device,
      address,
      seenAt: new Date(seenAt),
    })),
  };
}
