"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { beginSetup, finishSetup, renewBackupCodes, turnFactorOff } from "@/lib/auth/second-factor";
import { startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";

const password = z.string().min(1, "Write your password.").max(200);
const code = z.string().trim().min(1, "Write the code.").max(60, "That is too long for a code.");

const ACTS = {
  finish: "member.second-factor-on",
  renew: "member.backup-codes-renewed",
  off: "member.second-factor-off",
} as const;

/** One action for every step, so that its outcome stays on the page while the page changes under it. */
export const changeFactor = accountAction({
  who: "signed-in",
  input: z.discriminatedUnion("step", [
    z.strictObject({ step: z.literal("begin"), password }),
    z.strictObject({ step: z.literal("finish"), code }),
    z.strictObject({ step: z.literal("renew"), password, code }),
    z.strictObject({ step: z.literal("off"), password, code }),
  ]),
  async run(input, { userId }) {
    const now = Date.now();
    if (input.step === "begin") {
      await beginSetup(userId, input.password, now);
      return { step: input.step, codes: [] };
    }
    const { user, codes } =
      input.step === "finish"
        ? await finishSetup(userId, input.code, now)
        : input.step === "renew"
          ? await renewBackupCodes(userId, input, now)
          : await turnFactorOff(userId, input, now);
    await accountLog.log(ACTS[input.step], userId);
    await startSession(user);
    return { step: input.step, codes };
  },
  done: () => revalidatePath("/o/[org]/me", "layout"),
});
