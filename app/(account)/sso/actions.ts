"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import * as z from "zod";
import { linkTo, logged } from "@/app/sso/landing";
import { accountOf, newAccount } from "@/lib/auth/account";
import { requireInvitation } from "@/lib/auth/invitation";
import { startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { AppError } from "@/lib/errors";
import { acceptSignedInSchema } from "@/lib/members/schema";
import { identityChanged } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { dropFound, type FoundIdentity, readFound } from "@/lib/sso/flow";
import { alsoSignedInBy, identityRow, nameOf, unlinkIdentity } from "@/lib/sso/identity";
import { findPlace } from "@/lib/sso/place";
import { findProvider, type Provider } from "@/lib/sso/provider";
import { isTaken } from "@/lib/tenancy/unique";
import { joinAsNew } from "../join-as-new";
import { pathOr } from "../schema";

export const findSso = accountAction({
  who: "anybody",
  input: z.strictObject({
    where: z.string().trim().min(1, "Write one of the two.").max(254),
    to: pathOr(""),
  }),
  async run({ where, to }) {
    const place = await findPlace(where);
    if (!place) {
      const words =
        "No single sign-on is set up for this. Write your organisation’s address, or sign in with your password.";
      throw new AppError("invalid", words, { where: [words] });
    }
    return { to: `/sso?${new URLSearchParams({ org: place.slug, ...(to && { to }) })}` };
  },
  done: ({ to }) => redirect(to),
});

/** Whom a provider sent to this browser, with the provider. Throws stale for who was too slow. */
async function requireFound(): Promise<{ found: FoundIdentity; provider: Provider }> {
  const found = await readFound();
  const provider = found && (await findProvider(found.provider));
  if (!found || !provider)
    throw new AppError("stale", "That took longer than ten minutes. Begin again at the provider.");
  return { found, provider };
}

const taken = (error: unknown): never => {
  if (!isTaken(error)) throw error;
  throw new AppError("conflict", "That is linked to an account already.");
};

export const linkFound = accountAction({
  who: "signed-in",
  own: true,
  stepUp: true,
  input: z.strictObject({}),
  async run(_, session) {
    const { found, provider } = await requireFound();
    await linkTo(session, found).catch(taken);
    if (provider.organisation) await alsoSignedInBy(session.sessionHash, provider);
    await dropFound();
    return { to: found.to };
  },
  done: ({ to }) => redirect(to),
});

export const unlink = accountAction({
  who: "signed-in",
  own: true,
  stepUp: true,
  input: z.strictObject({
    provider: z.string().min(1).max(100),
    subjectHash: z.string().min(1).max(100),
  }),
  async run({ provider, subjectHash }, session) {
    const { userId } = session;
    const body = { provider: logged(provider) };
    const log = await accountLog.ready("member.identity-unlinked", userId, body);
    await unlinkIdentity(session, { provider, subjectHash }, log);
    const { name, email } = await accountOf(userId);
    const words = identityChanged({ act: "unlinked", name: nameOf(await findProvider(provider)) });
    await queueLetter({ to: { name, address: email }, ...words });
  },
  done: () => revalidatePath("/o/[org]", "layout"),
});

/**
 * Makes the account that an invitation is for, without a password: its owner is whom the provider sent. The link went to
 * the address, so whoever has it may say by what they sign in.
 */
export const acceptByProvider = accountAction({
  who: "anybody",
  input: acceptSignedInSchema,
  async run({ token }) {
    const { found, provider } = await requireFound();
    const invitation = await requireInvitation(token);
    const { name, email, slug, zone } = invitation;
    const { organisation } = provider;
    if (organisation && organisation.orgId !== invitation.orgId)
      throw new AppError("refused", "That provider is another organisation’s. Choose another way.");
    const user = await newAccount({ email, name, password: null, zone });
    const linked = { identity: identityRow(found), provider: logged(found.provider) };
    await joinAsNew(invitation, user, linked);
    await accountLog.signedIn(user.id, "sso");
    await startSession(user, {
      provenBy: "sso",
      ...(organisation && { connection: provider.id }),
    });
    await dropFound();
    return { slug };
  },
  done: ({ slug }) => redirect(`/o/${slug}`),
});
