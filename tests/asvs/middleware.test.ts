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

test("the way to HTTPS leads to no other host, whatever the path", () => {
  vi.stubEnv("STANDBY_URL", "https://roster.example");
  for (const path of [
    "//evil.example/x",
    "/\\evil.example",
    "/@evil.example",
    "//evil.example@a/",
  ]) {
    const asked = without("/");
    asked.nextUrl.pathname = path;
    const { headers } = middleware(asked);
    expect(new URL(headers.get("location") ?? "").host, path).toBe("roster.example");
  }
});

test.each([
  ["/o/lumen/now.json", "GET", {}],
  ["/o/lumen/shifts", "GET", { authorization: "Bearer sk_a" }],
  ["/feeds/secret", "GET", {}],
  ["/sign-in", "POST", {}],
])("%s by %s with %j is not led from HTTP to HTTPS but refused", (path, method, more) => {
  vi.stubEnv("STANDBY_URL", "https://roster.example");
  const headers = { "x-forwarded-proto": "http", ...more };
  const asked = new NextRequest(`http://roster.example${path}`, { method, headers });
  const { status, headers: said } = middleware(asked);
  expect([status, said.get("location")]).toEqual([403, null]);
  vi.stubEnv("STANDBY_URL", "http://localhost:3000");
  expect(middleware(asked).status).not.toBe(403);
});

test.each([
  ["cross-site", "navigate", "document", 200],
  ["same-site", "navigate", "document", 200],
  ["none", "navigate", "document", 200],
  ["same-origin", "cors", "empty", 200],
  ["cross-site", "navigate", "iframe", 403],
  ["cross-site", "navigate", "object", 403],
  ["cross-site", "no-cors", "script", 403],
  ["cross-site", "no-cors", "image", 403],
  ["cross-site", "cors", "empty", 403],
  ["same-site", "no-cors", "script", 403],
])("what a site that is %s asks for by %s as %s is answered %i", (site, mode, dest, status) => {
  const headers = { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest };
  expect(middleware(new NextRequest("http://localhost/o/lumen", { headers })).status).toBe(status);
});

test.each(["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
  "nothing but SCIM is asked by %s",
  (method) => {
    const ask = (path: string) =>
      middleware(new NextRequest(`http://localhost${path}`, { method })).status;
    for (const path of ["/", "/sign-in", "/o/lumen", "/o/lumen/now.json", "/feeds/x"])
      expect(ask(path), path).toBe(405);
    expect(ask("/scim/v2/Users")).toBe(200);
  },
);

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
  [{ host: "localhost:3000", "transfer-encoding": "chunked" }, 411],
])("a form with %j is answered %i", (headers, status) => {
  expect(posted(headers)).toBe(status);
});

test("no body is read that says not how long it is, or that it is too long, whatever it is for", () => {
  const type = "application/x-www-form-urlencoded";
  expect(posted({ "transfer-encoding": "chunked" }, type)).toBe(411);
  expect(posted({ "content-length": "5242881" }, type)).toBe(413);
  expect(posted({ "content-length": "300000" }, type)).toBe(200);
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

test("all but programs' answers and files has the policy of pages, also what is not there", () => {
  const [matcher = ""] = config.matcher;
  const shape = new RegExp(`^${matcher}$`);
  for (const path of [
    "/favicon.ico",
    "/icon.svg/x",
    "/icon-svg",
    "/iconXsvg",
    "/api",
    "/apis",
    "/_next/staticx",
    "/_next/image",
  ])
    expect.soft(shape.test(path), path).toBe(true);
  for (const path of ["/icon.svg", "/_next/static/chunks/a.js"])
    expect.soft(shape.test(path), path).toBe(false);
});

test("nothing in the policy is unsafe, and no style attribute has an exception", () => {
  const { headers } = middleware(new NextRequest("http://localhost/o/lumen"));
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]+'/);
  expect(policy).not.toMatch(/unsafe|style-src-attr|style-src-elem|\*/);
});

test("a page may load, run, ask and send to nothing but us", () => {
  const policyOf = () =>
    middleware(new NextRequest("http://localhost/o/lumen")).headers.get(
      "content-security-policy",
    ) ?? "";
  const told = policyOf()
    .split("; ")
    .map((one) => one.split(" "));
  const rules = Object.fromEntries(told.map(([name = "", ...from]) => [name, from]));
  const nonce = expect.stringMatching(/^'nonce-[\w+/]{22}=='$/);
  expect(rules).toEqual({
    "default-src": ["'self'"],
    "script-src": ["'self'", nonce, "'strict-dynamic'"],
    "style-src": ["'self'", nonce],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "report-uri": ["/api/policy"],
    "report-to": ["policy"],
  });
  const nonces = Array.from({ length: 100 }, () => /'nonce-([^']+)'/.exec(policyOf())?.[1]);
  expect(new Set(nonces).size).toBe(100);
});

test("the policy says where breaches are told", () => {
  const { headers } = middleware(new NextRequest("http://localhost:3000/sign-in"));
  const policy = headers.get("content-security-policy");
  expect(policy).toMatch(/; report-uri \/api\/policy; report-to policy$/);
  expect(headers.get("reporting-endpoints")).toBe('policy="/api/policy"');
});
