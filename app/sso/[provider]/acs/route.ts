import { readAtMost } from "@/lib/doors/body";
import { SsoFailure } from "@/lib/sso/claim";
import { checkSaml } from "@/lib/sso/saml";
import { newTicket } from "@/lib/sso/ticket";
import { ssoStep } from "../../handle";

/** More than any provider's answer has. */
const MOST_BYTES = 300_000;

/**
 * Where a SAML provider posts what it says, from its own page: the one POST that is let in from another site. It signs nobody
 * in and sets no cookie. What was signed is written down once, and the browser sent on to fetch it with the cookie of
 * its own that says what it asked. What nobody asked for (a tile on the provider's page) only begins a sign-in of ours.
 */
export const POST = ssoStep(async (provider, request) => {
  if (provider.kind !== "saml") throw new SsoFailure("unknown-provider");
  const text = await readAtMost(request, MOST_BYTES);
  if (text === null) throw new SsoFailure("answer");
  const form = new URLSearchParams(text);
  const asserted = await checkSaml(provider, form.get("SAMLResponse") ?? "", Date.now());
  if (asserted.inResponseTo === null) return `/sso/${provider.id}/start`;
  const ticket = await newTicket(asserted, asserted.inResponseTo);
  return `/sso/${provider.id}/finish?${new URLSearchParams({ ticket })}`;
});
