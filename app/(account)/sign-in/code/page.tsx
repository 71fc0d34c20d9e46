import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import * as z from "zod";
import { Prove } from "@/components/factor/prove";
import { proveWords } from "@/components/factor/prove-words";
import { AuthCard } from "@/components/shell/auth-card";
import { openPending } from "@/lib/auth/pending";
import { factorOf } from "@/lib/auth/second-factor";
import { accountPage } from "@/lib/doors/account-page";
import { provingOf } from "../../proving";
import { pathOr } from "../../schema";
import { askForPasskey, giveCode, sendSignInCode, signInWithPasskey } from "../actions";

export const metadata: Metadata = { title: "Your second factor" };

const searchSchema = z.object({
  to: pathOr(""),
  way: z.string().max(20).optional().catch(undefined),
});

/** The second step of signing in. A backup code is taken wherever a code is typed; its own view is for its keyboard. */
async function CodePage({ to, way }: z.output<typeof searchSchema>) {
  const pending = await openPending();
  if (!pending) redirect("/sign-in");
  const { kinds } = await factorOf(pending.userId);
  const proving = await provingOf(pending, kinds, way);
  const fields: Record<string, string> = to ? { to } : {};
  return (
    <AuthCard
      {...proveWords(proving)}
      footer={<Link href="/sign-in">Sign in as somebody else</Link>}
    >
      <Prove
        proving={proving}
        fields={fields}
        signFields={{ at: "code" }}
        button="Sign in"
        hrefOf={(other) => `/sign-in/code?${new URLSearchParams({ ...fields, way: other })}`}
        give={giveCode}
        send={sendSignInCode}
        ask={askForPasskey}
        sign={signInWithPasskey}
      />
      {proving.way === "backup" && (
        <p className="text-muted text-sm">
          Lost your device and your backup codes too? Ask who manages the members of your
          organisation.
        </p>
      )}
    </AuthCard>
  );
}

export default accountPage(CodePage, searchSchema);
