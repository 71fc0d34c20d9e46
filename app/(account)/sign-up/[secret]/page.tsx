import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText, PasswordOf } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { openSignUp } from "@/lib/auth/sign-up";
import { accountPage } from "@/lib/doors/account-page";
import { zoneNames } from "@/lib/zones/table";
import { signUp } from "../actions";

export const metadata: Metadata = { title: "Make an organisation" };

const inputSchema = z.object({ secret: z.string().max(800) });

async function ConfirmedSignUpPage({ secret }: z.output<typeof inputSchema>) {
  const email = openSignUp(secret, Date.now());
  if (!email) {
    return (
      <AuthCard
        title="This link does not work any more"
        footer={<Link href="/sign-up">Ask for a new link</Link>}
      >
        <p className="text-muted text-sm">An hour has passed since it was sent.</p>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Make an organisation"
      description={`${email} becomes its owner. Invite others afterwards.`}
    >
      <ActionForm action={signUp}>
        <input type="hidden" name="secret" value={secret} />
        <FormText name="name" label="Your name" autoComplete="name" required />
        <PasswordOf email={email} />
        <FormText
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. A few words are easier to remember."
          required
        />
        <FormText name="organisation" label="Organisation" autoComplete="organization" required />
        <FormText
          name="slug"
          label="Its address"
          hint="Letters, digits and hyphens: /o/your-team"
          required
        />
        <ZoneSelect names={zoneNames} defaultValue="Europe/Berlin" />
        <SubmitButton wide pending="Making it…">
          Make the organisation
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

export default accountPage(ConfirmedSignUpPage, inputSchema);
