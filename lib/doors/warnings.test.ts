import { expect, test } from "vitest";
import { unwise } from "./warnings";

test("who serves over HTTPS is told what is missing: proxies, and whom to report a weakness to", () => {
  const STANDBY_URL = "https://roster.example";
  const SECURITY_CONTACT = "mailto:security@roster.example";
  expect(unwise({ STANDBY_URL, SECURITY_CONTACT }, ["10.0.0.1"])).toEqual([]);
  expect(unwise({ STANDBY_URL, SECURITY_CONTACT }, [])).toEqual([
    expect.objectContaining({ setting: "STANDBY_TRUSTED_PROXIES" }),
  ]);
  expect(unwise({ STANDBY_URL, SECURITY_CONTACT: undefined }, ["10.0.0.1"])).toEqual([
    expect.objectContaining({ setting: "SECURITY_CONTACT" }),
  ]);
  const here = { STANDBY_URL: "http://localhost:3000", SECURITY_CONTACT: undefined };
  expect(unwise(here, [])).toEqual([]);
});
