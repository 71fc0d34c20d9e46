import type { Metadata } from "next";
import { redirect } from "next/navigation";
import * as z from "zod";
import { Prove } from "@/components/factor/prove";
import { proveWords } from "@/components/factor/prove-words";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { AuthCard } from "@/components/shell/auth-card";
import { Callout } from "@/components/ui/callout";
import { SubmitButton } from "@/components/ui/submit-button";
import { confirmScope } from "@/lib/auth/confirm";
import { type CurrentSession, requireSession } from "@/lib/auth/session";
import { standingIn } from "@/lib/doors/step-up";
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
  done: z.string().optional().catch(undefined),
});

type Search = z.output<typeof searchSchema>;
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where a sensitive act, or an organisation, asks for a proof of who uses the session; leads back to where it was asked. */
export default async function ConfirmPage({ searchParams }: Props) {
  const session = await requireSession();
  const search = searchSchema.parse(await searchParams);
  const named = session.memberships.filter(({ slug }) => !search.org || slug === search.org);
  const asking = named.find(({ slug }) => standingIn(session, slug).kind === "prove");
  if (search.org && !asking) redirect(named[0] ? `/o/${named[0].slug}` : "/organisations");
  if (session.isFresh && !asking) {
    if (search.to !== DONE) redirect(search.to);
    return (
      <AuthCard title="It is you">
        <Callout tone="good" title="Confirmed for five minutes">
          Close this tab, go back to what you were doing, and send it again.
        </Callout>
      </AuthCard>
    );
  }
  return session.factors.length === 0 ? (
    <ByPassword to={search.to} />
  ) : (
    <ByFactor session={session} search={search} asking={asking} />
  );
}

function ByPassword({ to }: { readonly to: string }) {
  return (
    <AuthCard
      title="Confirm that it is you"
      description="What you are about to do needs your password again."
    >
      <ActionForm action={confirmByPassword}>
        <input type="hidden" name="to" value={to} />
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
    </AuthCard>
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
