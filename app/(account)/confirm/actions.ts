"use server";

import { redirect } from "next/navigation";
import * as z from "zod";
import { checkConfirmCode, checkConfirmPassword, confirmScope } from "@/lib/auth/confirm";
import { namedTo } from "@/lib/auth/demand";
import { askPasskey, checkPasskey, copiedPasskey, wrongPasskey } from "@/lib/auth/passkey";
import { signedSchema } from "@/lib/auth/passkey-schema";
import { type Proof, sentKindSchema } from "@/lib/auth/schema";
import { sendCode } from "@/lib/auth/sent-code";
import { type CurrentSession, renewSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { AppError } from "@/lib/errors";
import { queueCode } from "@/lib/notify/worker";
import { pathOr, typedCode } from "../schema";

const to = pathOr("/confirm?done=1");
/** Whose name the page showed: comes back to it after a code was sent. */
const org = z.string().max(60).default("");

async function confirmed(session: CurrentSession, by: Proof): Promise<void> {
  await accountLog.confirmed(session, by);
  await renewSession(session, by);
}

export const confirmByCode = accountAction({
  who: "signed-in",
  input: z.strictObject({ code: typedCode, sent: sentKindSchema.optional(), to, org }),
  async run({ code, sent, to: next }, session) {
    const locked = accountLog.lockedIn(session);
    const checked = checkConfirmCode(session, code, Date.now(), locked, sent);
    const by = await checked.catch((error: unknown) => {
      if (error instanceof AppError) accountLog.failedIn(session, "code");
      throw error;
    });
    await confirmed(session, by);
    return { to: next };
  },
  done: ({ to: next }) => redirect(next),
});

export const confirmByPassword = accountAction({
  who: "signed-in",
  input: z.strictObject({
    password: z.string().min(1, "Write your password.").max(200),
    to,
  }),
  async run({ password, to: next }, session) {
    const checked = checkConfirmPassword(session, password, accountLog.lockedIn(session));
    const by = await checked.catch((error: unknown) => {
      if (error instanceof AppError && error.code === "invalid")
        accountLog.failedIn(session, "password");
      throw error;
    });
    await confirmed(session, by);
    return { to: next };
  },
  done: ({ to: next }) => redirect(next),
});

export const sendConfirmCode = accountAction({
  who: "signed-in",
  input: z.strictObject({ kind: sentKindSchema, to, org }),
  async run({ kind, to: next, org: slug }, session) {
    const { userId, own } = session;
    const sentFor = { userId, kind, scope: confirmScope(session) };
    const only = own ? undefined : namedTo(session).map(({ orgId }) => orgId);
    await sendCode(sentFor, queueCode, Date.now(), only);
    const query = new URLSearchParams({ way: kind, to: next, ...(slug && { org: slug }) });
    return { to: `/confirm?${query}` };
  },
  done: ({ to: next }) => redirect(next),
});

export const askToConfirm = accountAction({
  who: "signed-in",
  input: z.object({}),
  run: (_, session) => askPasskey(session.userId, confirmScope(session), Date.now()),
});

export const confirmByPasskey = accountAction({
  who: "signed-in",
  input: z.strictObject({ response: signedSchema, to, org }),
  async run({ response, to: next }, session) {
    const { userId } = session;
    const asked = { userId, scope: confirmScope(session) };
    const signed = await checkPasskey(response, asked, Date.now());
    if (signed.kind === "wrong") {
      accountLog.failedIn(session, "passkey");
      throw wrongPasskey();
    }
    if (signed.kind === "copied") {
      await accountLog.passkeyRefused(session);
      throw copiedPasskey();
    }
    await confirmed(session, "passkey");
    return { to: next };
  },
  done: ({ to: next }) => redirect(next),
});
