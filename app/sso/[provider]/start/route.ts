import * as z from "zod";
import { pathOr } from "@/app/(account)/schema";
import { currentSession } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { begin } from "@/lib/sso/begin";
import { SsoFailure } from "@/lib/sso/claim";
import { startFlow } from "@/lib/sso/flow";
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
  const fromHere = isFromHere(request);
  if (purpose === "confirm" && !fromHere) throw new SsoFailure("lost");
  // No other site signs anybody in. And anybody may found an organisation and name an address: a link must not lead there unseen.
  if (!fromHere) {
    const query = { ...(provider.organisation && { provider: provider.id }), to };
    return `/${provider.organisation ? "sso/leave" : "sign-in"}?${new URLSearchParams(query)}`;
  }
  const { url, checks } = await begin(provider, purpose === "confirm");
  await startFlow({ provider: provider.id, purpose, to, checks });
  return url.href;
});

/** Whether a link on a page of ours was followed. Browsers say so, over HTTPS; others at least where they were. */
function isFromHere({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const before = headers.get("referer") ?? "";
  return URL.canParse(before) && new URL(before).origin === new URL(env().STANDBY_URL).origin;
}
