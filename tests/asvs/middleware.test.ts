import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";
import { config, middleware } from "@/middleware";

afterEach(() => vi.unstubAllEnvs());

const without = (path: string) =>
  new NextRequest(`http://roster.example${path}`, { headers: { "x-forwarded-proto": "http" } });

test("a page without HTTPS is led to the same page with it", () => {
  vi.stubEnv("STANDBY_URL", "https://roster.example");
  const { status, headers } = middleware(without("/o/lumen?week=1"));
  expect(status).toBe(308);
  expect(headers.get("location")).toBe("https://roster.example/o/lumen?week=1");
  const there = new NextRequest("https://roster.example/", {
    headers: { "x-forwarded-proto": "https" },
  });
  expect(middleware(there).status).toBe(200);
});

function posted(headers: Record<string, string>, type = "multipart/form-data; boundary=a"): number {
  const sent = { "content-type": type, ...headers };
  const init = { method: "POST", headers: sent };
  return middleware(new NextRequest("http://localhost:3000/", init)).status;
}

test.each([
  [{ origin: "http://localhost:3000", host: "localhost:3000" }, 200],
  [{ host: "localhost:3000" }, 200],
  [{ origin: "https://a.example", host: "b", "x-forwarded-host": "a.example, c" }, 200],
  [{ origin: "https://evil.example", host: "localhost:3000" }, 403],
  [{ origin: "http://localhost:3001", host: "localhost:3000" }, 403],
  [{ origin: "null", host: "localhost:3000" }, 403],
  [{ origin: "no address", host: "localhost:3000" }, 403],
  [{ host: "localhost:3000", "content-length": "5242880" }, 200],
  [{ host: "localhost:3000", "content-length": "5242881" }, 413],
])("a form with %j is answered %i", (headers, status) => {
  expect(posted(headers)).toBe(status);
});

test("a form that is no action's is judged by its own door", () => {
  const foreign = { origin: "https://provider.example", host: "localhost:3000" };
  const type = "application/x-www-form-urlencoded";
  expect(posted(foreign, type)).toBe(200);
  expect(posted({ ...foreign, "next-action": "a" }, type)).toBe(403);
});

test("a policy that a client sends is not taken for ours", () => {
  const evil = "script-src *; x 'nonce-evil'";
  const asked = new NextRequest("http://localhost/", {
    headers: { "content-security-policy": evil, "x-nonce": "evil", "x-path": "/evil" },
  });
  const { headers } = middleware(asked);
  expect(headers.get("content-security-policy")).not.toContain("evil");
  for (const name of ["content-security-policy", "x-nonce", "x-path"])
    expect(headers.get(`x-middleware-request-${name}`)).not.toContain("evil");
});

test("what is under /api is none of its business: no way to HTTPS for programs", () => {
  const [matcher = ""] = config.matcher;
  const shape = new RegExp(`^${matcher}$`);
  expect(shape.test("/o/lumen")).toBe(true);
  expect(shape.test("/api/health")).toBe(false);
});
