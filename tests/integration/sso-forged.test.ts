import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { linkFound } from "@/app/(account)/sso/actions";
import { type Forger, type Forgery, startForger } from "@/tests/support/oidc-forger";
import { session, step } from "./sso-browser";
import { jar } from "./sso-jar";
import { byPassword, connect, entries, openSso, SECRET, send, why } from "./sso-stage";
import type { Tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const SUB = "ana-at-the-provider";
const now = () => Math.floor(Date.now() / 1000);

let sso: Awaited<ReturnType<typeof openSso>>;
let owner: pg.Client;
let lumen: Tenant;
let forger: Forger;
let ours: string;

beforeAll(async () => {
  sso = await openSso();
  ({ owner, lumen } = sso);
  forger = await startForger(SECRET);
  ours = await connect(lumen, forger.issuer);
});
afterAll(async () => {
  await forger.close();
  await sso.close();
});
beforeEach(async () => {
  await sso.reset();
  await byPassword("ana@lumen.example");
  expect(await comeBack({}, { purpose: "link" })).toBe("/sso/link");
  await send(linkFound);
  jar.clear();
});

/** Goes to the provider and back with its answer. */
async function comeBack(
  forgery: Forgery,
  search: Readonly<Record<string, string>> = {},
  change: (query: URLSearchParams) => void = () => undefined,
): Promise<string> {
  const query = await forger.answer(await step(ours, "start", search), SUB, forgery);
  change(query);
  return step(ours, "callback", query);
}

/** Why nobody was signed in, with what the organisation's log says of it since. */
async function refused(...asked: Parameters<typeof comeBack>) {
  const before = await entries(owner, lumen);
  const reason = why(await comeBack(...asked));
  return [reason, (await entries(owner, lumen)).slice(before.length)];
}

test("an answer in which nothing is forged signs in", async () => {
  expect(await comeBack({})).toBe("/o/lumen");
  expect(await session()).toMatchObject({ userId: sso.ana.id, own: false, isFresh: true });
});

describe("nobody is signed in by an answer", () => {
  const forgeries: readonly (readonly [string, Forgery, string])[] = [
    ["of another issuer", { claims: { iss: "https://evil.example" } }, "answer"],
    ["for another client", { claims: { aud: "another" } }, "answer"],
    [
      "for several clients, of which another asked",
      { claims: { aud: ["another", "third"] } },
      "answer",
    ],
    ["that another client asked for", { claims: { azp: "another" } }, "audience"],
    ["with no signature", { by: "nobody" }, "answer"],
    ["signed with the client's secret", { by: "the client secret" }, "answer"],
    ["signed with the public key as a secret", { by: "the public key" }, "answer"],
    ["signed by another key", { by: "another key" }, "answer"],
    ["signed by a key that nobody named", { by: "an unknown key" }, "answer"],
    ["that is over", { claims: { iat: now() - 600, exp: now() - 120 } }, "answer"],
    ["that is to come", { claims: { iat: now() + 600, exp: now() + 900 } }, "expired"],
    ["to another browser", { claims: { nonce: "another" } }, "answer"],
    ["to nobody", { claims: { nonce: undefined } }, "answer"],
    ["about nobody", { claims: { sub: undefined } }, "answer"],
    ["without an end", { claims: { exp: undefined } }, "answer"],
  ];

  test.each(forgeries)("one %s signs nobody in", async (_, forgery, reason) => {
    expect(await refused(forgery)).toEqual([reason, ["sso.refused"]]);
    expect(await session()).toBeNull();
  });

  test("with a state that nobody asked with, or none", async () => {
    const other = (query: URLSearchParams) => query.set("state", "another");
    expect(await refused({}, {}, other)).toEqual(["answer", ["sso.refused"]]);
    const none = (query: URLSearchParams) => query.delete("state");
    expect(await refused({}, {}, none)).toEqual(["answer", ["sso.refused"]]);
    expect(await session()).toBeNull();
  });
});

describe("nothing is confirmed by an answer", () => {
  const search = { purpose: "confirm", to: "/o/lumen/me/keys" };

  test.each([
    ["that does not say when they signed in", undefined, "no-time"],
    ["about a sign-in of ten minutes ago", -600, "old-proof"],
    ["about a sign-in that is to come", 600, "old-proof"],
  ])("%s", async (_, offset, reason) => {
    await comeBack({});
    await owner.query(`UPDATE "Session" SET "provenAt" = 'epoch'`);
    const at = offset === undefined ? undefined : now() + offset;
    expect(await refused({ claims: { auth_time: at } }, search)).toEqual([reason, ["sso.refused"]]);
    expect((await session())?.isFresh).toBe(false);
    expect(await comeBack({ claims: { auth_time: now() - 200 } }, search)).toBe(search.to);
    expect((await session())?.isFresh).toBe(true);
  });
});

test("a sign-in is as fresh as the provider says", async () => {
  for (const [at, isFresh] of [
    [now() - 600, false],
    [undefined, false],
    [now() + 30, true],
  ] as const) {
    jar.clear();
    expect(await comeBack({ claims: { auth_time: at } })).toBe("/o/lumen");
    expect((await session())?.isFresh).toBe(isFresh);
  }
});

test("an address opens nothing, whether the provider has verified it or does not say", async () => {
  for (const verified of [true, false, undefined]) {
    const claims = { sub: "new", email: "ana@lumen.example", email_verified: verified };
    expect(await comeBack({ claims })).toBe("/sso/link");
    expect(await session()).toBeNull();
  }
});
