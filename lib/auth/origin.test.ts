import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";
import { addressBehind, clientAddress, countedNetwork } from "./origin";
import { peerHeader } from "./peer";

// Over HTTPS, and no proxy named: all seem to come from it.
beforeAll(() => {
  stubSettings({ STANDBY_URL: "https://roster.example.com", STANDBY_TRUSTED_PROXIES: "" });
});
afterAll(() => vi.unstubAllEnvs());

const PROXY = "10.0.0.1";
const TRUSTED = ["10.0.0.0/8", "2001:db8:1::/48"];

test.each<[string | null, string, readonly string[], string | null]>([
  // straight
  ["203.0.113.7", "", [], "203.0.113.7"],
  ["::ffff:203.0.113.7", "", [], "203.0.113.7"],
  ["203.0.113.7", "203.0.113.7", [], "203.0.113.7"],
  ["2001:db8::1", "", TRUSTED, "2001:db8::1"],
  // the client, or a proxy that nobody named, wrote the header: it says nothing
  ["203.0.113.7", "1.1.1.1", [], "203.0.113.7"],
  ["203.0.113.7", "<script>", [], "203.0.113.7"],
  ["203.0.113.7", "1.1.1.1", TRUSTED, "203.0.113.7"],
  ["203.0.113.7", "10.0.0.9", TRUSTED, "203.0.113.7"],
  // behind proxies
  [PROXY, "203.0.113.7", TRUSTED, "203.0.113.7"],
  [PROXY, "1.1.1.1, 203.0.113.7, 10.2.3.4", TRUSTED, "203.0.113.7"],
  ["2001:db8:1::1", "203.0.113.7, 10.2.3.4", TRUSTED, "203.0.113.7"],
  [PROXY, "10.9.9.9, 10.2.3.4", TRUSTED, "10.9.9.9"],
  [PROXY, "", TRUSTED, PROXY],
  [PROXY, "<script>", TRUSTED, null],
  [PROXY, "203.0.113.7, unknown", TRUSTED, null],
  // nobody knows who called
  [null, "203.0.113.7", TRUSTED, null],
  ["", "203.0.113.7", TRUSTED, null],
])("from %j with %j past %j", (peer, forwarded, trusted, expected) => {
  expect(addressBehind(peer, forwarded, trusted)).toBe(expected);
});

test("where nobody knows the client, the connection is counted, and whatever the client writes changes nothing", () => {
  for (const forwarded of [undefined, "1.1.1.1", "2.2.2.2, 3.3.3.3", "<script>"]) {
    const sent = new Headers({
      ...peerHeader("192.0.2.1"),
      ...(forwarded && { "x-forwarded-for": forwarded }),
    });
    expect(clientAddress(sent)).toBeNull();
    expect(countedNetwork(sent)).toBe("192.0.2.1");
  }
  expect(countedNetwork(new Headers(peerHeader("2001:db8:1:2:3:4:5:6")))).toBe("2001:db8:1:2::/64");
});
