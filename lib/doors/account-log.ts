import "server-only";
import { after } from "next/server";
import { findUserId } from "@/lib/auth/account";
import { requestOrigin } from "@/lib/auth/origin";
import { report } from "@/lib/report";
import { type AccountAct, recordAccountAct, recordFailedSignIn } from "@/lib/tenancy/account-log";

/** Logs what this request does to an account, in each of its organisations. Await it before the act. */
async function log(action: AccountAct, userId: string): Promise<void> {
  await recordAccountAct(action, { userId, origin: await requestOrigin() });
}

/** Logs a wrong password or code of an account, once the answer is out: its time would tell that there is one. */
function failed(door: "password" | "code", account: () => Promise<string | null>): void {
  const origin = requestOrigin();
  after(async () => {
    try {
      const userId = await account();
      if (userId) await recordFailedSignIn({ userId, origin: await origin }, door);
    } catch (error) {
      report(error);
    }
  });
}

/** What this request does to accounts, for the logs of their organisations. */
export const accountLog = {
  log,
  signedIn: (userId: string) => log("member.signed-in", userId),
  signedOut: (userId: string) => log("member.signed-out", userId),
  failed: (email: string) => failed("password", () => findUserId(email)),
  failedCode: (userId: string | null) => failed("code", async () => userId),
};
