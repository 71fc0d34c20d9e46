import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { AuthCard } from "@/components/shell/auth-card";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { namedTo } from "@/lib/auth/demand";
import { type CurrentSession, requireSession } from "@/lib/auth/session";
import { staffAddress } from "@/lib/auth/support";
import { accountPage } from "@/lib/doors/account-page";
import { env } from "@/lib/env";
import { zoneNames } from "@/lib/zones/table";
import { createOrganisation } from "../actions";

export const metadata: Metadata = { title: "Organisations" };

const searchSchema = z.object({ new: z.string().max(10).optional().catch(undefined) });

/** Where signing in leads: straight on for a member of one organisation, a choice for others. */
async function OrganisationsPage({ new: another }: z.output<typeof searchSchema>) {
  const session = await requireSession();
  const { zone } = session;
  const memberships = namedTo(session);
  if (!session.own) return <ByProvider memberships={memberships} />;
  const staff = staffAddress(session) !== null;
  const wanted = another !== undefined || memberships.length === 0;
  if (memberships.length === 1 && !wanted && !staff) redirect(`/o/${memberships[0]?.slug}`);
  if (wanted) {
    return (
      <AuthCard
        signedIn
        title={memberships.length === 0 ? "You belong to no organisation" : "Make an organisation"}
        description={
          env().SIGN_UP === "open"
            ? "Make one, or open the invitation that you were sent."
            : "Open the invitation that you were sent."
        }
      >
        {env().SIGN_UP === "open" && (
          <ActionForm action={createOrganisation}>
            <FormText name="organisation" label="Organisation" required />
            <FormText
              name="slug"
              label="Its address"
              hint="Letters, digits and hyphens: /o/your-team"
              required
            />
            <ZoneSelect names={zoneNames} defaultValue={zone} />
            <SubmitButton wide pending="Making it…">
              Make the organisation
            </SubmitButton>
          </ActionForm>
        )}
      </AuthCard>
    );
  }
  return (
    <AuthCard
      signedIn
      title="Choose an organisation"
      footer={
        <>
          <Link href="/organisations?new">Make another</Link>
          {staff && (
            <>
              {" · "}
              <Link href="/support">Support</Link>
            </>
          )}
        </>
      }
    >
      <List memberships={memberships} />
    </AuthCard>
  );
}

type Shown = Pick<CurrentSession["memberships"][number], "slug" | "organisation">;

function List({ memberships }: { readonly memberships: readonly Shown[] }) {
  return (
    <ul className="grid">
      {memberships.map(({ slug, organisation }) => (
        <li key={slug} className="border-line border-b last:border-b-0">
          <Link
            href={`/o/${slug}`}
            className="flex min-h-12 items-center justify-between font-strong"
          >
            {organisation}
            <ChevronRight aria-hidden className="size-4 text-muted" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Who came by an organisation's provider chooses among those whose providers they came by. */
function ByProvider({ memberships }: { readonly memberships: readonly Shown[] }) {
  return (
    <AuthCard
      title="Choose an organisation"
      description="You came by an organisation’s own provider, whose word counts there alone."
      signedIn
    >
      <List memberships={memberships} />
      <ButtonLink wide href="/sign-in?to=/organisations">
        Sign in with your password to see all
      </ButtonLink>
    </AuthCard>
  );
}

export default accountPage(OrganisationsPage, searchSchema);
