import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { AuthCard } from "@/components/shell/auth-card";
import { failureWords } from "@/components/sso/failure-words";
import { buttonStyle } from "@/components/ui/button-style";
import { accountPage } from "@/lib/doors/account-page";
import { FAILURES } from "@/lib/sso/schema";

export const metadata: Metadata = { title: "Single sign-on" };

const searchSchema = z.object({
  why: z.enum(FAILURES).catch("answer"),
  provider: z
    .string()
    .regex(/^(google|microsoft|[0-9a-f-]{36})$/)
    .optional()
    .catch(undefined),
});

/** What went wrong with a sign-in by a provider, and what to do. */
async function SsoFailedPage({ why, provider }: z.output<typeof searchSchema>) {
  const { title, text } = failureWords[why];
  return (
    <AuthCard title={title} footer={<Link href="/sign-in">Sign in another way</Link>}>
      <p className="text-sm">{text}</p>
      {provider && why !== "unknown-provider" && (
        <a href={`/sso/${provider}/start`} className={buttonStyle({ wide: true })}>
          Begin again
        </a>
      )}
    </AuthCard>
  );
}

export default accountPage(SsoFailedPage, searchSchema);
