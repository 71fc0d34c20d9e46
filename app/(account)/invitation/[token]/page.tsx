import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText, PasswordOf } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { ProviderLinks } from "@/components/sso/provider-links";
import { SubmitButton } from "@/components/ui/submit-button";
import { openInvitation } from "@/lib/auth/invitation";
import { currentSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { readFound } from "@/lib/sso/flow";
import { findPlace } from "@/lib/sso/place";
import { publicProviders } from "@/lib/sso/provider";
import { acceptAsNew, acceptSignedIn } from "../../actions";
import { acceptByProvider } from "../../sso/actions";

export const metadata: Metadata = { title: "Accept an invitation" };

const inputSchema = z.object({ token: z.string().max(200) });

async function InvitationPage({ token }: z.output<typeof inputSchema>) {
  const invitation = await openInvitation(token);
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation does not work any more"
        footer={<Link href="/sign-in">Sign in</Link>}
      >
        <p className="text-muted text-sm">
          It was used, revoked, or three days have passed. Ask for a new one.
        </p>
      </AuthCard>
    );
  }
  const session = await currentSession();
  const title = `Join ${invitation.organisation}`;
  if (session) {
    return (
      <AuthCard title={title} description={`You are signed in as ${session.name}.`} signedIn>
        <ActionForm action={acceptSignedIn}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton wide pending="Joining…">
            Accept the invitation
          </SubmitButton>
        </ActionForm>
      </AuthCard>
    );
  }
  const here = `/invitation/${token}`;
  const signIn = `/sign-in?to=${encodeURIComponent(here)}`;
  const found = await readFound();
  return (
    <AuthCard
      title={title}
      description={`Welcome, ${invitation.name}. Choose a password for your account.`}
      footer={
        <>
          Have an account? <Link href={signIn}>Sign in first</Link>
        </>
      }
    >
      {found && (
        <ActionForm action={acceptByProvider}>
          <input type="hidden" name="token" value={token} />
          <p className="text-sm">
            {found.name} says that you are {found.label}. You sign in by it then, without a password
            here.
          </p>
          <SubmitButton wide pending="Joining…">
            Accept, and sign in by {found.name}
          </SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={acceptAsNew}>
        <input type="hidden" name="token" value={token} />
        <PasswordOf email={invitation.email} />
        <FormText
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          required
        />
        <SubmitButton wide pending="Joining…" variant={found ? "quiet" : "primary"}>
          Accept the invitation
        </SubmitButton>
      </ActionForm>
      <div className="grid gap-3">
        <ProviderLinks
          providers={[
            ...((await findPlace(invitation.slug))?.connections ?? []),
            ...publicProviders(),
          ]}
          words="Join with"
          search={{ purpose: "sign-in", to: here }}
        />
      </div>
    </AuthCard>
  );
}

export default accountPage(InvitationPage, inputSchema);
