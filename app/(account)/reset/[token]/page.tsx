import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { isResetOpen } from "@/lib/auth/reset";
import { accountPage } from "@/lib/doors/account-page";
import { setNewPassword } from "../../actions";

export const metadata: Metadata = { title: "Set a new password" };

const inputSchema = z.object({ token: z.string().max(200) });

async function ResetPage({ token }: z.output<typeof inputSchema>) {
  if (!(await isResetOpen(token))) {
    return (
      <AuthCard
        title="This link does not work any more"
        footer={<Link href="/forgot">Ask for a new link</Link>}
      >
        <p className="text-muted text-sm">It was used already, or an hour has passed.</p>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Set a new password"
      description="You are signed out everywhere and sign in again with it."
    >
      <ActionForm action={setNewPassword}>
        <input type="hidden" name="secret" value={token} />
        <FormText
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          required
        />
        <SubmitButton wide pending="Saving…">
          Set the password
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

export default accountPage(ResetPage, inputSchema);
