import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { isPending } from "@/lib/auth/pending";
import { giveCode } from "../../actions";

export const metadata: Metadata = { title: "Your code" };

type Props = { searchParams: Promise<{ to?: string; backup?: string }> };

/** The second step of signing in. Either kind of code is taken; the two views differ in the keyboard. */
export default async function CodePage({ searchParams }: Props) {
  if (!(await isPending())) redirect("/sign-in");
  const { to, backup } = await searchParams;
  const query = (entries: Record<string, string>) =>
    `/sign-in/code?${new URLSearchParams({ ...(to && { to }), ...entries })}`;
  return (
    <AuthCard
      title={backup ? "Use a backup code" : "Enter your code"}
      description={
        backup
          ? "One of the ten that you kept when you set up your authenticator app. Each works once."
          : "Open your authenticator app and type the six digits that it shows for Standby."
      }
      footer={<Link href="/sign-in">Sign in as somebody else</Link>}
    >
      <ActionForm action={giveCode}>
        {to && <input type="hidden" name="to" value={to} />}
        <FormText
          key={backup ? "backup" : "app"}
          name="code"
          label={backup ? "Backup code" : "Code"}
          inputMode={backup ? "text" : "numeric"}
          autoComplete={backup ? "off" : "one-time-code"}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
          required
          autoFocus
          className="tabular"
        />
        <SubmitButton wide pending="Signing in…">
          Sign in
        </SubmitButton>
      </ActionForm>
      <Link href={query(backup ? {} : { backup: "1" })} className="text-center text-sm">
        {backup ? "Use the authenticator app" : "Use a backup code"}
      </Link>
    </AuthCard>
  );
}
