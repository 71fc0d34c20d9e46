import * as z from "zod";
import { pathOr } from "@/app/(account)/schema";
import { currentSession } from "@/lib/auth/session";
import { SsoFailure } from "@/lib/sso/claim";
import { startFlow } from "@/lib/sso/flow";
import { beginOidc } from "@/lib/sso/oidc";
import type { Provider } from "@/lib/sso/provider";
import { beginSaml, newRequestId } from "@/lib/sso/saml";
import { ssoStep } from "../../handle";

export const dynamic = "force-dynamic";

const searchSchema = (home: string) =>
  z.object({
    purpose: z.enum(["sign-in", "link", "confirm"]).catch("sign-in"),
    to: pathOr(home),
  });

/** Sends a browser to a provider. It changes nothing: what comes of the answer is decided when it comes back. */
export const GET = ssoStep(async (provider, request) => {
  const home = provider.organisation ? `/o/${provider.organisation.slug}` : "/organisations";
  const { searchParams } = new URL(request.url);
  const { purpose, to } = searchSchema(home).parse(Object.fromEntries(searchParams));
  if (purpose !== "sign-in" && !(await currentSession())) return "/sign-in";
  // Another site must not have somebody prove themselves for what they did not ask for.
  if (purpose === "confirm" && request.headers.get("sec-fetch-site") !== "same-origin")
    throw new SsoFailure("lost");
  const { url, checks } = await begin(provider, purpose === "confirm");
  await startFlow({ provider: provider.id, purpose, to, checks });
  return url.href;
});

async function begin(provider: Provider, again: boolean) {
  if (provider.kind === "oidc") return beginOidc(provider, again);
  const requestId = newRequestId();
  return { url: await beginSaml(provider, requestId, again), checks: { requestId } };
}
