import { afterAll, expect, test, vi } from "vitest";
import { makeToken, scim } from "./scim-stage";
import { openStage, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

// A tenth of 1,500 in a minute.
const MOST = 150;

const stage = await openStage(() => ({
  STANDBY_TRUSTED_PROXIES: "10.0.0.1",
  LIMITS_FACTOR: "0.1",
}));
afterAll(stage.close);

test("a provider that asks too often has to wait, whatever token it uses, and another organisation's does not", async () => {
  const lumen = await tenant("lumen");
  const [first, second] = [await makeToken(lumen), await makeToken(lumen)];
  const theirs = await makeToken(await tenant("harbour"));
  const ask = (token: string) => scim(token, "GET", "/ServiceProviderConfig");
  const began = Date.now();
  for (let asked = 0; asked < MOST; asked += 1)
    expect((await ask(asked % 2 ? first : second)).status).toBe(200);
  const refused = await ask(first);
  // Only when all of it was asked in that minute.
  expect(Date.now() - began).toBeLessThan(60_000);
  expect(refused).toMatchObject({ status: 429, body: { status: "429" } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await ask(second)).status).toBe(429);
  expect((await ask(theirs)).status).toBe(200);
});
