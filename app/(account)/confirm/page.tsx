import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import * as z from "zod";
import { mayConfirm } from "@/app/sso/landing";
import { Prove } from "@/components/factor/prove";
import { proveWords } from "@/components/factor/prove-words";
import { ActionForm } from "@/components/form/action-form";
import { FormText, PasswordOf } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { ProviderLinks } from "@/components/sso/provider-links";
import { Callout } from "@/components/ui/callout";
import { SubmitButton } from "@/components/ui/submit-button";
import { userEmail } from "@/lib/auth/account";
import { confirmScope } from "@/lib/auth/confirm";
import { namedTo } from "@/lib/auth/demand";
import { type CurrentSession, requireSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { isFreshIn, standingIn } from "@/lib/doors/step-up";
import { identitiesOf } from "@/lib/sso/identity";
import { provingOf } from "../proving";
import { pathOr } from "../schema";
import {
  askToConfirm,
  confirmByCode,
  confirmByPasskey,
  confirmByPassword,
  sendConfirmCode,
} from "./actions";

export const metadata: Metadata = { title: "Confirm that it is you" };

const DONE = "/confirm?done=1";

const searchSchema = z.object({
  to: pathOr(DONE),
  org: z.string().max(60).catch(""),
  way: z.string().max(20).optional().catch(undefined),
  done: z.string().max(10).optional().catch(undefined),
});

type Search = z.output<typeof searchSchema>;

/** Where a sensitive act, or an organisation, asks for a proof of who uses the session; leads back to where it was asked. */
async function ConfirmPage(search: Search) {
  const session = await requireSession();
  const named = namedTo(session).filter(({ slug }) => !search.org || slug === search.org);
  const asking = named.find(({ slug }) => standingIn(session, slug).kind === "prove");
  if (search.org && !asking) redirect(named[0] ? `/o/${named[0].slug}` : "/organisations");
  if (isFresh(session, search) && !asking) {
    if (search.to !== DONE) redirect(search.to);
    return (
      <AuthCard
        title="It is you"
        footer={<Link href="/organisations">Go to your roster</Link>}
        signedIn
      >
        <Callout tone="good" title="Confirmed for five minutes">
          Close this tab, go back to what you were doing, and send it again.
        </Callout>
      </AuthCard>
    );
  }
  return session.factors.length === 0 ? (
    <WithoutFactor session={session} to={search.to} />
  ) : (
    <ByFactor session={session} search={search} asking={asking} />
  );
}

export default accountPage(ConfirmPage, searchSchema);

/**
 * Whether there is nothing to confirm: who comes from a form is asked if an act would be refused in one of their
 * organisations, for which that was is not known here, and not again when they have confirmed it.
 */
function isFresh(session: CurrentSession, { done }: Search): boolean {
  const everywhere = () => namedTo(session).every(({ slug }) => isFreshIn(session, slug));
  return isFreshIn(session, null) && (done !== undefined || everywhere());
}

/** By the password, or by a provider that may say who uses the session: it asks who is there anew. No other is named. */
async function WithoutFactor({
  session,
  to,
}: {
  readonly session: CurrentSession;
  readonly to: string;
}) {
  const said = session.isFresh ? session.provenFor : null;
  const identities = (await identitiesOf(session.userId)).filter(
    ({ provider, isLive }) => isLive && provider !== said && mayConfirm(provider, session),
  );
  return (
    <AuthCard
      signedIn
      title="Confirm that it is you"
      description={
        session.hasPassword
          ? "What you are about to do needs your password again."
          : "What you are about to do needs a sign-in again."
      }
    >
      {session.hasPassword && (
        <ByPassword to={to} email={userEmail({ ...session, id: session.userId })} />
      )}
      <div className="grid gap-3 empty:hidden">
        <ProviderLinks
          providers={identities.map(({ provider, name }) => ({ id: provider, name }))}
          words="Confirm with"
          search={{ purpose: "confirm", to }}
        />
      </div>
    </AuthCard>
  );
}

function ByPassword({ to, email }: { readonly to: string; readonly email: string }) {
  return (
    <ActionForm action={confirmByPassword}>
      <input type="hidden" name="to" value={to} />
      <PasswordOf email={email} />
      <FormText
        name="password"
        label="Your password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
      />
      <SubmitButton wide pending="One moment…">
        Confirm
      </SubmitButton>
    </ActionForm>
  );
}

async function ByFactor({
  session,
  search: { to, org, way },
  asking,
}: {
  readonly session: CurrentSession;
  readonly search: Search;
  /** The organisation that wants a kind of factor that this session was not proven by. */
  readonly asking: CurrentSession["memberships"][number] | undefined;
}) {
  const kinds = session.factors.filter((kind) => !asking || asking.factor.kinds.includes(kind));
  const asked = { userId: session.userId, scope: confirmScope(session) };
  const proving = await provingOf(asked, kinds, way);
  const fields = { to: org ? `/o/${org}` : to, ...(org && { org }) };
  const { description } = proveWords(proving);
  return (
    <AuthCard
      signedIn
      title="Confirm that it is you"
      description={
        asking
          ? `${asking.organisation} asks for a second factor of a kind that you did not sign in with. ${description}`
          : description
      }
    >
      <Prove
        proving={proving}
        fields={fields}
        button="Confirm"
        hrefOf={(other) => `/confirm?${new URLSearchParams({ ...fields, way: other })}`}
        give={confirmByCode}
        send={sendConfirmCode}
        ask={askToConfirm}
        sign={confirmByPasskey}
      />
    </AuthCard>
  );
}
