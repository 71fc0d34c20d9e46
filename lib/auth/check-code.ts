import "server-only";
import { open } from "@/lib/crypto/box";
import { backupPlace, totpPlace } from "@/lib/crypto/places";
import { hashBackupCode, isBackupCode, isSameHash, tidyCode } from "./backup-code";
import type { Tries } from "./code-tries";
import { claimBackupCode, claimTotpStep, findFactor, listBackupCodes } from "./factor-store";
import type { Proof, SentKind } from "./schema";
import { checkSentCode } from "./sent-code";
import { findTotpStep } from "./totp";

/** `blocked`: too many wrong codes of late; a backup code is never blocked, for nobody can guess one. */
export type CodeCheck = "right" | "wrong" | "blocked";

/** A code that was sent: of which kind, and for which sign-in or session. */
export type SentTo = { readonly kind: SentKind; readonly scope: string };

/**
 * Whether the code is of the user's second factor now, at `now` in ms; it is used up by asking. Taken are backup codes
 * and those of the authenticator app, or with `sent` those that were sent. A wrong, an old, a used and a malformed one
 * are all just wrong. Always wrong for a user without a factor. Throws what taking one of `tries` does.
 */
export async function checkCode(
  userId: string,
  typed: string,
  now: number,
  tries: Tries,
  sent?: SentTo,
): Promise<CodeCheck> {
  const code = tidyCode(typed);
  if (isBackupCode(code)) return (await claimFitting(userId, code)) ? "right" : "wrong";
  if (sent) return checkSentCode({ userId, ...sent }, code, now, tries);
  const totpBox = (await findFactor(userId))?.totpBox;
  if (!totpBox) return "wrong";
  // Counted before it is compared: guesses at the same time would all see the same count.
  if (!(await tries.take())) return "blocked";
  const step = await findTotpStep(open(totpBox, totpPlace(userId)), code, now);
  if (step === null || !(await claimTotpStep(userId, totpBox, step))) return "wrong";
  await tries.right();
  return "right";
}

/** What a right code proves. */
export function proofOf(typed: string, sent?: SentTo): Proof {
  return isBackupCode(tidyCode(typed)) ? "backup" : (sent?.kind ?? "totp");
}

async function claimFitting(userId: string, code: string): Promise<boolean> {
  const hash = await hashBackupCode(userId, code);
  const fitting = (await listBackupCodes(userId)).filter(({ id, codeBox }) =>
    isSameHash(open(codeBox, backupPlace(id)), hash),
  );
  const id = fitting[0]?.id;
  return id !== undefined && claimBackupCode(userId, id);
}
