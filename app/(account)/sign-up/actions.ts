"use server";

import { redirect } from "next/navigation";
import { newAccount } from "@/lib/auth/account";
import { requestOrigin } from "@/lib/auth/origin";
import { startSession } from "@/lib/auth/session";
import { newSignUp, openSignUp, SIGN_UP_MS } from "@/lib/auth/sign-up";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { accountExists, signUpLink } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { foundOrganisation } from "@/lib/organisation/commands";
import { askSignUpSchema, signUpSchema } from "@/lib/organisation/schema";
import { mailLater } from "../later";
import { withAccount } from "../with-account";

function requireOpen(): void {
  if (env().SIGN_UP === "closed")
    throw new AppError("refused", "New organisations are made by invitation here.");
}

/** Answers the same to every address: what there is to tell its reader is in the mail. */
export const askSignUp = accountAction({
  who: "anybody",
  input: askSignUpSchema,
  async run({ email }) {
    requireOpen();
    mailLater(email, async () => {
      const secret = await newSignUp(email, Date.now());
      const words = secret ? signUpLink({ path: `/sign-up/${secret}` }) : accountExists();
      await queueLetter({ to: { name: "", address: email }, ...words }, Date.now() + SIGN_UP_MS);
    });
  },
});

export const signUp = accountAction({
  who: "anybody",
  input: signUpSchema,
  async run({ secret, ...input }) {
    requireOpen();
    const email = openSignUp(secret, Date.now());
    if (!email) throw new AppError("stale", "This link has expired. Ask for a new one.");
    const { name, password, zone, organisation, slug } = input;
    const account = await newAccount({ email, name, password, zone, names: [organisation, slug] });
    const founder = { id: account.id, name, email, zone };
    const origin = await requestOrigin();
    const founded = await withAccount(account, { next: "make the organisation" }, (makeAccount) =>
      foundOrganisation(founder, input, origin, makeAccount),
    );
    await accountLog.signedIn(account.id);
    await startSession(account);
    return founded;
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});
