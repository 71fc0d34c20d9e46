import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { openInvitation } from "@/lib/auth/invitation";
import { currentSession } from "@/lib/auth/session";

import { acceptAsNew, acceptSignedIn } from "../../actions";

export const metadata: Metadata = { title: "Accept an invitation" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await openInvitation(token);
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation does not work any more"
        footer={<Link href="/sign-in">Sign in</Link>}
      >
        <p className="text-muted">It was used, revoked, or a week has passed. Ask for a new one.</p>
      </AuthCard>
    );
  }
  const session = await currentSession();
  const title = `Join ${invitation.organisation}`;
  if (session) {
    return (
      <AuthCard title={title} description={`You are signed in as ${session.name}.`}>
        <ActionForm action={acceptSignedIn}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton wide pending="Joining…">
            Accept the invitation
          </SubmitButton>
        </ActionForm>
      </AuthCard>
    );
  }
  const signIn = `/sign-in?to=${encodeURIComponent(`/invitation/${token}`)}`;
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
      <ActionForm action={acceptAsNew}>
        <input type="hidden" name="token" value={token} />
        <FormText
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          required
        />
        <SubmitButton wide pending="Joining…">
          Accept the invitation
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}
