import "server-only";
import { after } from "next/server";
import { findUserId } from "@/lib/auth/account";
import { requestOrigin } from "@/lib/auth/origin";
import type { Proof } from "@/lib/auth/schema";
import { take } from "@/lib/limits/spend";
import { report } from "@/lib/report";
import {
  type AccountAct,
  type FailedDoor,
  recordAccountAct,
  recordFailedSignIn,
  recordSsoRefused,
} from "@/lib/tenancy/account-log";

/** Logs what this request does to an account, in each of its organisations. Await it before the act. */
async function log(action: AccountAct, userId: string, body: object = {}): Promise<void> {
  await recordAccountAct(action, { userId, origin: await requestOrigin() }, body);
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

/** Logs a wrong password, code or passkey of an account. */
function failed(door: FailedDoor, account: () => Promise<string | null>): void {
  later(account, (at) => recordFailedSignIn(at, door));
}

/** What this request does to accounts, for the logs of their organisations. */
export const accountLog = {
  log,
  signedIn: (userId: string, by: Proof = "password") => log("member.signed-in", userId, { by }),
  signedOut: (userId: string) => log("member.signed-out", userId),
  failed: (email: string) => failed("password", () => findUserId(email)),
  locked: (account: () => Promise<string | null>) =>
    later(account, (at) => recordAccountAct("member.locked-out", at)),
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
