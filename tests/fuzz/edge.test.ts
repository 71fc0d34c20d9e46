import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { builtActions } from "@/tests/doors/targets";
import { type Holder, makeWorld, type World } from "@/tests/doors/world";

const origin = process.env.STANDBY_URL ?? "";
const MEGABYTE = 1_000_000;

let world: World;
let caller: Holder;
beforeAll(async () => {
  world = await makeWorld();
  caller = await world.newcomer();
});

type Headers = Readonly<Record<string, string>>;

/** Posts a body in parts without saying how long it is; the status, whether or not all of it was taken. */
function postChunked(path: string, headers: Headers, parts: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(origin);
  const ours = { origin, "sec-fetch-site": "same-origin", cookie: caller.cookie, ...headers };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: "POST", headers: ours }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    // Who is refused early sees the connection end while still writing.
    sent.on("error", (error) => setTimeout(() => reject(error), 500));
    for (const part of parts) sent.write(part);
    sent.end();
  });
}

const post = async (path: string, headers: Headers, body: string): Promise<number> => {
  const ours = { origin, "sec-fetch-site": "same-origin", cookie: caller.cookie, ...headers };
  const answer = await fetch(origin + path, {
    method: "POST",
    redirect: "manual",
    headers: ours,
    body,
  });
  await answer.body?.cancel();
  return answer.status;
};

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const PARTS = { "content-type": "multipart/form-data; boundary=b" };
const MUCH = Array.from({ length: 6 }, () => "x".repeat(MEGABYTE));
const SIGN_IN = "/api/auth/callback/credentials";
const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

function themeAction(): Headers {
  const action = builtActions().find(({ name }) => name === "switchTheme");
  if (!action) throw new Error("no action");
  return { ...PARTS, "next-action": action.id };
}

describe("a body of which nobody says how long it is", () => {
  test("is refused unread by pages and actions", async () => {
    for (const path of ["/sign-in", `/o/${world.slug}`, "/sign-out"])
      for (const headers of [FORM, PARTS, themeAction()])
        for (const parts of [["a=b"], MUCH])
          expect.soft(await postChunked(path, headers, parts), path).toBe(411);
  });

  test("is read by sign-in up to its bound", async () => {
    expect(await postChunked(SIGN_IN, FORM, ["email=a", "&password=b"])).toBeOneOf([200, 302, 401]);
    expect(await postChunked(SIGN_IN, FORM, ["email=", "x".repeat(17_000)])).toBe(413);
    expect(await postChunked(SIGN_IN, FORM, MUCH)).toBe(413);
  });
});

test("a form of sign-in that is too long, of another kind or of another site is refused", async () => {
  expect(await post(SIGN_IN, FORM, `email=${"x".repeat(17_000)}`)).toBe(413);
  expect(await post(SIGN_IN, { "content-type": "application/json" }, "{")).toBe(415);
  for (const path of [SIGN_IN, "/api/auth/signout", "/api/auth/signin", "/sign-out"]) {
    const foreign = { ...FORM, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect.soft(await post(path, foreign, "a=b"), path).toBe(403);
    expect.soft(await post(path, { ...foreign, origin }, "a=b"), path).toBe(403);
  }
});

test("arguments that nobody can read are the caller's fault", async () => {
  const headers = themeAction();
  const ends = "--b--\r\n";
  const bodies = ["[", `["$1:a:b"]`, `["$F1"]`, `["$K9"`, `{"a":`].map(
    (args) => field("0", args) + field("_1_theme", "dark") + ends,
  );
  for (const body of [...bodies, "no parts", "", field("_1_theme", "dark")])
    expect.soft(await post("/sign-in", headers, body), body).toBe(400);
  expect(await post("/sign-in", { ...headers, "content-type": "text/plain" }, "[1")).toBe(400);
});

test("the theme that somebody chooses is kept in a cookie for this host alone, which no script reads", async () => {
  const body = `${field("_1_theme", "dark")}${field("0", '["$K1"]')}--b--\r\n`;
  const answer = await fetch(`${origin}/sign-in`, {
    method: "POST",
    headers: { ...themeAction(), origin, "sec-fetch-site": "same-origin" },
    body,
  });
  await answer.body?.cancel();
  const [cookie = "", ...others] = answer.headers.getSetCookie();
  expect(others).toEqual([]);
  expect(cookie).toMatch(/^__Host-theme=dark; Path=\/; .*Secure; HttpOnly; SameSite=lax$/i);
});

test("security.txt names who is told, until when, and where it stands", async () => {
  const answer = await fetch(`${origin}/.well-known/security.txt`);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const text = await answer.text();
  const fields = new Map(
    text
      .trim()
      .split("\n")
      .map((line) => line.split(/: (.*)/) as [string, string]),
  );
  expect(fields.get("Contact")).toBe("mailto:security@standby.example");
  expect(fields.get("Canonical")).toBe(`${origin}/.well-known/security.txt`);
  const days = (Date.parse(fields.get("Expires") ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(366);
});

test("there is no optimiser of images, which would fetch for others", async () => {
  for (const url of ["/icon.svg", "https://evil.example/a.png", "http://127.0.0.1/"]) {
    const query = new URLSearchParams({ url, w: "64", q: "75" });
    const { status } = await fetch(`${origin}/_next/image?${query}`);
    expect.soft(status, url).toBe(404);
  }
});

test("no address leads to another site, whatever it says where to go on", async () => {
  const ways = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
  ];
  const places = [
    "/sign-in",
    "/sign-in/code",
    "/confirm",
    "/organisations",
    "/",
    "/api/auth/signin",
    "/api/auth/signout",
    "/api/auth/csrf",
  ];
  for (const place of places)
    for (const way of ways)
      for (const name of ["to", "callbackUrl"]) {
        const query = new URLSearchParams({ [name]: way });
        for (const cookie of ["", caller.cookie]) {
          const answer = await fetch(`${origin}${place}?${query}`, {
            redirect: "manual",
            headers: { cookie },
          });
          const text = await answer.text();
          const to = answer.headers.get("location");
          if (to !== null) expect.soft(new URL(to, origin).origin, `${place} ${way}`).toBe(origin);
          expect
            .soft(text, `${place} ${way}`)
            .not.toMatch(/(href|action|formaction)="(\w+:|[/\\]{2})[^"]*evil\.example/i);
        }
      }
});

/** As a tool sends it: fetch would not. */
function askLine(path: string): Promise<{ status: number; to: string | undefined }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, to: answer.headers.location });
    });
    sent.on("error", reject).end();
  });
}

test("a host in the first line of a request leads nowhere: its path is what is asked for", async () => {
  expect(await askLine("http://evil.example/nowhere")).toEqual({ status: 404, to: undefined });
  expect(await askLine("https://evil.example/api/health")).toMatchObject({ status: 200 });
  expect(await askLine("http://evil.example?x")).toEqual(await askLine("/?x"));
  for (const path of [
    "http://evil.example//evil.example/a",
    "//evil.example/a",
    "/\\evil.example",
  ]) {
    const { to = "/" } = await askLine(path);
    expect.soft(new URL(to, origin).origin, path).toBe(origin);
  }
});

/** As a browser says it; fetch would write these headers itself. */
function ask(path: string, mode: string, dest: string): Promise<number> {
  const { hostname, port } = new URL(origin);
  const from = { "sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": dest };
  const headers = { cookie: caller.cookie, ...from };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

test("what another site embeds or fetches is refused; a link from there leads in", async () => {
  for (const path of [`/o/${world.slug}`, `/o/${world.slug}/now.json`]) {
    expect.soft(await ask(path, "no-cors", "script"), path).toBe(403);
    expect.soft(await ask(path, "navigate", "iframe"), path).toBe(403);
  }
  expect(await ask("/sign-in", "navigate", "document")).toBe(200);
});
