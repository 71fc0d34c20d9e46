import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import SignUpLinkPage from "@/app/(account)/sign-up/[secret]/page";
import { askSignUp, signUp } from "@/app/(account)/sign-up/actions";
import { GET as busy } from "@/app/busy/route";
import { mintSession } from "@/lib/auth/session";
import { newSignUp, openSignUp } from "@/lib/auth/sign-up";
import { sessionCookie } from "@/lib/auth/token";
import { action } from "@/lib/doors/action";
import { page } from "@/lib/doors/page";
import { route } from "@/lib/doors/route";
import { LIMITS } from "@/lib/limits/limits";
import { spend } from "@/lib/limits/spend";
import { toForm } from "@/tests/doors/call";
import { asRequest } from "@/tests/doors/request";
import { accountOf, openStage, type Tenant, tenant } from "./stage";

// What Next gives a request; what is done after the answer is done at once, and waited for.
vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", () => ({
  connection: async () => undefined,
  after: (work: () => Promise<void>) => afterwards.push(work()),
}));
const afterwards: Promise<void>[] = [];

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let cookie: string;
beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  lumen = await tenant("lumen");
  const token = await mintSession({ id: lumen.owner.userId, version: 1 }, "a test");
  cookie = `${sessionCookie().name}=${token}`;
});
afterAll(() => stage.close());

const letters = async (): Promise<number> => {
  await Promise.all(afterwards.splice(0));
  const { rows } = await owner.query(
    "SELECT count(*)::int AS count FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'letter'",
  );
  return rows[0]?.count ?? 0;
};

test("whoever asks for an account is answered alike, and mailed five times an hour at most", async () => {
  const ana = await accountOf("Ana Known");
  const ask = (email: string) => asRequest(null, () => askSignUp(null, toForm({ email })));
  const known = await ask(ana.email);
  expect(known).toEqual({ ok: true, data: undefined });
  expect(await ask("nobody@example.com")).toEqual(known);
  expect(await letters()).toBe(2);
  for (let one = 0; one < 8; one += 1) expect(await ask("nobody@example.com")).toEqual(known);
  expect(await letters()).toBe(1 + 5);
});

test("the mailed link proves its address for an hour, and is nothing when it was changed", async () => {
  const secret = (await newSignUp("zoe@example.com", 0)) ?? "";
  expect(openSignUp(secret, 3_599_999)).toBe("zoe@example.com");
  expect(openSignUp(secret, 3_600_000)).toBeNull();
  expect(openSignUp(`${secret}a`, 0)).toBeNull();
  expect(openSignUp("none", 0)).toBeNull();
  expect(secret).not.toContain("zoe");
  expect(await newSignUp((await accountOf("Bo")).email, 0)).toBeNull();
  // The longest address that there is.
  const longest = `${"z".repeat(64)}@${"long.".repeat(37)}exam`;
  expect(longest).toHaveLength(254);
  const params = Promise.resolve({ secret: (await newSignUp(longest, Date.now())) ?? "" });
  const opened = await asRequest(null, () => SignUpLinkPage({ params }));
  expect(JSON.stringify(opened)).toContain(longest);
  const form = { name: "Zoe", password: "a long enough password", zone: "UTC" };
  const late = toForm({ ...form, organisation: "Zoe's", slug: "zoe", secret });
  expect(await asRequest(null, () => signUp(null, late))).toMatchObject({
    ok: false,
    error: { code: "stale" },
  });
});

test("who has to wait is told how long: as a page, as JSON and beside a form", async () => {
  const member = `${lumen.orgId} ${lumen.owner.memberId}`;
  const load = async () => "seen";
  const params = Promise.resolve({ org: "lumen" });
  const get = route({
    permission: "member",
    input: z.looseObject({}),
    load,
    respond: (data) => Response.json(data),
  });
  const ask = () => asRequest(cookie, () => get(new Request("http://localhost/"), { params }));
  expect((await ask()).status).toBe(200);
  for (let left = LIMITS["read-member"].points - 1; left > 0; left -= 1)
    await spend("read-member", member);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: "busy" } });

  const show = page({ permission: "member", load, render: ({ data }) => data });
  const shown = asRequest(cookie, () => show({ params, searchParams: Promise.resolve({}) }));
  const sent = await shown.catch((error: unknown) => error);
  if (!isRedirectError(sent)) throw new Error("was shown", { cause: sent });
  const answer = busy(new Request(new URL(getURLFromRedirectError(sent), "http://localhost")));
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.text()).toMatch(/Please wait (a minute|\d+ minutes)/);

  for (let left = LIMITS["write-member"].points; left > 0; left -= 1)
    await spend("write-member", member);
  const send = action({ permission: "member", input: z.looseObject({}), run: load });
  const said = await asRequest(cookie, () => send("lumen", null, new FormData()));
  expect(said).toMatchObject({ ok: false, error: { code: "busy" } });
  expect(JSON.stringify(said)).toMatch(/Try again in (a minute|\d+ minutes)/);
});
