import type { Samples } from "./sample";
import { peopleSamples } from "./samples-people";
import { rosterSamples } from "./samples-roster";
import { scimSamples } from "./samples-scim";
import { settingsSamples } from "./samples-settings";
import { ssoSamples } from "./samples-sso";

/** A valid call of every door of an organisation that asks for something in it. */
export const SAMPLES: Samples = {
  ...rosterSamples,
  ...peopleSamples,
  ...settingsSamples,
  ...ssoSamples,
  ...scimSamples,
};

/**
 * Doors that show or change nothing of an organisation's, each with why: everybody's account is their own, and
 * some things are everybody's.
 */
export const OF_NO_ORGANISATION: Readonly<Record<string, string>> = {
  "/layout.tsx": "the frame of every page; reads nothing",
  "/page.tsx": "leads on to the organisation or to sign-in",
  "/(account)/sign-in/page.tsx": "a form",
  "/(account)/sign-in/code/page.tsx": "a form",
  "/(account)/confirm/page.tsx": "proves who uses one's own session",
  "/(account)/second-factor/page.tsx": "one's own account",
  "/(account)/sign-up/page.tsx": "a form",
  "/(account)/sign-up/[secret]/page.tsx": "opened by a secret link",
  "/(account)/sso/page.tsx": "a form, and the providers of an organisation, which are public",
  "/(account)/sso/link/page.tsx": "one's own account, and what a provider said in this browser",
  "/(account)/sso/leave/page.tsx": "names the host of a provider, which is public",
  "/(account)/sso/failed/page.tsx": "says what went wrong",
  "/sso/[provider]/start/route.ts": "sends a browser to a provider; changes nothing",
  "/sso/[provider]/callback/route.ts": "sign-in by what a provider said to this browser",
  "/sso/[provider]/acs/route.ts POST": "writes down what a SAML provider signed; signs nobody in",
  "/sso/[provider]/finish/route.ts": "sign-in by what a provider said to this browser",
  "/sso/[provider]/metadata/route.ts": "public: follows from the address alone",
  "/erased/route.ts": "empties the browser's copies of pages",
  "/scim/v2/[[...path]]/route.ts": "opened by a SCIM token, which names the organisation",
  "/scim/v2/[[...path]]/route.ts POST": "opened by a SCIM token, which names the organisation",
  "/scim/v2/[[...path]]/route.ts PUT": "opened by a SCIM token, which names the organisation",
  "/scim/v2/[[...path]]/route.ts PATCH": "opened by a SCIM token, which names the organisation",
  "/scim/v2/[[...path]]/route.ts DELETE": "opened by a SCIM token, which names the organisation",
  "/api/policy/route.ts POST":
    "writes to the server's own log what a browser says of a page's policy",
  "/busy/route.ts": "says how long to wait",
  "/(account)/forgot/page.tsx": "a form",
  "/(account)/reset/[token]/page.tsx": "opened by a secret link",
  "/(account)/invitation/[token]/page.tsx": "opened by a secret link",
  "/(account)/organisations/page.tsx": "the organisations of one's own account",
  "/(account)/support/page.tsx": "those who let the operator's support look; for its staff",
  "/(account)/sign-out/route.ts POST": "ends one's own session",
  "/(account)/actions.ts switchTheme": "a cookie",
  "/api/auth/[...nextauth]/route.ts": "sign-in by next-auth",
  "/api/auth/[...nextauth]/route.ts POST": "sign-in by next-auth",
  "/feeds/[token]/route.ts": "opened by a secret address",
  "/api/health/route.ts": "for probes: no organisation's",
  "/.well-known/security.txt/route.ts": "public",
  "/.well-known/standby-log-keys.json/route.ts": "public keys",
};
