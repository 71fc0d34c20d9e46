import { SsoFailure } from "@/lib/sso/claim";
import { takeFlow } from "@/lib/sso/flow";
import { takeTicket } from "@/lib/sso/ticket";
import { ssoStep } from "../../handle";
import { land } from "../../landing";

export const dynamic = "force-dynamic";

/** Takes what a SAML provider said, in the browser that asked it. */
export const GET = ssoStep(async (provider, request) => {
  const flow = await takeFlow();
  if (flow?.provider !== provider.id || !("requestId" in flow.checks)) throw new SsoFailure("lost");
  const { claim, inResponseTo } = await takeTicket(
    new URL(request.url).searchParams.get("ticket") ?? "",
  );
  if (claim.provider !== provider.id || inResponseTo !== flow.checks.requestId)
    throw new SsoFailure("lost");
  return land(provider, claim, flow);
});
