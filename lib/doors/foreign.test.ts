import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { asRequest } from "@/tests/doors/request";
import { stubSettings } from "@/tests/support/settings";
import { accountAction } from "./account";
import { action } from "./action";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const OURS = "https://roster.example";
beforeAll(() => {
  stubSettings({ STANDBY_URL: OURS });
});
afterAll(() => vi.unstubAllEnvs());

const input = z.object({});
const run = vi.fn(async () => "done");
const ACTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  "an action of an organisation": () =>
    action({ permission: "member", input, run })("acme", null, new FormData()),
  "an action of anybody": () => accountAction({ who: "anybody", input, run })(null, new FormData()),
  "an action of who is signed in": () =>
    accountAction({ who: "signed-in", input, run })(null, new FormData()),
};

// The middleware refuses another Origin; whoever can have ours sent is refused here alone.
const SITES = ["cross-site", "same-site", "none"];

test.each(
  Object.entries(ACTIONS).flatMap(([what, ask]) => SITES.map((site) => ({ what, ask, site }))),
)(
  "$what refuses a form that names our Origin and says Sec-Fetch-Site $site",
  async ({ ask, site }) => {
    const sent = { origin: OURS, "sec-fetch-site": site };
    const result = await asRequest(null, ask, sent);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "refused", message: expect.stringContaining("another site") },
    });
    expect(run).not.toHaveBeenCalled();
  },
);
