import { expect, test } from "vitest";
import { unwise } from "./warnings";

const whole = {
  STANDBY_URL: "https://roster.example",
  SECURITY_CONTACT: "mailto:security@roster.example",
  LOG_HEAD_FILE: "/elsewhere/heads.jsonl",
  LOG_HEAD_URL: undefined,
  LOG_HEAD_MAIL: "off",
} as const;

const missing = (settings: Parameters<typeof unwise>[0], proxies: readonly string[]) =>
  unwise(settings, proxies).map(({ setting }) => setting);

test("who serves over HTTPS is told what is missing: proxies, and whom to report a weakness to", () => {
  expect(missing(whole, ["10.0.0.1"])).toEqual([]);
  expect(missing(whole, [])).toEqual(["STANDBY_TRUSTED_PROXIES"]);
  expect(missing({ ...whole, SECURITY_CONTACT: undefined }, ["10.0.0.1"])).toEqual([
    "SECURITY_CONTACT",
  ]);
  const here = { ...whole, STANDBY_URL: "http://localhost:3000", SECURITY_CONTACT: undefined };
  expect(missing(here, [])).toEqual([]);
});

test("whoever keeps heads of the log in the database alone is told so, once, wherever it is served", () => {
  const inside = { ...whole, LOG_HEAD_FILE: undefined };
  for (const STANDBY_URL of [whole.STANDBY_URL, "http://localhost:3000"])
    expect(missing({ ...inside, STANDBY_URL }, ["10.0.0.1"])).toEqual(["LOG_HEAD_FILE"]);
  const mailed = { ...inside, LOG_HEAD_MAIL: "daily" } as const;
  const posted = { ...inside, LOG_HEAD_URL: "https://auditor.example/heads" };
  for (const settings of [mailed, posted]) expect(missing(settings, ["10.0.0.1"])).toEqual([]);
});
