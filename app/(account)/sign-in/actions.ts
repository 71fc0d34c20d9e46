"use server";

import { redirect } from "next/navigation";
import { tryCode } from "@/lib/auth/guarded";
import { askPasskey, checkPasskey, copiedPasskey, wrongPasskey } from "@/lib/auth/passkey";
import { dropPending, openPending, pendingUser } from "@/lib/auth/pending";
import { blockedCode, wrongCode } from "@/lib/auth/second-factor";
import { sendCode } from "@/lib/auth/sent-code";
import { startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { queueCode } from "@/lib/notify/worker";
import { lockLater, tellNewDevice } from "../later";
import { askPasskeySchema, codeSchema, passkeySchema, sendCodeSchema } from "../schema";

const AGAIN = { to: "/sign-in?again=1" };

export const giveCode = accountAction({
  who: "anybody",
  input: codeSchema,
  async run({ code, sent, to }) {
    const userId = await pendingUser();
    const redeemed = await tryCode(
      userId,
      code,
      (...lock) => lockLater(async () => userId, ...lock),
      sent,
    );
    if (redeemed.kind !== "user") accountLog.failedCode(userId);
    if (redeemed.kind === "wrong") throw wrongCode();
    if (redeemed.kind === "blocked") throw blockedCode();
    if (redeemed.kind === "over") return AGAIN;
    await accountLog.signedIn(redeemed.user.id, redeemed.provenBy);
    await tellNewDevice(redeemed.user.id);
    await startSession(redeemed.user, redeemed);
    return { to };
  },
  done: ({ to }) => redirect(to),
});

export const sendSignInCode = accountAction({
  who: "anybody",
  input: sendCodeSchema,
  async run({ kind, to }) {
    const pending = await openPending();
    if (!pending) return AGAIN;
    await sendCode({ ...pending, kind }, queueCode, Date.now());
    return { to: `/sign-in/code?${new URLSearchParams({ way: kind, to })}` };
  },
  done: ({ to }) => redirect(to),
});

/** Whose passkey may answer: anybody's at the sign-in page, after a password that account's. */
async function signer(at: "sign-in" | "code"): Promise<{ userId: string | null; scope: string }> {
  const pending = at === "code" ? await openPending() : null;
  return pending ?? { userId: null, scope: "sign-in" };
}

export const askForPasskey = accountAction({
  who: "anybody",
  input: askPasskeySchema,
  async run({ at }) {
    const { userId, scope } = await signer(at);
    return askPasskey(userId, scope, Date.now());
  },
});

/** A passkey verifies who holds it, by a finger, a face or a PIN: it is both factors at once. */
export const signInWithPasskey = accountAction({
  who: "anybody",
  input: passkeySchema,
  async run({ at, response, to }) {
    const asked = await signer(at);
    const signed = await checkPasskey(response, asked, Date.now());
    if (signed.kind === "wrong") {
      accountLog.failedPasskey(signed.userId);
      throw wrongPasskey();
    }
    if (signed.kind === "copied") {
      await accountLog.log("member.passkey-refused", signed.userId, {});
      throw copiedPasskey();
    }
    await accountLog.signedIn(signed.user.id, "passkey");
    await tellNewDevice(signed.user.id);
    await dropPending();
    await startSession(signed.user, { provenBy: "passkey" });
    return { to };
  },
  done: ({ to }) => redirect(to),
});
