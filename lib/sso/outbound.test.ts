import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";
import { isPublicAddress, outbound, refusedAddress } from "./outbound";

beforeEach(() => stubSettings());
afterEach(() => vi.unstubAllEnvs());

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::a00:1",
  "fd00::1",
  "fe80::1",
  "2001:db8::1",
  "2002:a00:1::",
  "no address",
])("%s is no address of a provider", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "172.32.0.1", "193.0.0.1", "2606:4700::1111", "2a00:1450::1"])(
  "%s is one",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

describe("what an administrator types", () => {
  test.each([
    "http://idp.example",
    "https://127.0.0.1",
    "https://[::1]/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://0/",
    "https://10.0.0.1:8443/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://１２７.０.０.１/",
    "gopher://idp.example/",
    "data:text/xml,<a/>",
    "javascript:alert(1)",
    "ws://idp.example/",
    "https://user:secret@idp.example",
    "ftp://idp.example",
    "file:///etc/passwd",
  ])("%s is not asked", (address) => {
    expect(refusedAddress(new URL(address))).not.toBeNull();
  });

  test("an https address by name is", () => {
    expect(refusedAddress(new URL("https://idp.example/path"))).toBeNull();
  });

  test("a name that leads to this machine is found out where the connection is made", async () => {
    const server = createServer((_, response) => response.end("secret"));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await expect(outbound(`https://localhost:${port}/`, {})).rejects.toThrow(/private network/);
    server.close();
  });
});

test("nothing longer than servers take is sent: an address, a header, all of them together", async () => {
  vi.stubEnv("SSO_LOCAL", "on");
  // Settings are read once.
  vi.resetModules();
  const { outbound } = await import("./outbound");
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
  const many = Object.fromEntries(
    Array.from({ length: 90 }, (_, nth) => [`x-${nth}`, "a".repeat(90)]),
  );
  const long = [
    outbound(base + "a".repeat(5_000), {}),
    outbound(base, { headers: { authorization: `Basic ${"a".repeat(9_000)}` } }),
    outbound(base, { headers: many }),
  ];
  for (const one of await Promise.allSettled(long))
    expect(one).toMatchObject({ status: "rejected", reason: { message: /longer than servers/ } });
  expect(asked).toBe(0);
  const headers = { authorization: `Basic ${"a".repeat(4_000)}` };
  expect((await outbound(base + "a".repeat(3_000), { headers })).status).toBe(200);
  server.close();
});
