import { expect, test } from "vitest";
import { isSafeServer, serverName } from "./server-version";

test.each([
  [140_030, "14.30", false],
  [150_013, "15.13", false],
  [150_014, "15.14", true],
  [160_009, "16.9", false],
  [160_010, "16.10", true],
  [170_005, "17.5", false],
  [170_006, "17.6", true],
  [180_000, "18.0", true],
  [190_001, "19.1", true],
])("%i is %s; safe: %s", (version, name, safe) => {
  expect([serverName(version), isSafeServer(version)]).toEqual([name, safe]);
});
