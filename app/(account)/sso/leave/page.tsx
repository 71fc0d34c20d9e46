import type { Metadata } from "next";
import { redirect } from "next/navigation";
import * as z from "zod";
import { AuthCard } from "@/components/shell/auth-card";
import { buttonStyle } from "@/components/ui/button-style";
import { accountPage } from "@/lib/doors/account-page";
import { spendForm, spendSso, toBusy } from "@/lib/doors/budget";
import { begin } from "@/lib/sso/begin";
import { SsoFailure } from "@/lib/sso/claim";
import { findProvider, type Provider } from "@/lib/sso/provider";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { pathOr } from "../../schema";

export const metadata: Metadata = { title: "Single sign-on" };

const searchSchema = z.object({ provider: rowIdSchema.catch(""), to: pathOr("") });

/** Whoever comes from elsewhere is told where the sign-in leads: its address is one that an administrator typed. */
async function LeavePage({ provider: id, to }: z.output<typeof searchSchema>) {
  const provider = await findProvider(id);
  if (!provider?.organisation) redirect("/sso/failed?why=unknown-provider");
  await spendBegin(provider.organisation.orgId).catch(toBusy);
  const host = await hostOf(provider);
  const query = to && `?${new URLSearchParams({ to })}`;
  return (
    <AuthCard
      title={`Sign in to ${provider.organisation.name}?`}
      description="You came from another page. This organisation signs in at an address of its own, which is not this site."
    >
      <p className="wrap-anywhere text-sm">
        You are sent to <strong>{host}</strong>. Go on only if you know it: it will ask who you are.
      </p>
      <a href={`/sso/${provider.id}/start${query}`} className={buttonStyle({ wide: true })}>
        Continue to {host}
      </a>
    </AuthCard>
  );
}

export default accountPage(LeavePage, searchSchema);

/** The provider is asked where it leads, as it is when a sign-in begins. */
async function spendBegin(orgId: string): Promise<void> {
  await spendForm();
  await spendSso(orgId);
}

/** The host that a browser is really sent to, which the provider itself may say. */
async function hostOf(provider: Provider): Promise<string> {
  try {
    return (await begin(provider, false)).url.host;
  } catch (error) {
    if (error instanceof SsoFailure) redirect(`/sso/failed?why=${error.reason}`);
    throw error;
  }
}
