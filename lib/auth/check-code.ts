import "server-only";
import { open } from "@/lib/crypto/box";
import { hashBackupCode, isBackupCode, isSameHash, tidyCode } from "./backup-code";
import {
  claimBackupCode,
  claimCodeTry,
  claimTotpStep,
  findFactor,
  listBackupCodes,
} from "./factor-store";
import { findTotpStep } from "./totp";

export const totpPlace = (userId: string) => ({
  table: "User",
  column: "totp",
  orgId: "",
  row: userId,
});
export const backupPlace = (id: string) => ({
  table: "BackupCode",
  column: "code",
  orgId: "",
  row: id,
});

/** `blocked`: too many wrong codes of late; a backup code is never blocked, for nobody can guess one. */
export type CodeCheck = "right" | "wrong" | "blocked";

/**
 * Whether the code is of the user's second factor now, at `now` in ms; it is used up by asking. A wrong, an
 * old, a used and a malformed one are all just wrong. Always wrong for a user without a factor.
 */
export async function checkCode(userId: string, typed: string, now: number): Promise<CodeCheck> {
  const code = tidyCode(typed);
  const totpBox = (await findFactor(userId))?.totpBox;
  if (!totpBox) return "wrong";
  if (isBackupCode(code)) return (await claimFitting(userId, code)) ? "right" : "wrong";
  // Counted before it is compared: guesses at the same time would all see the same count.
  if (!(await claimCodeTry(userId, now))) return "blocked";
  const step = await findTotpStep(open(totpBox, totpPlace(userId)), code, now);
  return step !== null && (await claimTotpStep(userId, totpBox, step)) ? "right" : "wrong";
}

async function claimFitting(userId: string, code: string): Promise<boolean> {
  const hash = hashBackupCode(userId, code);
  const fitting = (await listBackupCodes(userId)).filter(({ id, codeBox }) =>
    isSameHash(open(codeBox, backupPlace(id)), hash),
  );
  const id = fitting[0]?.id;
  return id !== undefined && claimBackupCode(userId, id);
}
