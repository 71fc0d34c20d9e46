import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { accountPage } from "@/lib/doors/account-page";
import { askReset } from "../actions";

export const metadata: Metadata = { title: "Set a new password" };

function ForgotPage() {
  return (
    <AuthCard
      title="Set a new password"
      description="We send you a link that works once, within an hour."
      footer={<Link href="/sign-in">Back to sign in</Link>}
    >
      <ActionForm action={askReset} done="If the address has an account, the mail is on its way.">
        <FormText name="email" label="E-mail" type="email" autoComplete="username" required />
        <SubmitButton wide pending="Sending…">
          Send the link
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

export default accountPage(ForgotPage);
