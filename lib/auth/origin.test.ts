import { expect, test } from "vitest";
import { clientAddress } from "./origin";

test.each([
  ["203.0.113.7", 1, "203.0.113.7"],
  ["10.0.0.1, 203.0.113.7", 1, "203.0.113.7"],
  ["1.1.1.1, 203.0.113.7, 192.0.2.1", 2, "203.0.113.7"],
  ["2001:db8::1", 1, "2001:db8::1"],
  ["203.0.113.7", 0, null],
  ["203.0.113.7", 2, null],
  ["<script>", 1, null],
  ["", 1, null],
])("of %j behind %i proxies", (forwarded, proxies, expected) => {
  expect(clientAddress(forwarded, proxies)).toBe(expected);
});
