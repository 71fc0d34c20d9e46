import { request } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACTING, READING, type Target } from "@/tests/doors/ask";
import { fingerprint, OWN_WORK } from "@/tests/doors/fingerprint";
import { type Sent, send } from "@/tests/doors/send";
import { findTargets } from "@/tests/doors/targets";
import { EVERYTHING, type Holder, makeWorld, type World } from "@/tests/doors/world";
import { findOutside } from "./outside";

const origin = process.env.STANDBY_URL ?? "";
const [html] = READING;
const [byRouter] = ACTING;

let owner: pg.Client;
let world: World;
let caller: Holder;
let targets: readonly Target[];
beforeAll(async () => {
  owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  world = await makeWorld();
  caller = await world.newcomer(EVERYTHING);
  targets = await findTargets(world, caller);
});
afterAll(() => owner.end());

/** One answer of every kind: pages, a route, files, what is not there, what leads on, errors. */
const paths = () => [
  "/",
  "/sign-in",
  "/nowhere",
  `/o/${world.slug}`,
  `/o/${world.slug}/settings`,
  `/o/${world.slug}/now.json`,
  `/o/${world.slug}/reports/export?month=2026-10`,
  `/o/${world.slug}/reports/export?month=never`,
  "/api/health",
  "/api/auth/csrf",
  "/api/nowhere",
  "/feeds/not-a-feed-of-anybody",
  "/busy",
  "/icon.svg",
  "/.well-known/security.txt",
];

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(origin + path, { redirect: "manual", headers });

const asCaller = () => ({ cookie: caller.cookie });

/** As a tool sends it, which fetch would not. */
function raw(method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: asCaller() }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("every answer", () => {
  test("says HTTPS for a year, no sniffing, no framing, no referrer for others, nothing across origins", async () => {
    for (const path of paths()) {
      for (const headers of [{}, asCaller()]) {
        const answer = await get(path, headers);
        const said = Object.fromEntries(answer.headers);
        const age = /max-age=(\d+); includeSubDomains/.exec(
          said["strict-transport-security"] ?? "",
        );
        expect.soft(Number(age?.[1]), path).toBeGreaterThanOrEqual(31_536_000);
        expect.soft(said, path).toMatchObject({
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "cross-origin-embedder-policy": "require-corp",
          "permissions-policy": expect.stringContaining("camera=(), "),
          "referrer-policy": expect.stringMatching(/^(same-origin|no-referrer)$/),
        });
        await answer.body?.cancel();
      }
    }
  });

  test("does not say what it is made of", async () => {
    for (const path of paths()) {
      const { headers, body } = await get(path);
      expect.soft(headers.get("x-powered-by"), path).toBeNull();
      expect.soft(headers.get("server"), path).toBeNull();
      await body?.cancel();
    }
  });

  test("lets no other site read it, whatever site asks", async () => {
    for (const path of paths()) {
      const answer = await get(path, { ...asCaller(), origin: "https://evil.example" });
      expect.soft(answer.headers.get("access-control-allow-origin"), path).toBeNull();
      await answer.body?.cancel();
    }
  });

  test("of text names its characters", async () => {
    for (const path of paths()) {
      const answer = await get(path, asCaller());
      const type = answer.headers.get("content-type") ?? "";
      if (/^text\//.test(type)) expect.soft(type, path).toMatch(/charset=utf-8/i);
      await answer.body?.cancel();
    }
  });

  test("that shows an organisation is kept by nobody", async () => {
    const own = ["/organisations", "/second-factor", "/confirm", "/support"];
    const shown = targets.filter(({ action }) => action === null).map(question);
    expect(shown.length).toBeGreaterThan(30);
    for (const sent of [...shown, ...own.map((path) => ({ ...shown[0], path, search: {} }))]) {
      const { headers } = await send(origin, sent as Sent);
      expect.soft(headers.get("cache-control"), sent.path).toMatch(/no-store/);
    }
  });

  test("sets cookies for this host alone, over HTTPS alone, and not for other sites", async () => {
    const set = await Promise.all(
      ["/api/auth/csrf", "/api/auth/session", "/sign-in", `/o/${world.slug}`].map(async (path) => {
        const answer = await get(path, asCaller());
        await answer.body?.cancel();
        return answer.headers.getSetCookie();
      }),
    );
    const cookies = set.flat();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect.soft(cookie).toMatch(/; ?Secure/i);
      expect.soft(cookie).toMatch(/; ?SameSite=(Lax|Strict)/i);
      expect.soft(cookie).toMatch(/^__(Host|Secure)-/);
      expect.soft(cookie.length).toBeLessThan(4096);
    }
  });
});

describe("a page", () => {
  test("has a policy with a nonce of its own, no plug-ins, no base, no frames and no inline script", async () => {
    const nonces = new Set<string>();
    for (const path of ["/sign-in", "/sign-in", "/nowhere", `/o/${world.slug}`]) {
      const answer = await get(path, asCaller());
      const policy = answer.headers.get("content-security-policy") ?? "";
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
      nonces.add(/'nonce-([^']{20,})'/.exec(scripts)?.[1] ?? "");
      expect.soft(scripts, path).not.toMatch(/unsafe|https?:/);
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect.soft(policy, path).toContain(part);
      await answer.body?.cancel();
    }
    expect(nonces.size).toBe(4);
  });

  test("whatever it is, also an error, has a policy in which nothing is unsafe, and no style attribute", async () => {
    const wrong = [
      "/api/nowhere",
      "/favicon.ico",
      "/_next/static/nowhere.js",
      "/_next/image?url=a",
    ];
    const seen: string[] = [];
    for (const path of [...paths(), ...wrong, `/o/${world.slug}/schedules/${world.scheduleId}`]) {
      const answer = await get(path, asCaller());
      const text = await answer.text();
      if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
      seen.push(path);
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect.soft(policy, path).toContain("frame-ancestors 'none'");
      expect.soft(policy, path).not.toMatch(/unsafe/);
      expect.soft(text.match(/<[^<>]* style="[^"]*"/g), path).toBeNull();
    }
    expect(seen).toEqual(expect.arrayContaining(["/sign-in", "/nowhere", "/busy"]));
  });

  test("takes scripts, styles and fonts from here alone", async () => {
    for (const path of ["/sign-in", `/o/${world.slug}`, `/o/${world.slug}/settings`]) {
      const text = await (await get(path, asCaller())).text();
      const from = [...text.matchAll(/<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"/g)];
      expect(from.length).toBeGreaterThan(0);
      for (const [, address = ""] of from)
        expect.soft(new URL(address, origin).origin, path).toBe(origin);
    }
  });

  test("sends no map of its scripts, and no script holds anything of an organisation", async () => {
    const text = await (await get(`/o/${world.slug}`, asCaller())).text();
    const scripts = new Set(text.match(/\/_next\/static\/[^"\\ ]+\.js/g));
    expect(scripts.size).toBeGreaterThan(3);
    for (const script of scripts) {
      const code = await (await get(script)).text();
      expect.soft(code, script).not.toMatch(/sourceMappingURL=(?!data:)/);
      expect.soft(code.includes(world.canary), script).toBe(false);
      expect.soft((await get(`${script}.map`)).status).toBe(404);
    }
  });
});

describe("a request", () => {
  test("for files of the project finds nothing", async () => {
    const files = [".git/config", ".env", "package.json", "prisma/schema.prisma", ".next/BUILD_ID"];
    for (const file of [...files, "node_modules/next/package.json", ".data/secrets.json"])
      expect.soft((await get(`/${file}`)).status, file).toBe(404);
  });

  test("for numbers about the server is told no more than whether it works", async () => {
    for (const path of ["/metrics", "/debug", "/status", "/server-status"])
      expect.soft((await get(path)).status, path).toBe(404);
    const health: object = await (await get("/api/health")).json();
    expect(Object.keys(health).sort()).toEqual(["database", "status", "zones"]);
  });

  test("for a page as if it were a file shows nobody's page", async () => {
    for (const suffix of ["/x.css", "/x.js", ";.js", "%2fx.css", "%3f.css", "/..%2fx.css"]) {
      const answer = await get(`/o/${world.slug}/settings${suffix}`, asCaller());
      const text = await answer.text();
      const isOpen = answer.status === 200 && text.includes(world.canary);
      if (isOpen) expect.soft(answer.headers.get("cache-control"), suffix).toMatch(/no-store/);
      expect.soft(answer.headers.get("cache-control") ?? "", suffix).not.toMatch(/public|s-maxage/);
    }
  });

  test.each(["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])("by %s is refused", async (method) => {
    for (const path of ["/api/health", `/o/${world.slug}/now.json`, `/o/${world.slug}`]) {
      expect.soft(await raw("GET", path), path).toBe(200);
      expect.soft(await raw(method, path), path).toBeOneOf([400, 405]);
    }
  });

  test("for signing in by reading is refused: passwords are posted", async () => {
    const { status, headers } = await get("/api/auth/callback/credentials?password=x");
    expect([status, headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("of many megabytes is refused", async () => {
    const target = targets.find(({ found }) => found.id === "me/actions.ts changeProfile");
    if (!target?.action || !byRouter) throw new Error("no action");
    const fields = { ...target.action.fields, name: "x".repeat(6_000_000) };
    const { status, body } = await send(origin, {
      ...question(target),
      action: { ...target.action, slug: world.slug, fields },
    });
    expect({ status, body }).toEqual({ status: 413, body: "" });
  });

  test("of an export has a name that the server made", async () => {
    const path = `/o/${world.slug}/reports/export?month=2026-10`;
    for (const more of ["", "&filename=evil.html", "&name=a%0d%0ax-fz:1"]) {
      const answer = await get(path + more, asCaller());
      const said = answer.headers.get("content-disposition");
      expect.soft(said).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
      await answer.body?.cancel();
    }
  });

  test("twice with one name takes the last, and lists only by their own name", async () => {
    const path = `/o/${world.slug}/reports/export`;
    expect((await get(`${path}?month=2026-10&month=never`, asCaller())).status).toBe(400);
    expect((await get(`${path}?month=never&month=2026-10`, asCaller())).status).toBe(200);
    expect((await get(`${path}?month[]=2026-10`, asCaller())).status).toBe(400);
  });
});

function question(target: Target): Sent {
  if (!byRouter || !html) throw new Error("no way to ask");
  return {
    path: target.path,
    search: target.sample.search?.(world) ?? {},
    form: target.action ? byRouter : html,
    headers: {},
    cookie: caller.cookie,
    action: target.action && { ...target.action, slug: world.slug },
  };
}

/** What a browser says of a form on another site, and what none says: ours by one header, not by the other. */
const ELSEWHERE = [
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: "null", "sec-fetch-site": "cross-site" },
  { origin: "https://evil.example", "sec-fetch-site": "same-site" },
  { origin: "https://evil.example", "sec-fetch-site": "none" },
  { origin, "sec-fetch-site": "cross-site" },
  { origin, "sec-fetch-site": "same-site" },
  { origin, "sec-fetch-site": "none" },
  { origin, "sec-fetch-site": "" },
] as const;

test("no action takes a form of another site, from whoever may do everything", async () => {
  const before = await fingerprint(owner, OWN_WORK);
  const open: string[] = [];
  const outside = (await findOutside(world.slug)).filter(({ found }) => found.door);
  const actions = [...targets, ...outside].filter(({ action }) => action !== null);
  expect(actions.length).toBeGreaterThan(70);
  for (const target of actions) {
    for (const headers of ELSEWHERE) {
      const { status, body } = await send(origin, { ...question(target), headers });
      // Another Origin is refused before anything is read; ours by the door, in words.
      const isRefused = headers.origin === origin && /"code":"refused"/.test(body);
      if (status !== 403 && !isRefused)
        open.push(`${target.found.id}: ${status} ${body.slice(0, 100)}`);
    }
  }
  expect(open).toEqual([]);
  expect(await fingerprint(owner, OWN_WORK)).toEqual(before);
});

test("to read changes nothing: every page and route by GET and HEAD", async () => {
  const before = await fingerprint(owner, OWN_WORK);
  for (const target of targets.filter(({ action }) => action === null)) {
    await send(origin, question(target));
    await send(origin, {
      ...question(target),
      form: { name: "head", method: "HEAD", headers: {} },
    });
  }
  expect(await fingerprint(owner, OWN_WORK)).toEqual(before);
});
