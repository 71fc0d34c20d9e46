import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { newToken } from "@/lib/crypto/token";
import { ACTING, READING, type Target } from "@/tests/doors/ask";
import { findDoors } from "@/tests/doors/inventory";
import { type Answer, type Sent, send } from "@/tests/doors/send";
import { findTargets } from "@/tests/doors/targets";
import { EVERYTHING, type Holder, makeWorld, type World } from "@/tests/doors/world";
import { findOutside } from "@/tests/fuzz/outside";

// Against a server whose budgets are a thousandth: of most there is one, of an organisation's reads six.
const origin = process.env.STANDBY_URL ?? "";
const MOST = 12;
const [html] = READING;
const [byRouter] = ACTING;

let world: World;
let member: Holder;
let inside: readonly Target[];
let outside: readonly Target[];
beforeAll(async () => {
  world = await makeWorld();
  member = await world.newcomer(EVERYTHING);
  inside = await findTargets(world, member);
  outside = await findOutside(world.slug);
});

/** A network that nobody came from yet. */
const newAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** Whether somebody has to wait: by a status with when to come back, of the answer or of where it leads. */
async function waits({ status, headers }: Answer): Promise<boolean> {
  if (status === 429 || status === 503) return Number(headers.get("retry-after")) > 0;
  const to = headers.get("location") ?? "";
  if (!/^(https?:\/\/[^/]+)?\/busy\?/.test(to)) return false;
  const busy = await fetch(new URL(to, origin), { redirect: "manual" });
  return [429, 503].includes(busy.status) && Number(busy.headers.get("retry-after")) > 0;
}

/** The answers until somebody has to wait, or too many. */
async function untilWait(sent: Sent): Promise<string> {
  const statuses: number[] = [];
  while (statuses.length < MOST) {
    const answer = await send(origin, sent);
    if (await waits(answer)) return "waits";
    statuses.push(answer.status);
  }
  return statuses.join(" ");
}

function asking(target: Target, cookie: string | null, more: Record<string, string> = {}): Sent {
  const { found, path, action, sample } = target;
  if (!html || !byRouter) throw new Error("no way to ask");
  const method = found.door ? undefined : /^(POST|PUT|PATCH|DELETE)$/.exec(found.name)?.[1];
  const search = sample.search?.(world) ?? {};
  const headers = { "x-forwarded-for": newAddress(), ...more };
  const rest = { path, search, headers, cookie };
  if (action) return { ...rest, form: byRouter, action: { ...action, slug: world.slug } };
  if (!method) return { ...rest, form: html, action: null };
  const type = "application/x-www-form-urlencoded";
  const form = { name: "post", method: "POST", headers: { "content-type": type } } as const;
  return { ...rest, form, action: null, body: "a=b" };
}

describe("whoever asks too often has to wait, and is told how long", () => {
  test("at every door, who is not signed in", async () => {
    const open: string[] = [];
    for (const target of [...inside, ...outside]) {
      const end = await untilWait(asking(target, null));
      if (end !== "waits") open.push(`${target.found.id} ${target.path}: ${end}`);
    }
    expect(open).toEqual([]);
  });

  test("at every door of an organisation, its members", async () => {
    const open: string[] = [];
    for (const target of inside) {
      const { cookie } = await world.newcomer(EVERYTHING);
      const end = await untilWait(asking(target, cookie));
      if (end !== "waits") open.push(`${target.found.id}: ${end}`);
    }
    expect(open).toEqual([]);
  });

  test("at every door of one's own account, who is signed in, from wherever they come", async () => {
    const open: string[] = [];
    const pages = outside.filter(({ path, action }) => !action && !path.startsWith("/api/health"));
    for (const target of pages) {
      const { cookie } = await world.newcomer();
      const end = await untilWait(asking(target, cookie));
      if (end !== "waits") open.push(`${target.found.id}: ${end}`);
    }
    expect(open).toEqual([]);
  });

  test("with keys and private addresses that do not work", async () => {
    const target = inside.find(({ found }) => found.id === "now.json/route.ts");
    const feed = outside.find(({ found }) => found.id === "/feeds/[token]/route.ts");
    const scim = outside.find(({ found }) => found.id === "/scim/v2/[[...path]]/route.ts");
    if (!target || !feed || !scim) throw new Error("no such door");
    const bearer = (kind: "key" | "scim") => ({ authorization: `Bearer ${newToken(kind).text}` });
    expect(await untilWait(asking(target, null, bearer("key")))).toBe("waits");
    expect(await untilWait(asking(scim, null, bearer("scim")))).toBe("waits");
    const path = `/feeds/${newToken("feed").text}.ics`;
    expect(await untilWait(asking({ ...feed, path }, null))).toBe("waits");
  });
});

test("every door is among those that were tried", async () => {
  const tried = new Set([...inside, ...outside].map(({ found }) => found.id));
  const all = (await findDoors()).filter(({ file }) => !/\/layout\.tsx$/.test(file));
  expect(all.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

test("a header that no proxy of ours wrote does not make a newcomer of anybody; another network is one", async () => {
  const target = outside.find(({ found }) => found.id === "/(account)/forgot/page.tsx");
  if (!target) throw new Error("no such door");
  const sent = asking(target, null);
  expect(await untilWait(sent)).toBe("waits");
  const own = sent.headers["x-forwarded-for"];
  const forged = { ...sent, headers: { "x-forwarded-for": `${newAddress()}, ${own}` } };
  expect(await waits(await send(origin, forged))).toBe(true);
  const other = { ...sent, headers: { "x-forwarded-for": newAddress() } };
  expect(await waits(await send(origin, other))).toBe(false);
});

test("probes get their answer while everything else from their network has to wait", async () => {
  const page = outside.find(({ found }) => found.id === "/(account)/forgot/page.tsx");
  const probe = outside.find(({ found }) => found.id === "/api/health/route.ts");
  if (!page || !probe) throw new Error("no such door");
  const sent = asking(page, null);
  expect(await untilWait(sent)).toBe("waits");
  const asked = { ...asking(probe, null), headers: sent.headers };
  expect((await send(origin, asked)).status).toBe(200);
});
