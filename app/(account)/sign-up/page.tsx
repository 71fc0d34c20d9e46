import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { accountPage } from "@/lib/doors/account-page";
import { env } from "@/lib/env";
import { askSignUp } from "./actions";

export const metadata: Metadata = { title: "Make an organisation" };
export const dynamic = "force-dynamic";

function SignUpPage() {
  const { SIGN_UP, SMTP_URL } = env();
  if (SIGN_UP === "closed") {
    return (
      <AuthCard title="By invitation" footer={<Link href="/sign-in">Sign in</Link>}>
        <p className="text-muted text-sm">
          New organisations are made by invitation here. Ask the operator of this Standby.
        </p>
      </AuthCard>
    );
  }
  const where = SMTP_URL
    ? "Open the link in it, within an hour."
    : "This Standby sends no mail yet: it lies in the folder that was named when it started. Open the link in it, within an hour.";
  return (
    <AuthCard
      title="Make an organisation"
      description="You become its owner. We send you a link first, to know that the address is yours."
      footer={
        <>
          Have an account? <Link href="/sign-in">Sign in</Link>
        </>
      }
    >
      <ActionForm action={askSignUp} done={`A mail is on its way to you. ${where}`}>
        <FormText name="email" label="E-mail" type="email" autoComplete="username" required />
        <SubmitButton wide pending="Sending…">
          Send the link
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

export default accountPage(SignUpPage);
