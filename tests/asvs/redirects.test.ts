import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";

let status = 302;
let led = 0;
let asked = 0;
/** Answers every request by sending it on, and counts who comes to where it sent them. */
const server: Server = createServer((request, response) => {
  if (request.url === "/elsewhere") {
    led += 1;
    response.end("{}");
    return;
  }
  asked += 1;
  response.writeHead(status, { Location: "/elsewhere" }).end();
});
let at = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stubSettings({ SSO_LOCAL: "on", LOG_HEAD_URL: `${at}/heads` });
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});
beforeEach(() => {
  led = 0;
  asked = 0;
});

/** All that the server asks others for over HTTP. */
const ASKS: Readonly<Record<string, () => Promise<unknown>>> = {
  "a provider of sign-in": async () => (await import("@/lib/sso/outbound")).outbound(at, {}),
  "who sends text messages": async () => {
    const { twilioSms } = await import("@/lib/notify/twilio");
    const account = { accountSid: `AC${"0".repeat(32)}`, token: "t", from: "+15005550006" };
    return twilioSms({ ...account, url: at }).send({ to: "+447400111222", text: "x" });
  },
  "where heads of the log go": async () => (await import("@/lib/log/sinks")).postHead("{}"),
};

test.each(Object.keys(ASKS))("%s leads the server nowhere else", async (who) => {
  for (status of [301, 302, 303, 307, 308]) {
    await ASKS[who]?.().catch(() => undefined);
    expect([status, led]).toEqual([status, 0]);
  }
  expect(asked).toBe(5);
});
