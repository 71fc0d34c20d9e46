import "server-only";
import { after } from "next/server";
import { emailIndex, findUserId } from "@/lib/auth/account";
import { namedTo } from "@/lib/auth/demand";
import { blockOf } from "@/lib/auth/network";
import { requestOrigin } from "@/lib/auth/origin";
import type { Proof } from "@/lib/auth/schema";
import type { CurrentSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import type { Locked } from "@/lib/limits/guess";
import { take } from "@/lib/limits/spend";
import { countTried } from "@/lib/limits/tried";
import { report, reportAlert } from "@/lib/report";
import {
  type FailedDoor,
  readyAccountAct,
  recordAccountAct,
  recordFailedSignIn,
  recordSsoRefused,
} from "@/lib/tenancy/account-log";
import type { AccountAct, Bodies } from "@/lib/tenancy/log-actions";

/** Logs what this request does to an account, in each of its organisations, or `only` in those of these ids. Await it before the act. */
async function log<A extends AccountAct>(
  action: A,
  userId: string,
  body: Bodies[A],
  only?: readonly string[],
): Promise<void> {
  await recordAccountAct(
    action,
    { userId, origin: await requestOrigin(), ...(only && { only }) },
    body,
  );
}

/** The same, to be written by the act itself, in its transaction. */
async function ready<A extends AccountAct>(
  action: A,
  userId: string,
  body: Bodies[A],
  only?: readonly string[],
): ReturnType<typeof readyAccountAct> {
  return readyAccountAct(
    action,
    { userId, origin: await requestOrigin(), ...(only && { only }) },
    body,
  );
}

type At = Parameters<typeof recordFailedSignIn>[0];

/** Logs what happened to an account, if there is one, once the answer is out: its time would tell that there is. */
function later(account: () => Promise<string | null>, record: (at: At) => Promise<void>): void {
  const origin = requestOrigin();
  after(async () => {
    try {
      const userId = await account();
      if (userId) await record({ userId, origin: await origin });
    } catch (error) {
      report(error);
    }
  });
}

/** Logs a wrong password, code or passkey of an account; in these organisations alone, if `only` says which. */
function failed(
  door: FailedDoor,
  account: () => Promise<string | null>,
  only?: readonly string[],
): void {
  later(account, (at) => recordFailedSignIn({ ...at, ...(only && { only }) }, door));
}

/** Logs that an account was locked for some; in these organisations alone, if `only` says which. */
function locked(
  account: () => Promise<string | null>,
  whom: Locked,
  only?: readonly string[],
): void {
  later(account, (at) =>
    recordAccountAct(
      "member.locked-out",
      { ...at, ...(only && { only }) },
      whom === "strangers" ? {} : { [whom]: true },
    ),
  );
}

/** Counts a wrong password for the operator, for whom tries accounts of many organisations, once the answer is out. */
function countLater(email: string): void {
  const origin = requestOrigin();
  after(async () => {
    try {
      const { address } = await origin;
      const block = address === null ? "unknown" : blockOf(address);
      for (const rule of await countTried(emailIndex(email), block)) reportAlert(rule);
    } catch (error) {
      if (!(error instanceof AppError)) report(error);
    }
  });
}

type Left = Pick<CurrentSession, "userId" | "own" | "connections" | "memberships">;

/** The organisations that have part in what a session does: of one that a provider opened, those that it signed in to. */
const openedBy = (session: Left): readonly string[] => namedTo(session).map(({ orgId }) => orgId);

/** Logs what is done in a session, where it counts. Await it before the act. */
const logIn = <A extends AccountAct>(action: A, session: Left, body: Bodies[A]): Promise<void> =>
  log(action, session.userId, body, openedBy(session));

/** What this request does to accounts, for the logs of their organisations. */
export const accountLog = {
  log,
  ready,
  /** As `ready`, in the organisations that have part in what the session does. */
  readyIn: <A extends AccountAct>(action: A, session: Left, body: Bodies[A]) =>
    ready(action, session.userId, body, openedBy(session)),
  signedIn: (userId: string, by: Proof = "password") => log("member.signed-in", userId, { by }),
  /** By an organisation's own provider, whose word counts there alone: no other log has it. */
  signedInAt: (userId: string, orgId: string) =>
    log("member.signed-in", userId, { by: "sso" }, [orgId]),
  signedOut: (session: Left) => logIn("member.signed-out", session, {}),
  confirmed: (session: Left, by: Proof) => logIn("member.confirmed", session, { by }),
  passkeyRefused: (session: Left) => logIn("member.passkey-refused", session, {}),
  failed: (email: string) => {
    countLater(email);
    failed("password", () => findUserId(email));
  },
  /** A wrong password, code or passkey of who is signed in. */
  failedIn: (session: Left, door: FailedDoor) =>
    failed(door, async () => session.userId, openedBy(session)),
  locked,
  /** The same of who is signed in: for the guesses of their session. */
  lockedIn: (session: Left) => (whom: Locked) =>
    locked(async () => session.userId, whom, openedBy(session)),
  /** A sign-in by an organisation's provider came to nothing. Beyond the limit it is not told: strangers can make any number. */
  ssoRefused: (orgId: string, connection: string, reason: string) =>
    after(async () => {
      try {
        if (!(await take("sso-refused", orgId)).ok) return;
        await recordSsoRefused(orgId, connection, reason);
      } catch (error) {
        report(error);
      }
    }),
  failedPasskey: (userId: string | null) => failed("passkey", async () => userId),
  failedCode: (userId: string | null) => failed("code", async () => userId),
};
