import { expect, test } from "vitest";
import { addressBehind } from "./origin";

const PROXY = "10.0.0.1";
const TRUSTED = ["10.0.0.0/8", "2001:db8:1::/48"];

test.each<[string | null, string, readonly string[], string | null]>([
  // straight
  ["203.0.113.7", "", [], "203.0.113.7"],
  ["::ffff:203.0.113.7", "", [], "203.0.113.7"],
  ["203.0.113.7", "203.0.113.7", [], "203.0.113.7"],
  ["2001:db8::1", "", TRUSTED, "2001:db8::1"],
  // the client, or a proxy that nobody named, wrote the header
  ["203.0.113.7", "1.1.1.1", [], null],
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
