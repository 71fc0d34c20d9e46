import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/form/action-form";
import { AuthCard } from "@/components/shell/auth-card";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { currentSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { requireFreshPage } from "@/lib/doors/step-up";
import { readFound } from "@/lib/sso/flow";
import { linkFound } from "../actions";

export const metadata: Metadata = { title: "Link your account" };

const HERE = "/sso/link";

/** A provider has said who somebody is, and no account is linked to that: only its owner, signed in, links it. */
async function LinkPage() {
  const found = await readFound();
  if (!found) redirect("/sso/failed?why=lost");
  const session = await currentSession();
  const { name, label } = found;
  if (!session?.own) {
    return (
      <AuthCard
        title="Which account is yours?"
        description={`${name} says that you are ${label}. No account here is linked to that yet.`}
      >
        <p className="text-sm">
          Sign in the way you usually do, then link it: from then on you sign in by {name}.
        </p>
        <ButtonLink variant="primary" wide href={`/sign-in?${new URLSearchParams({ to: HERE })}`}>
          Sign in the usual way
        </ButtonLink>
        <p className="text-muted text-sm">
          No account yet? Ask an administrator for an invitation, and open its link. No password
          yet? Set one by “Forgot your password?” there.
        </p>
      </AuthCard>
    );
  }
  requireFreshPage(session, HERE);
  return (
    <AuthCard
      signedIn
      title={`Link ${name}?`}
      description={`It says that you are ${label}. Whoever is that there can then sign in to your account here.`}
      footer={
        <a href={found.to} className="underline underline-offset-4">
          Do not link
        </a>
      }
    >
      <p className="text-sm">You are signed in here as {session.name}.</p>
      <ActionForm action={linkFound}>
        <SubmitButton wide pending="Linking…">
          Link it to my account
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

export default accountPage(LinkPage);
