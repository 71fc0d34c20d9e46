import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isPrivateWay } from "@/lib/env";
import { stubSettings } from "@/tests/support/settings";

test.each([
  ["postgresql://a:b@db.example/x", false],
  ["postgresql://a:b@10.0.0.5:5432/x?sslmode=require", false],
  ["postgresql://a:b@db.example/x?sslmode=no-verify", false],
  ["postgresql://a:b@localhost.example/x", false],
  ["postgresql://a:b@localhost/x?host=db.example", false],
  ["no address", false],
  ["postgresql://a:b@db.example/x?sslmode=verify-full", true],
  ["postgresql://a:b@127.0.0.1:5433/x", true],
  ["postgresql://a:b@[::1]/x", true],
  ["postgresql://a:b@localhost/x?host=/var/run/postgresql", true],
])("the way to %s is private: %s", (address, isPrivate) => {
  expect(isPrivateWay(address)).toBe(isPrivate);
});

const elsewhere = "postgresql://a:b@db.example/x";

beforeEach(() => {
  vi.resetModules();
  stubSettings({ DATABASE_URL: `${elsewhere}?sslmode=verify-full` });
});
afterEach(() => vi.unstubAllEnvs());

test("the server does not begin with a database elsewhere that is asked in the clear, unless the operator says so", async () => {
  const begin = async () => (await import("@/lib/env")).env().DATABASE_AUTH_URL;
  expect(await begin()).toContain("127.0.0.1");
  vi.resetModules();
  vi.stubEnv("DATABASE_AUTH_URL", elsewhere);
  await expect(begin()).rejects.toThrow("DATABASE_AUTH_URL is wrong: names a database elsewhere");
  vi.stubEnv("DATABASE_PLAIN", "on");
  expect(await begin()).toBe(elsewhere);
});

test.each([
  "redis://limits.example:6379",
  "redis://10.0.0.5",
  "redis://localhost.example",
  "redis://:secret@valkey/1",
])(
  "the server does not begin with a store of limits at %s, unless the operator says so",
  async (url) => {
    const begin = async () => (await import("@/lib/env")).env().STANDBY_LIMITS_URL;
    vi.stubEnv("STANDBY_LIMITS_URL", url);
    await expect(begin()).rejects.toThrow(
      "STANDBY_LIMITS_URL is wrong: names a store elsewhere without rediss",
    );
    vi.stubEnv("DATABASE_PLAIN", "on");
    expect(await begin()).toBe(url);
  },
);

test.each([
  "rediss://limits.example:6379",
  "redis://localhost:6379",
  "redis://:secret@127.0.0.1/1",
  "redis://[::1]:6379",
])("the server begins with a store of limits at %s", async (url) => {
  vi.stubEnv("STANDBY_LIMITS_URL", url);
  expect((await import("@/lib/env")).env().STANDBY_LIMITS_URL).toBe(url);
});
