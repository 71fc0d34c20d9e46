import "server-only";
import { randomUUID } from "node:crypto";
import { open, seal } from "@/lib/crypto/box";
import { AppError } from "@/lib/errors";
import { userEmail } from "./account";
import { hashBackupCode, newBackupCodes, tidyCode } from "./backup-code";
import { backupPlace, checkCode, totpPlace } from "./check-code";
import { countBackupCodes, findFactor, replaceFactor, setTotpSetup } from "./factor-store";
import { verifyPassword } from "./password";
import { findUser } from "./store";
import { findTotpStep, newTotpKey, totpUri } from "./totp";

const SETUP_MS = 15 * 60_000;

/** What a new session of the user begins with, after all others have ended. */
type Renewed = {
  readonly user: { id: string; version: number };
  readonly codes: readonly string[];
};

/** Whether the user has a second factor, and how many backup codes are left. */
export async function factorOf(userId: string): Promise<{ on: boolean; codesLeft: number }> {
  const factor = await findFactor(userId);
  const on = Boolean(factor?.totpBox);
  return { on, codesLeft: on ? await countBackupCodes(userId) : 0 };
}

/** The key that is being set up, with the address for the QR code; null if none is, or not for the last 15 minutes. */
export async function setupOf(
  userId: string,
  now: number,
): Promise<{ secret: string; uri: string } | null> {
  const factor = await findFactor(userId);
  if (!factor || factor.totpBox) return null;
  const secret = openSetup(userId, factor.totpSetupBox, now);
  return secret === null
    ? null
    : { secret, uri: totpUri(secret, userEmail({ id: userId, ...factor })) };
}

/** Makes a key to set up. The factor is on when a code has confirmed it. Throws invalid for a wrong password. */
export async function beginSetup(userId: string, password: string, now: number): Promise<void> {
  await requirePassword(userId, password);
  const text = `${now + SETUP_MS} ${newTotpKey()}`;
  if (!(await setTotpSetup(userId, seal(text, setupPlace(userId)))))
    throw new AppError("conflict", "Your second factor is on already. Load the page again.");
}

/** Turns the factor on by a first code. Throws invalid for a wrong code, stale if the set-up is over. */
export async function finishSetup(userId: string, typed: string, now: number): Promise<Renewed> {
  const totpSetupBox = (await findFactor(userId))?.totpSetupBox ?? null;
  const key = openSetup(userId, totpSetupBox, now);
  if (!key || !totpSetupBox) throw tooLate();
  const step = await findTotpStep(key, tidyCode(typed), now);
  if (step === null) throw wrongCode();
  return replace(userId, newBackupCodes(), {
    from: { totpBox: null, totpSetupBox },
    to: { totpBox: seal(key, totpPlace(userId)), totpStep: step, totpSetupBox: null },
  });
}

/** New backup codes; the old ones open nothing more. Throws invalid for a wrong password or code. */
export async function renewBackupCodes(
  userId: string,
  proof: { readonly password: string; readonly code: string },
  now: number,
): Promise<Renewed> {
  const totpBox = await requireBoth(userId, proof, now);
  return replace(userId, newBackupCodes(), { from: { totpBox }, to: {} });
}

/** Turns the factor off. Throws invalid for a wrong password or code. */
export async function turnFactorOff(
  userId: string,
  proof: { readonly password: string; readonly code: string },
  now: number,
): Promise<Renewed> {
  const totpBox = await requireBoth(userId, proof, now);
  return replace(userId, [], { from: { totpBox }, to: { totpBox: null, totpSetupBox: null } });
}

async function replace(
  userId: string,
  codes: readonly string[],
  change: Omit<Parameters<typeof replaceFactor>[1], "codes">,
): Promise<Renewed> {
  const boxes = codes.map((code) => {
    const id = randomUUID();
    return { id, codeBox: seal(hashBackupCode(userId, tidyCode(code)), backupPlace(id)) };
  });
  const user = await replaceFactor(userId, { ...change, codes: boxes });
  if (!user) throw tooLate();
  return { user, codes };
}

async function requirePassword(userId: string, password: string): Promise<void> {
  const user = await findUser(userId);
  if (!(await verifyPassword(password, user?.passwordHash ?? null)))
    throw new AppError("invalid", "The password is wrong.", {
      password: ["This is not your password."],
    });
}

/** The password first: a code is used up by being looked at. Gives back the factor that they stand for. */
async function requireBoth(
  userId: string,
  { password, code }: { readonly password: string; readonly code: string },
  now: number,
): Promise<string> {
  await requirePassword(userId, password);
  const totpBox = (await findFactor(userId))?.totpBox;
  if (!totpBox) throw tooLate();
  const check = await checkCode(userId, code, now);
  if (check === "blocked") throw blockedCode();
  if (check === "wrong") throw wrongCode();
  return totpBox;
}

const setupPlace = (userId: string) => ({ ...totpPlace(userId), column: "totpSetup" });

function openSetup(userId: string, box: string | null, now: number): string | null {
  if (!box) return null;
  const [until, key] = open(box, setupPlace(userId)).split(" ");
  return key && Number(until) > now ? key : null;
}

const tooLate = () =>
  new AppError(
    "stale",
    "This was changed meanwhile or took too long. Load the page and begin again.",
  );

export const wrongCode = () =>
  new AppError("invalid", "The code is not right.", {
    code: ["Type the next code that your app shows, or another backup code. Each works once."],
  });

export const blockedCode = () =>
  new AppError(
    "busy",
    "There were too many wrong codes. Use a backup code, or wait a quarter of an hour.",
  );
