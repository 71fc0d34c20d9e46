import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { ProviderLinks } from "@/components/sso/provider-links";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { namedTo, type Standing } from "@/lib/auth/demand";
import { type CurrentSession, currentSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { standingIn } from "@/lib/doors/step-up";
import { findPlace, type SignInPlace } from "@/lib/sso/place";
import { pathOr } from "../schema";
import { findSso } from "./actions";

export const metadata: Metadata = { title: "Single sign-on" };

const searchSchema = z.object({
  org: z.string().max(60).catch(""),
  to: pathOr(""),
});

/** Signing in by an organisation's own provider: which one, and why an organisation asks for it. */
async function SsoPage({ org, to }: z.output<typeof searchSchema>) {
  const place = org ? await findPlace(org) : null;
  const session = await currentSession();
  if (!org || (!place && !session)) return <Finder to={to} />;
  return <Ways slug={org} place={place} session={session} to={to || `/o/${org}`} />;
}

export default accountPage(SsoPage, searchSchema);

function Finder({ to }: { readonly to: string }) {
  return (
    <AuthCard
      title="Single sign-on"
      description="Sign in where your organisation signs in to everything else."
      footer={<Link href="/sign-in">Sign in with a password</Link>}
    >
      <ActionForm action={findSso}>
        {to && <input type="hidden" name="to" value={to} />}
        <FormText
          name="where"
          label="Your work e-mail, or your organisation’s address"
          hint="Its address is what follows /o/ in Standby, such as your-team."
          autoComplete="username"
          required
          autoFocus
        />
        <SubmitButton wide pending="Looking…">
          Continue
        </SubmitButton>
      </ActionForm>
    </AuthCard>
  );
}

/** Why somebody who stands so to the organisation is here. */
function reasonFor(kind: Standing["kind"], organisation: string): string {
  if (kind === "sso") return `${organisation} asks its members to sign in by its own provider.`;
  if (kind === "own")
    return "You are signed in by another organisation’s provider, whose word counts there alone. If you belong to this one, sign in for it, too.";
  return `Sign in to ${organisation} by its own provider.`;
}

function Ways({
  slug,
  place,
  session,
  to,
}: {
  readonly slug: string;
  readonly place: SignInPlace | null;
  readonly session: CurrentSession | null;
  readonly to: string;
}) {
  const held = session && namedTo(session).find((one) => one.slug === slug);
  const kind = session ? standingIn(session, slug).kind : "free";
  const organisation = place?.organisation ?? held?.organisation ?? "this organisation";
  const owns = held?.grants.some(
    ({ permission, teamId }) => permission === "organisation.own" && teamId === null,
  );
  const password = `/sign-in?${new URLSearchParams({ to })}`;
  return (
    <AuthCard
      title={`Sign in to ${organisation}`}
      description={reasonFor(kind, organisation)}
      footer={
        session ? (
          <Link href="/organisations">Your organisations</Link>
        ) : (
          <Link href={password}>Sign in with a password</Link>
        )
      }
    >
      <div className="grid gap-3">
        {place && (
          <ProviderLinks
            providers={place.connections}
            words="Continue with"
            search={{ purpose: "sign-in", to }}
          />
        )}
        {kind === "own" && (
          <ButtonLink wide href={password}>
            Sign in with your password
          </ButtonLink>
        )}
      </div>
      {kind === "sso" && owns && (
        <p className="text-muted text-sm">
          The provider fails? As an owner you can{" "}
          <Link className="underline underline-offset-4" href={password}>
            sign in with your password and a second factor
          </Link>
          . All owners are told.
        </p>
      )}
    </AuthCard>
  );
}
