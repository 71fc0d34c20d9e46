import { expect, test } from "vitest";
import { warningsOf } from "./warnings";

test("who serves over HTTPS is told what is missing: proxies, and whom to report a weakness to", () => {
  const STANDBY_URL = "https://roster.example";
  const SECURITY_CONTACT = "mailto:security@roster.example";
  expect(warningsOf({ STANDBY_URL, SECURITY_CONTACT }, ["10.0.0.1"])).toEqual([]);
  expect(warningsOf({ STANDBY_URL, SECURITY_CONTACT }, [])).toEqual([
    expect.stringContaining("STANDBY_TRUSTED_PROXIES"),
  ]);
  expect(warningsOf({ STANDBY_URL, SECURITY_CONTACT: undefined }, ["10.0.0.1"])).toEqual([
    expect.stringContaining("SECURITY_CONTACT"),
  ]);
  const here = { STANDBY_URL: "http://localhost:3000", SECURITY_CONTACT: undefined };
  expect(warningsOf(here, [])).toEqual([]);
});
