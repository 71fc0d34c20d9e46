import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AuthCard } from "@/components/shell/auth-card";
import { ButtonLink } from "@/components/ui/button";
import { requireSession } from "@/lib/auth/session";
import { findSupportDesk } from "@/lib/auth/support";
import { accountPage } from "@/lib/doors/account-page";
import { formatInstant } from "@/lib/schedule/format";
import { zones } from "@/lib/zones/table";

export const metadata: Metadata = { title: "Support" };

/** For the operator's staff: the organisations that let them look now. For everybody else there is no such page. */
async function SupportPage() {
  const session = await requireSession();
  const desk = await findSupportDesk(session);
  if (!desk) return notFound();
  if (!desk.hasFactor) {
    return (
      <AuthCard
        signedIn
        title="Support"
        description="Looking into an organisation needs a second factor on your account."
      >
        <ButtonLink href="/second-factor">Set it up</ButtonLink>
      </AuthCard>
    );
  }
  const zone = zones(session.zone);
  return (
    <AuthCard
      signedIn
      title="Support"
      description={
        desk.accesses.length === 0
          ? "No organisation lets support look at this moment. An owner can, under Settings, Support access."
          : "These organisations let support look. Every page that you open is in their change log, with your name."
      }
      footer={<Link href="/organisations">Your own organisations</Link>}
    >
      <ul className="grid">
        {desk.accesses.map(({ accessId, slug, organisation, expiresAt }) => (
          <li key={accessId} className="border-line border-b last:border-b-0">
            <Link
              href={`/o/${slug}`}
              prefetch={false}
              className="flex min-h-14 items-center justify-between gap-3 py-2"
            >
              <span>
                <span className="block font-strong">{organisation}</span>
                <span className="tabular block text-muted text-sm">
                  until {formatInstant(expiresAt.getTime(), zone)}
                </span>
              </span>
              <ChevronRight aria-hidden className="size-4 text-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </AuthCard>
  );
}

export default accountPage(SupportPage);
