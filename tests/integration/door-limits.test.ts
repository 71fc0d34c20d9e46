import { randomInt, randomUUID } from "node:crypto";
import path from "node:path";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { peerHeader } from "@/lib/auth/peer";
import { insertSession } from "@/lib/auth/session-store";
import { findUser } from "@/lib/auth/store";
import { sessionCookie, signDevices } from "@/lib/auth/token";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { newToken } from "@/lib/crypto/token";
import { type Found, findDoors, isOfOrganisation } from "@/tests/doors/inventory";
import { asRequest } from "@/tests/doors/request";
import { SAMPLES } from "@/tests/doors/samples";
import { EVERYTHING, makeWorld, type World } from "@/tests/doors/world";
import { openStage } from "./stage";

// What Next gives a request. The doors, and all that is behind them, are the product's own.
vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  connection: async () => undefined,
  after: () => undefined,
}));

const MOST = 12;
const doors = (await findDoors()).filter(({ file }) => file !== "app/layout.tsx");

let stage: Awaited<ReturnType<typeof openStage>>;
let world: World;
beforeAll(async () => {
  // Budgets of a thousandth: of most there is one, of an organisation's reads six.
  stage = await openStage(() => ({ LIMITS_FACTOR: "0.001", SSO_LOCAL: "on" }));
  world = await makeWorld();
});
afterAll(() => stage.close());

const refused = z.object({ error: z.object({ code: z.enum(["busy", "unavailable"]) }) });

type Caller = {
  readonly cookie: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Calls a door's own function as Next would, and says whether the caller has to wait. */
async function waits(found: Found, { cookie, headers = {} }: Caller, params = {}) {
  const module = z
    .record(z.string(), z.unknown())
    .parse({ ...(await import(path.resolve(found.file))) });
  const run = module[found.name];
  if (typeof run !== "function") throw new Error(`${found.id} is no function`);
  const props = {
    params: Promise.resolve({ org: world.slug, nextauth: ["session"], token: "none", ...params }),
    searchParams: Promise.resolve({}),
    children: null,
  };
  const method = /^(GET|POST|PUT|PATCH|DELETE)$/.exec(found.name)?.[1];
  const form = new FormData();
  const work = (): unknown => {
    if (method) return run(new NextRequest("http://localhost:3000/", { method, headers }), props);
    if (/\/(page|layout)\.tsx$/.test(found.file)) return run(props);
    if (found.door?.kind === "action") return run(world.slug, null, form);
    return found.door ? run(null, form) : run(form);
  };
  const sent = { "sec-fetch-site": "same-origin", ...headers };
  try {
    const answer = await asRequest(cookie, async () => work(), sent);
    if (!(answer instanceof Response)) return refused.safeParse(answer).success;
    await answer.body?.cancel();
    const { status } = answer;
    if (answer.headers.get("location")?.startsWith("/busy?")) return true;
    return (status === 429 || status === 503) && Number(answer.headers.get("retry-after")) > 0;
  } catch (error) {
    return isRedirectError(error) && getURLFromRedirectError(error).startsWith("/busy?");
  }
}

/** A network that nobody came from yet. */
const newNetwork = () => peerHeader(`10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`);

/** Those of the doors at which such a caller never has to wait. */
async function unlimited(all: readonly Found[], newCaller: () => Promise<Caller>) {
  const open: string[] = [];
  for (const found of all) {
    const caller = await newCaller();
    const params = SAMPLES[found.id]?.[0]?.params?.(world) ?? {};
    let has = false;
    for (let nth = 0; nth < MOST && !has; nth += 1) has = await waits(found, caller, params);
    if (!has) open.push(found.id);
  }
  return open;
}

/** A browser in which somebody is not signed in any more, and that their account knows, or did before. */
async function knownDevice(userId: string, trusted = true): Promise<string> {
  const account = (await findUser(userId))?.emailHash ?? "";
  const device = newSecret();
  await insertSession({
    idHash: randomUUID(),
    userId,
    userVersion: 1,
    device: "a test",
    deviceHash: trusted ? fingerprint(device) : null,
    expiresAt: new Date(),
  });
  return `${sessionCookie().name}-device=${await signDevices([{ account, device }], "1d")}`;
}

const nobody = async (): Promise<Caller> => ({ cookie: null, headers: newNetwork() });
const member = async (): Promise<Caller> => ({
  cookie: (await world.newcomer(EVERYTHING)).cookie,
  headers: newNetwork(),
});

/** Changes a cookie and is no form that a program could send: its door is called from inside (account.ts). */
const INSIDE = ["/(account)/actions.ts switchTheme"];

describe("whoever asks too often has to wait, and is told how long", () => {
  test("at every door, who is not signed in", async () => {
    const all = doors.filter(({ id }) => !INSIDE.includes(id));
    expect(all.length).toBeGreaterThan(150);
    expect(await unlimited(all, nobody)).toEqual([]);
  }, 300_000);

  test("at every door of an organisation, its members", async () => {
    expect(await unlimited(doors.filter(isOfOrganisation), member)).toEqual([]);
  }, 300_000);

  test("with keys, tokens and private addresses that do not work", async () => {
    const one = (id: string) => doors.filter((found) => found.id === id);
    const with_ = (headers: Record<string, string>) => async () => ({
      cookie: null,
      headers: { ...newNetwork(), ...headers },
    });
    const bearer = (kind: "key" | "scim") =>
      with_({ authorization: `Bearer ${newToken(kind).text}` });
    expect(await unlimited(one("now.json/route.ts"), bearer("key"))).toEqual([]);
    expect(await unlimited(one("/scim/v2/[[...path]]/route.ts"), bearer("scim"))).toEqual([]);
    expect(await unlimited(one("/feeds/[token]/route.ts"), nobody)).toEqual([]);
  });

  test.each([
    "/(account)/actions.ts askReset",
    "/api/auth/[...nextauth]/route.ts POST",
    "/(account)/sign-in/page.tsx",
  ])(
    "at %s, whom an account knows by the device is not kept out by others on the network",
    async (id) => {
      const found = doors.find((one) => one.id === id);
      if (!found) throw new Error(`there is no ${id}`);
      const [ana, bo] = [await world.newcomer(), await world.newcomer()];
      const headers = newNetwork();
      const comes = (cookie: string | null) => waits(found, { cookie, headers });
      expect([await comes(null), await comes(null)]).toEqual([false, true]);
      expect(await comes(await knownDevice(ana.actor.userId, false))).toBe(true);
      expect(await comes(await knownDevice(ana.actor.userId))).toBe(false);
      expect(await comes(await knownDevice(bo.actor.userId))).toBe(false);
      // Nobody gets any number of them by signing in again.
      expect(await comes(await knownDevice(ana.actor.userId))).toBe(true);
    },
  );

  test("probes are counted apart: who has to wait elsewhere still hears whether Standby is well", async () => {
    const caller = await nobody();
    const find = (id: string) => {
      const found = doors.find((one) => one.id === id);
      if (!found) throw new Error(`there is no ${id}`);
      return found;
    };
    const page = find("/(account)/forgot/page.tsx");
    expect([await waits(page, caller), await waits(page, caller)]).toEqual([false, true]);
    const probe = find("/api/health/route.ts");
    expect([await waits(probe, caller), await waits(probe, caller)]).toEqual([false, true]);
  });
});
