import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asRequest } from "@/tests/doors/request";
import { stubSettings } from "@/tests/support/settings";
import { requireSameOrigin } from "./origin";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const OURS = "https://roster.example";
beforeAll(() => {
  stubSettings({ STANDBY_URL: `${OURS}/` });
});
afterAll(() => vi.unstubAllEnvs());

const SITES = ["same-origin", "same-site", "cross-site", "none", null];
const ORIGINS = [
  null,
  OURS,
  "null",
  "https://evil.example",
  "http://roster.example",
  "https://roster.example:8443",
  "https://www.roster.example",
  "https://roster.example.evil.example",
  `${OURS}/`,
  OURS.toUpperCase(),
  `${OURS}, https://evil.example`,
];

test.each(SITES.flatMap((site) => ORIGINS.map((origin) => ({ site, origin }))))(
  "a change that says Sec-Fetch-Site $site and Origin $origin is let in only if it is ours",
  async ({ site, origin }) => {
    const sent = { ...(site && { "sec-fetch-site": site }), ...(origin && { origin }) };
    const asked = asRequest(null, requireSameOrigin, sent);
    const isOurs = site === "same-origin" || (site === null && origin === OURS);
    if (isOurs) await expect(asked).resolves.toBeUndefined();
    else await expect(asked).rejects.toMatchObject({ code: "refused" });
  },
);
