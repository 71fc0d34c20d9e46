import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { SignWithPasskey } from "@/components/factor/passkey-button";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { ProviderLinks } from "@/components/sso/provider-links";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SubmitButton } from "@/components/ui/submit-button";
import { namedTo } from "@/lib/auth/demand";
import { passkeysWork } from "@/lib/auth/passkey";
import { currentSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { env } from "@/lib/env";
import { publicProviders } from "@/lib/sso/provider";
import { signIn } from "../actions";
import { pathOr } from "../schema";
import { askForPasskey, signInWithPasskey } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

/** Only whether it is there counts. */
const mark = z.string().max(10).optional().catch(undefined);
const searchSchema = z.object({
  to: pathOr(""),
  reset: mark,
  again: mark,
  out: mark,
  erased: mark,
  org: z.string().max(60).optional().catch(undefined),
});

async function SignInPage({ to, reset, again, out, erased, org }: z.output<typeof searchSchema>) {
  const session = org ? await currentSession() : null;
  const left = session && namedTo(session).find(({ slug, signedOut }) => slug === org && signedOut);
  const footer = env().SIGN_UP === "open" && (
    <>
      New here? <Link href="/sign-up">Make an organisation</Link>
    </>
  );
  return (
    <AuthCard title="Sign in" footer={footer}>
      {out && <Callout tone="good" title="You are signed out." />}
      {erased && <Callout tone="good" title="You are erased, and so is your account." />}
      {reset && <Callout tone="good" title="Your password is changed. Sign in with the new one." />}
      {left && (
        <Callout tone="warn" title={`${left.organisation} signed you out`}>
          An administrator ended your sessions there. Sign in again to go on.
        </Callout>
      )}
      {again && (
        <Callout tone="warn" title="Begin again with your password">
          The code took longer than five minutes, or was wrong five times.
        </Callout>
      )}
      <ActionForm action={signIn}>
        {to && <input type="hidden" name="to" value={to} />}
        <FormText
          name="email"
          label="E-mail"
          type="email"
          autoComplete="username webauthn"
          required
          autoFocus
        />
        <FormText
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
        />
        <SubmitButton wide pending="Signing in…">
          Sign in
        </SubmitButton>
      </ActionForm>
      <ButtonLink variant="link" href="/forgot" className="justify-self-center">
        Forgotten your password?
      </ButtonLink>
      <div className="grid gap-3 border-line border-t pt-6">
        {passkeysWork() && (
          <ActionForm action={signInWithPasskey} className="grid gap-3">
            {to && <input type="hidden" name="to" value={to} />}
            <input type="hidden" name="at" value="sign-in" />
            <SignWithPasskey ask={askForPasskey} autofill wide>
              Sign in with a passkey
            </SignWithPasskey>
          </ActionForm>
        )}
        <ProviderLinks
          providers={publicProviders()}
          words="Continue with"
          search={{ purpose: "sign-in", ...(to && { to }) }}
        />
        <ButtonLink wide href={`/sso${to ? `?${new URLSearchParams({ to })}` : ""}`}>
          Single sign-on
        </ButtonLink>
      </div>
    </AuthCard>
  );
}

export default accountPage(SignInPage, searchSchema);
