"use server";

import { redirect } from "next/navigation";
import { accountOf, newAccount, owesCode } from "@/lib/auth/account";
import { tryPassword, unlockAccount } from "@/lib/auth/guarded";
import { requireInvitation } from "@/lib/auth/invitation";
import { rememberDevice } from "@/lib/auth/known-device";
import { requestOrigin } from "@/lib/auth/origin";
import { RESET_MS, requestReset, resetPassword } from "@/lib/auth/reset";
import { startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { acceptInvitation } from "@/lib/members/commands";
import { acceptSchema, acceptSignedInSchema } from "@/lib/members/schema";
import { passwordChanged, passwordReset } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { foundOrganisation } from "@/lib/organisation/commands";
import { newOrganisationSchema } from "@/lib/organisation/schema";
import { chooseTheme } from "@/lib/theme";
import { beginSecondStep } from "./half-sign-in";
import { joinAsNew } from "./join-as-new";
import { lockAddressLater, mailLater, tellNewDevice, tellOwner } from "./later";
import { forgotSchema, resetSchema, signInSchema, themeSchema } from "./schema";

export const signIn = accountAction({
  who: "anybody",
  input: signInSchema,
  async run({ email, password, to }) {
    const user = await tryPassword(email, password, (...lock) => lockAddressLater(email, ...lock));
    if (!user) {
      accountLog.failed(email);
      throw new AppError("invalid", "The address or the password is wrong.");
    }
    if (await owesCode(user)) {
      await beginSecondStep(user);
      return { to: `/sign-in/code?to=${encodeURIComponent(to)}` };
    }
    await accountLog.signedIn(user.id);
    await tellNewDevice(user.id);
    await startSession(user);
    return { to };
  },
  done: ({ to }) => redirect(to),
});

export const createOrganisation = accountAction({
  who: "signed-in",
  own: true,
  input: newOrganisationSchema,
  async run(input, session) {
    if (env().SIGN_UP === "closed")
      throw new AppError("refused", "New organisations are made by invitation here.");
    return foundOrganisation(await accountOf(session.userId), input, await requestOrigin());
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});

export const askReset = accountAction({
  who: "anybody",
  input: forgotSchema,
  async run({ email }) {
    mailLater(email, () =>
      requestReset(email, ({ name, address, secret }) =>
        queueLetter(
          { to: { name, address }, ...passwordReset({ path: `/reset/${secret}` }) },
          Date.now() + RESET_MS,
        ),
      ),
    );
  },
});

export const setNewPassword = accountAction({
  who: "anybody",
  input: resetSchema,
  async run({ secret, password }) {
    const logOf = (id: string) => accountLog.ready("member.password-reset", id, {});
    const userId = await resetPassword(secret, password, logOf, rememberDevice);
    await unlockAccount(userId);
    await tellOwner(userId, passwordChanged());
  },
  done: () => redirect("/sign-in?reset=1"),
});

export const acceptAsNew = accountAction({
  who: "anybody",
  input: acceptSchema,
  async run({ token, password }) {
    const invitation = await requireInvitation(token);
    const { name, email, slug, organisation, zone } = invitation;
    const user = await newAccount({ email, name, password, zone, names: [organisation, slug] });
    await joinAsNew(invitation, user);
    await accountLog.signedIn(user.id);
    await startSession(user);
    return { slug };
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});

export const acceptSignedIn = accountAction({
  who: "signed-in",
  own: true,
  input: acceptSignedInSchema,
  async run({ token }, session) {
    const { orgId, id, slug, email } = await requireInvitation(token);
    const user = await accountOf(session.userId);
    if (user.email !== email) {
      throw new AppError(
        "refused",
        "This invitation is for another address. Sign out and open the link again.",
      );
    }
    await acceptInvitation(orgId, id, user, await requestOrigin());
    return { slug };
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});

const setTheme = accountAction({
  who: "anybody",
  input: themeSchema,
  run: ({ theme }) => chooseTheme(theme),
});

/** For a plain form: the page it is on is shown again in the new theme. */
export async function switchTheme(form: FormData): Promise<void> {
  await setTheme(null, form);
}
