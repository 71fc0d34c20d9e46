import "server-only";
import { accountLog } from "@/lib/doors/account-log";
import { spendForm, spendSso } from "@/lib/doors/budget";
import { atWork } from "@/lib/doors/undecodable";
import { AppError } from "@/lib/errors";
import { report } from "@/lib/report";
import { SsoFailure } from "@/lib/sso/claim";
import { findProvider, type Provider } from "@/lib/sso/provider";

type RouteContext = { params: Promise<{ provider: string }> };

/**
 * A step of a sign-in by a provider: the budget of the network, the provider and the budgets of its organisation, then where the browser goes on. What went
 * wrong is a page of its own that says what to do, and an entry in the log of whose provider it is.
 */
export function ssoStep(work: (provider: Provider, request: Request) => Promise<string>) {
  return async (request: Request, { params }: RouteContext): Promise<Response> => {
    atWork();
    const { provider: id } = await params;
    let provider: Provider | null = null;
    try {
      await spendForm();
      provider = await findProvider(id);
      if (provider?.organisation) await spendSso(provider.organisation.orgId);
      if (!provider) throw new SsoFailure("unknown-provider");
      return onTo(await work(provider, request));
    } catch (error) {
      return onTo(afterFailure(error, provider));
    }
  };
}

/** A GET in any case, also after a POST. */
function onTo(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: location, "Cache-Control": "no-store" },
  });
}

function afterFailure(error: unknown, provider: Provider | null): string {
  if (error instanceof AppError && error.retryAfter !== undefined)
    return `/busy?code=${error.code}&seconds=${error.retryAfter}`;
  if (!(error instanceof SsoFailure)) report(error);
  const reason = error instanceof SsoFailure ? error.reason : "answer";
  if (provider?.organisation)
    accountLog.ssoRefused(provider.organisation.orgId, provider.id, reason);
  const query = new URLSearchParams({ why: reason, ...(provider && { provider: provider.id }) });
  return `/sso/failed?${query}`;
}
