import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { env } from "@/lib/env";
import { zoneNames } from "@/lib/zones/table";
import { signUp } from "../actions";

export const metadata: Metadata = { title: "Make an organisation" };
export const dynamic = "force-dynamic";

export default function SignUpPage() {
  if (env().SIGN_UP === "closed") {
    return (
      <AuthCard title="By invitation" footer={<Link href="/sign-in">Sign in</Link>}>
        <p className="text-muted">
          New organisations are made by invitation here. Ask the operator of this Standby.
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Make an organisation"
      description="You become its owner. Invite others afterwards."
      footer={
        <>
          Have an account? <Link href="/sign-in">Sign in</Link>
        </>
      }
    >
      <ActionForm action={signUp}>
        <FormText name="name" label="Your name" autoComplete="name" required />
        <FormText name="email" label="E-mail" type="email" autoComplete="username" required />
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
