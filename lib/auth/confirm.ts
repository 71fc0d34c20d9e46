import "server-only";
import { AppError } from "@/lib/errors";
import { isOwnPassword, type OwnGuess, ownGuess } from "./account";
import { checkCode, proofOf } from "./check-code";
import { sessionTries } from "./code-tries";
import type { Proof, SentKind } from "./schema";
import { blockedCode, wrongCode } from "./second-factor";
import type { CurrentSession } from "./session";

type Session = Pick<CurrentSession, "userId" | "sessionHash" | "factors" | "own" | "emailBox">;

/** What a code is bound to that was sent to confirm a session. */
export const confirmScope = ({ sessionHash }: Pick<Session, "sessionHash">) =>
  `confirm ${sessionHash}`;

/** What a right code proves of who uses the session. Throws invalid for a wrong one, busy after too many. */
export async function checkConfirmCode(
  session: Session,
  code: string,
  now: number,
  locked: OwnGuess["locked"],
  sentKind?: SentKind,
): Promise<Proof> {
  const sent = sentKind && { kind: sentKind, scope: confirmScope(session) };
  const { userId: id, emailBox, own } = session;
  const tries = sessionTries(ownGuess({ id, emailBox }, { own, locked }), id, now);
  const check = await checkCode(id, code, now, tries, sent).catch((error: unknown) => {
    // A backup code is no guess.
    if (own && error instanceof AppError && error.code === "busy")
      throw blockedCode(error.retryAfter);
    throw error;
  });
  if (check === "blocked") throw blockedCode();
  if (check === "wrong") throw wrongCode();
  return proofOf(code, sent);
}

/** As `checkConfirmCode`, by the password: for an account without a second factor, and for no other. */
export async function checkConfirmPassword(
  { userId, factors, own }: Session,
  password: string,
  locked: OwnGuess["locked"],
): Promise<Proof> {
  const fits = await isOwnPassword(userId, password, { own, locked });
  if (fits && factors.length === 0) return "password";
  throw new AppError("invalid", "The password is wrong.", {
    password: ["This is not your password."],
  });
}
