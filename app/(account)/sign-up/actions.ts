"use server";

import { redirect } from "next/navigation";
import type * as z from "zod";
import { accountOf, createUser } from "@/lib/auth/account";
import { requestOrigin } from "@/lib/auth/origin";
import { currentSession, startSession } from "@/lib/auth/session";
import { newSignUp, openSignUp, SIGN_UP_MS } from "@/lib/auth/sign-up";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { accountExists, signUpLink } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { foundOrganisation } from "@/lib/organisation/commands";
import { askSignUpSchema, signUpSchema } from "@/lib/organisation/schema";
import { isTaken } from "@/lib/tenancy/unique";
import { mailLater } from "../later";

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
    const founder = (await ownAccount(email)) ?? (await newAccount(email, input));
    const founded = await foundOrganisation(founder, input, await requestOrigin());
    // Until now there was no log that could tell of the session.
    if (founder.isNew) await accountLog.signedIn(founder.id);
    return founded;
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});

/** Who was signed up a moment ago and has to choose another address for the organisation only. */
async function ownAccount(email: string) {
  const session = await currentSession();
  if (!session?.own) return null;
  const account = await accountOf(session.userId);
  return account.email === email ? { ...account, isNew: session.memberships.length === 0 } : null;
}

async function newAccount(
  email: string,
  { name, password, zone, organisation, slug }: Omit<z.output<typeof signUpSchema>, "secret">,
) {
  const names = [organisation, slug];
  const user = await createUser({ email, name, password, zone, names }).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    throw new AppError(
      "conflict",
      "You have an account with this address. Sign in, then make the organisation.",
    );
  });
  await startSession(user);
  return { ...user, name, email, zone, isNew: true };
}
