import { SsoFailure } from "@/lib/sso/claim";
import { takeFlow } from "@/lib/sso/flow";
import { finishOidc } from "@/lib/sso/oidc";
import { ssoStep } from "../../handle";
import { land } from "../../landing";

export const dynamic = "force-dynamic";

/** Where an OpenID Connect provider sends people back to. */
export const GET = ssoStep(async (provider, request) => {
  const flow = await takeFlow();
  // The answer of one provider to a question that another was asked is an attack (mix-up).
  if (flow?.provider !== provider.id || !("state" in flow.checks)) throw new SsoFailure("lost");
  const { searchParams } = new URL(request.url);
  return land(provider, await finishOidc(provider, searchParams, flow.checks), flow);
});
