import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { peerHeader } from "@/lib/auth/peer";
import { asRequest } from "@/tests/doors/request";
import { stubSettings } from "@/tests/support/settings";
import { takeViolations } from "./violations";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const OURS = "https://roster.example";
beforeAll(() => {
  stubSettings({ STANDBY_URL: OURS, STANDBY_TRUSTED_PROXIES: "10.0.0.1" });
});
afterAll(() => vi.unstubAllEnvs());

/** What is answered to a report, and which lines are written meanwhile. */
async function report(body: string, type: string, address = "198.51.100.7") {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const headers = { "content-type": type };
  const request = new Request(`${OURS}/api/policy`, { method: "POST", body, headers });
  const from = { "x-forwarded-for": address, ...peerHeader("10.0.0.1") };
  const { status } = await asRequest(null, () => takeViolations(request), from);
  write.mockRestore();
  return { status, lines: lines.map((line) => JSON.parse(line)) };
}

const OLD = "application/csp-report";
const NEW = "application/reports+json";
const old = (page: string, blocked: string, rule = "script-src-elem") =>
  JSON.stringify({
    "csp-report": { "document-uri": page, "blocked-uri": blocked, "effective-directive": rule },
  });

test("a breach is one line, without paths, which may hold a secret", async () => {
  const page = `${OURS}/reset/a-secret-that-opens?x=1`;
  const { status, lines } = await report(old(page, "https://evil.example/a?b=c"), OLD);
  expect(status).toBe(204);
  expect(lines).toEqual([
    {
      at: expect.any(String),
      level: "warn",
      event: "policy.broken",
      rule: "script-src-elem",
      by: "https://evil.example",
      page: "/reset",
    },
  ]);
});

test("the newer kind brings several, and other reports that are none of it", async () => {
  const breach = {
    type: "csp-violation",
    body: { documentURL: `${OURS}/o/acme`, blockedURL: "inline", effectiveDirective: "style-src" },
  };
  const body = JSON.stringify([breach, { type: "deprecation", body: {} }, breach]);
  const { status, lines } = await report(body, `${NEW}; charset=utf-8`);
  expect(status).toBe(204);
  expect(lines.map(({ rule, by, page }) => [rule, by, page])).toEqual([
    ["style-src", "inline", "/o"],
    ["style-src", "inline", "/o"],
  ]);
});

test.each([
  ["a form", "a=b", "application/x-www-form-urlencoded", 415],
  ["plain JSON, which another site's page could not send unasked", "{}", "application/json", 415],
  ["no JSON", "{", OLD, 400],
  ["something else", "[]", OLD, 400],
  ["a rule that is none", old(`${OURS}/`, "inline", "a\nb"), OLD, 400],
  ["more than a few", JSON.stringify(Array(21).fill({ type: "x" })), NEW, 400],
  ["more than is read", old(`${OURS}/`, "x".repeat(20_000)), OLD, 413],
  ["a page that is not ours", old("https://evil.example/o", "inline"), OLD, 204],
])("%s leaves no line", async (_, body, type, expected) => {
  expect(await report(body, type, "198.51.100.8")).toEqual({ status: expected, lines: [] });
});

test("of one network so many are written, and others still are", async () => {
  const body = old(`${OURS}/o/acme`, "inline");
  const all: number[] = [];
  for (let nth = 0; nth < 61; nth += 1) all.push((await report(body, OLD, "203.0.113.9")).status);
  expect(all.filter((status) => status === 204)).toHaveLength(60);
  expect(all.at(-1)).toBe(429);
  expect((await report(body, OLD, "203.0.114.9")).status).toBe(204);
});
