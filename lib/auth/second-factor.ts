import "server-only";
import { randomUUID } from "node:crypto";
import { open, seal } from "@/lib/crypto/box";
import { backupPlace, totpPlace, totpSetupPlace } from "@/lib/crypto/places";
import { AppError } from "@/lib/errors";
import { waitInWords } from "@/lib/limits/limits";
import { userEmail } from "./account";
import type { ActLog } from "./act-log";
import type { Acting } from "./acting-store";
import { hashBackupCode, newBackupCodes, tidyCode } from "./backup-code";
import { changeFactors } from "./factor-change-store";
import {
  CODE_TRIES_MS,
  countBackupCodes,
  type FactorWrite,
  findFactor,
  findFactorKinds,
  findTotpSetup,
  keepFactors,
  setTotpSetup,
  turnTotpOff,
  turnTotpOn,
} from "./factor-store";
import type { FactorKind } from "./schema";
import { findTotpStep, newTotpKey, totpUri } from "./totp";

const SETUP_MS = 15 * 60_000;

/** What a new session of the user begins with, after all others have ended; and new backup codes, or none. */
export type Changed = {
  readonly user: { id: string; version: number };
  readonly codes: readonly string[];
};

/** Whether the account has a confirmed second factor, of which kinds, and how many backup codes are left. */
export async function factorOf(userId: string): Promise<{
  readonly on: boolean;
  readonly kinds: readonly FactorKind[];
  readonly codesLeft: number;
}> {
  const kinds = await findFactorKinds(userId);
  const on = kinds.length > 0;
  return { on, kinds, codesLeft: on ? await countBackupCodes(userId) : 0 };
}

/**
 * The key that is being set up in this session, with the address for the QR code; null if none is, or not for the last 15
 * minutes. No other session is shown it: whoever had one would know the key that the account's owner goes on to confirm.
 */
export async function setupOf(
  by: Acting,
  now: number,
): Promise<{ secret: string; uri: string } | null> {
  const { userId } = by;
  const factor = await findFactor(userId);
  if (!factor || factor.totpBox) return null;
  const secret = openSetup(userId, await findTotpSetup(by), now);
  return secret === null
    ? null
    : { secret, uri: totpUri(secret, userEmail({ id: userId, ...factor })) };
}

/** Makes a key to set up in this session. The app counts when a code has confirmed it. Throws conflict if it does already. */
export async function beginSetup(by: Acting, now: number): Promise<void> {
  const text = `${now + SETUP_MS} ${newTotpKey()}`;
  if (!(await setTotpSetup(by, seal(text, totpSetupPlace(by.userId)))))
    throw new AppError(
      "conflict",
      "Your authenticator app is set up already. Load the page again.",
    );
}

/** Turns the app on by a first code. Throws invalid for a wrong code, stale if the set-up is over. */
export async function finishSetup(
  by: Acting,
  typed: string,
  now: number,
  log: ActLog,
): Promise<Changed> {
  const { userId, sessionHash } = by;
  const totpSetupBox = await findTotpSetup(by);
  const key = openSetup(userId, totpSetupBox, now);
  if (!key || !totpSetupBox) throw tooLate();
  const step = await findTotpStep(key, tidyCode(typed), now);
  if (step === null) throw wrongCode();
  const app = { totpBox: seal(key, totpPlace(userId)), totpStep: step };
  return change(by, turnTotpOn(sessionHash, totpSetupBox, app), log);
}

/** Throws conflict if an organisation asks for the app and nothing else of the account counts there. */
export async function turnAppOff(by: Acting, log: ActLog): Promise<Changed> {
  return change(by, turnTotpOff, log);
}

/** New backup codes; the old ones open nothing more. Throws stale without a factor. */
export async function renewBackupCodes(by: Acting, log: ActLog): Promise<Changed> {
  return change(by, keepFactors, log, true);
}

/** Changes the factors of who is signed in and ends their sessions. Throws stale when somebody was faster, signed_out when their session was ended. */
export async function change(
  by: Acting,
  write: FactorWrite,
  log: ActLog,
  renew = false,
): Promise<Changed> {
  const codes = newBackupCodes();
  const boxes = await Promise.all(
    codes.map(async (code) => {
      const id = randomUUID();
      const hash = await hashBackupCode(by.userId, tidyCode(code));
      return { id, codeBox: seal(hash, backupPlace(id)) };
    }),
  );
  const made = await changeFactors(by, write, { codes: boxes, renew }, log);
  if (made.kind === "stale") throw tooLate();
  if (made.kind === "lost")
    throw new AppError(
      "conflict",
      "Codes by mail stand in for the second factor that you lost. Set another one up first.",
    );
  if (made.kind === "asked")
    throw new AppError(
      "conflict",
      `${made.organisation} asks you for a factor of this kind. Set another one up first.`,
    );
  return { user: made.user, codes: made.coded ? codes : [] };
}

function openSetup(userId: string, box: string | null, now: number): string | null {
  if (!box) return null;
  const [until, key] = open(box, totpSetupPlace(userId)).split(" ");
  return key && Number(until) > now ? key : null;
}

const tooLate = () =>
  new AppError(
    "stale",
    "This was changed meanwhile or took too long. Load the page and begin again.",
  );

export const wrongCode = () =>
  new AppError("invalid", "The code is not right.", {
    code: [
      "Type the newest code, or a backup code. Each works once, and one that was sent for ten minutes.",
    ],
  });

/** `seconds`: for how long. */
export const blockedCode = (seconds = CODE_TRIES_MS / 1000) =>
  new AppError(
    "busy",
    `There were too many wrong codes. Use a backup code, or try again in ${waitInWords(seconds)}.`,
    undefined,
    seconds,
  );
