import "server-only";
import { open } from "@/lib/crypto/box";
import { sessionPlace } from "@/lib/crypto/places";
import { AppError } from "@/lib/errors";
import type { ActLog } from "./act-log";
import type { Acting } from "./acting-store";
import type { Reach } from "./device-store";
import { hasSession, listSessions, revokeSessions } from "./session-store";

/** Where a user is signed in: `id` names a session without opening it, instants in ms since the epoch. */
type Device = {
  readonly id: string;
  readonly device: string;
  /** The network address it was opened from; null where nobody knew. */
  readonly address: string | null;
  readonly openedAt: number;
  readonly seenAt: number;
};

/** A user's live sessions within reach, the one used last first. */
export async function listDevices(userId: string, reach: Reach): Promise<Device[]> {
  const sessions = await listSessions(userId, reach);
  return sessions.map(({ idHash, device, addressBox, createdAt, seenAt }) => ({
    id: idHash,
    device,
    address: addressBox && open(addressBox, sessionPlace(idHash)),
    openedAt: createdAt.getTime(),
    seenAt: seenAt.getTime(),
  }));
}

/**
 * Ends one session of whoever is signed in. One that has ended already is no error. Throws stale for an id that none within
 * reach goes by: who proved anew to use it made it go on under another.
 */
export async function signOutDevice(by: Acting & Reach, id: string, log: ActLog): Promise<void> {
  const count = await revokeSessions(by, { only: id }, log);
  if (count === 0 && !(await hasSession(by, id)))
    throw new AppError(
      "stale",
      "Nothing was signed out: that device confirmed who uses it meanwhile. Load the page and sign it out again.",
    );
}

/** Ends every session within reach of whoever is signed in but this one. */
export async function signOutOthers(by: Acting & Reach, log: ActLog): Promise<void> {
  await revokeSessions(by, { allBut: by.sessionHash }, log);
}
