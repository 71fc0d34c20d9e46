import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { acceptAsNew } from "@/app/(account)/actions";
import { acceptByProvider, linkFound, unlink } from "@/app/(account)/sso/actions";
import { findUserId } from "@/lib/auth/account";
import { open, seal } from "@/lib/crypto/box";
import { invite } from "@/lib/members/commands";
import { identitiesOf } from "@/lib/sso/identity";
import { secretPlace } from "@/lib/sso/provider";
import { as } from "@/scripts/demo-stage";
import { atProvider } from "@/tests/support/oidc";
import { lettersTo } from "./forms";
import { session, step } from "./sso-browser";
import { jar } from "./sso-jar";
import {
  byPassword,
  connect,
  entered,
  entries,
  linked,
  openSso,
  SECRET,
  send,
  signInBy,
  why,
} from "./sso-stage";
import type { Tenant } from "./stage";

/** The organisation's, as the stage makes it. */
const ZONE = "Europe/London";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
/** All that was sealed, be it for a cookie or for a row, as it was before. */
const { sealed } = vi.hoisted(() => ({ sealed: [] as string[] }));
vi.mock("@/lib/crypto/box", async (importActual) => {
  const box = await importActual<typeof import("@/lib/crypto/box")>();
  const seal: typeof box.seal = (text, place) => {
    sealed.push(text);
    return box.seal(text, place);
  };
  return { ...box, seal };
});

const NOW = Date.now();

const sso = await openSso();
const { owner, lumen, harbour, ours, theirs } = sso;
afterAll(() => sso.close());
beforeEach(() => sso.reset());

async function verified({ orgId }: Tenant, domain: string): Promise<void> {
  await owner.query(
    `INSERT INTO "SsoDomain" ("orgId", "domain", "token", "verifiedAt") VALUES ($1, $2, 'x', now())`,
    [orgId, domain],
  );
}

test("a provider is asked who somebody is, and for nothing else", async () => {
  for (const provider of ["google", ours]) {
    const asked = new URL(await step(provider, "start")).searchParams;
    expect(asked.get("scope")).toBe("openid email profile");
    // Nothing that would have it speak for them later, or elsewhere: no access_type, no resource, no claims.
    expect([...asked.keys()].sort()).toEqual([
      "client_id",
      "code_challenge",
      "code_challenge_method",
      "nonce",
      "redirect_uri",
      "response_type",
      "scope",
      "state",
    ]);
  }
});

test("no token of a provider is kept, nor goes on to the browser: not in a redirect, a cookie or a row", async () => {
  const led: string[] = [];
  // Of a signed cookie also what is in it.
  const read = (part: string) => Buffer.from(part, "base64url").toString("latin1");
  const held = () =>
    JSON.stringify([...jar].flatMap(([, value]) => [value, ...value.split(".").map(read)]));
  sealed.length = 0;
  for (const provider of ["google", ours]) {
    jar.clear();
    await byPassword("ana@lumen.example");
    led.push(await signInBy(provider, "ana@lumen.example", { purpose: "link" }), held());
    led.push(await send(linkFound), held());
    jar.clear();
    led.push(await signInBy(provider, "ana@lumen.example"), held());
    expect(await session()).not.toBeNull();
  }
  const { rows: tables } = await owner.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const kept = await Promise.all(
    tables.map(
      async ({ name }) => (await owner.query(`SELECT t::text AS row FROM ${name} t`)).rows,
    ),
  );
  const all = JSON.stringify([led, kept, sealed]);
  expect(all).toContain(sso.ana.id);
  expect(sealed.join()).toContain('"verifier":');
  // Of access and of identity, at each of four answers. Of a signed one its signature, too.
  expect(sso.tokens.length).toBeGreaterThanOrEqual(8);
  const parts = sso.tokens.flatMap((token) => [token, token.split(".").at(-1) ?? token]);
  expect(parts.filter((part) => all.includes(part))).toEqual([]);
});

describe("an identity that nobody linked", () => {
  test("opens no account, whatever address the provider says; its owner links it, signed in", async () => {
    for (const provider of ["google", ours]) {
      jar.clear();
      expect(await signInBy(provider, "ana@lumen.example")).toBe("/sso/link");
      expect(await session()).toBeNull();
      expect(await send(linkFound)).toMatch(/^\/sign-in/);
      expect(await byPassword("ana@lumen.example", "/sso/link")).toBe("/sso/link");
      expect(await send(linkFound)).toMatch(/^\//);
      jar.clear();
      expect(await signInBy(provider, "ana@lumen.example")).not.toBe("/sso/link");
      expect((await session())?.userId).toBe(sso.ana.id);
    }
    expect((await identitiesOf(sso.ana.id)).map(({ name, label }) => [name, label])).toEqual([
      ["Google", "ana@lumen.example"],
      ["Work of lumen organisation", "ana@lumen.example"],
    ]);
    expect(await entries(owner, lumen)).toEqual(expect.arrayContaining(["member.identity-linked"]));
  });

  test("is one account's: another is told so, and may unlink only its own; its owner is mailed both", async () => {
    const told = async () =>
      (await lettersTo(owner, "ana@lumen.example")).filter(({ subject }) =>
        subject.startsWith("How you sign in"),
      ).length;
    const before = await told();
    await linked("google", "ana@lumen.example");
    await byPassword("max@lumen.example");
    expect(await signInBy("google", "ana@lumen.example", { purpose: "link" })).toMatch(/why=taken/);
    const [mine] = await identitiesOf(sso.ana.id);
    const fields = { provider: "google", subjectHash: mine?.subjectHash ?? "" };
    expect(await send(unlink, fields)).toBe("stale");
    jar.clear();
    await byPassword("ana@lumen.example");
    expect([await told(), await send(unlink, fields)]).toEqual([before + 1, "ok"]);
    expect(await told()).toBe(before + 2);
    jar.clear();
    expect(await signInBy("google", "ana@lumen.example")).toBe("/sso/link");
  });

  test("joins no account by its address, not even in a domain that was shown to be the organisation's", async () => {
    await verified(lumen, "lumen.example");
    for (const provider of ["google", ours, theirs]) {
      expect(await signInBy(provider, "ana@lumen.example")).toBe("/sso/link");
      expect(await session()).toBeNull();
    }
  });

  test("takes an invitation, by its link alone", async () => {
    const email = `${randomUUID()}@guest.example`;
    const { link } = await as(lumen.owner, NOW, (context) =>
      invite(context, {
        name: "Gus Guest",
        email,
        grants: [{ permission: "schedule.view", teamId: null }],
      }),
    );
    const token = link.replace("/invitation/", "");
    expect(await signInBy(theirs, "gus", { to: link })).toBe(link);
    expect(await send(acceptByProvider, { token })).toBe("refused");
    expect(await signInBy(ours, "gus", { to: link })).toBe(link);
    expect(await send(acceptByProvider, { token })).toBe("/o/lumen");
    expect(await session()).toMatchObject({ own: false, connections: [ours], hasPassword: false });
    expect(await session(), "begins with the organisation's clock").toMatchObject({ zone: ZONE });
    jar.clear();
    expect(await signInBy(ours, "gus")).toBe("/o/lumen");
    expect(await entered("lumen")).toBe("in");
  });
});

describe("an invitation that is not accepted after all leaves no account behind", () => {
  const guest = () => ({
    name: "Gus Guest",
    email: `${randomUUID()}@guest.example`,
    grants: [{ permission: "schedule.view", teamId: null } as const],
  });
  const invited = async (input: ReturnType<typeof guest>) => {
    const { link } = await as(lumen.owner, NOW, (context) => invite(context, input));
    return { link, token: link.replace("/invitation/", "") };
  };

  test("where the identity is somebody's already", async () => {
    const gus = guest();
    const { link, token } = await invited(gus);
    expect(await signInBy(ours, "gus", { to: link })).toBe(link);
    const kept = new Map(jar);
    // Somebody else links it between.
    jar.clear();
    await byPassword("ana@lumen.example");
    expect(await signInBy(ours, "gus", { purpose: "link" })).toBe("/sso/link");
    await send(linkFound);
    jar.clear();
    for (const [name, value] of kept) jar.set(name, value);
    expect(await send(acceptByProvider, { token })).toBe("conflict");
    expect(await findUserId(gus.email)).toBeNull();
    expect(await send(acceptAsNew, { token, password: "a long enough sentence" })).toBe("/o/lumen");
    expect(await session(), "begins with the organisation's clock").toMatchObject({ zone: ZONE });
  });

  test("where the member cannot be written, and where two accept at once one does", async () => {
    const gus = guest();
    const { token } = await invited(gus);
    const accept = () => send(acceptAsNew, { token, password: "a long enough sentence" });
    await owner.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."action" = 'member.joined' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
    await owner.query(`CREATE TRIGGER fail BEFORE INSERT ON "ChangeLogEntry"
      FOR EACH ROW EXECUTE FUNCTION fail()`);
    expect(await accept()).toBe("internal");
    await owner.query(`DROP TRIGGER fail ON "ChangeLogEntry"`);
    expect(await findUserId(gus.email)).toBeNull();
    expect((await Promise.all([accept(), accept()])).sort()).toEqual(["/o/lumen", "stale"]);
  });
});

describe("an answer", () => {
  const cookie = () => [...jar.keys()].find((name) => name.endsWith("-sso-flow")) ?? "";
  const place = { table: "cookie", column: "sso-flow", orgId: "", row: "" };

  /** The browser's own note of what it asked, changed. */
  function change(checks: Readonly<Record<string, string>>): void {
    const flow = JSON.parse(open(jar.get(cookie()) ?? "", place));
    jar.set(
      cookie(),
      seal(JSON.stringify({ ...flow, checks: { ...flow.checks, ...checks } }), place),
    );
  }

  test.each([
    ["nonce", { nonce: "another" }, "answer"],
    ["verifier", { verifier: "another-verifier-that-is-long-enough-to-be-one" }, "answer"],
    ["state", { state: "another" }, "answer"],
  ])("with a wrong %s signs nobody in", async (_, checks, reason) => {
    await linked(ours, "ana@lumen.example");
    const back = await atProvider(await step(ours, "start"), "ana@lumen.example");
    change(checks);
    expect(why(await step(ours, "callback", back.searchParams))).toBe(reason);
    expect(await session()).toBeNull();
    expect(await entries(owner, lumen)).toContain("sso.refused");
  });

  test("of another issuer, to another provider, in another browser, or a second time signs nobody in", async () => {
    await linked(ours, "ana@lumen.example");
    const back = await atProvider(await step(ours, "start"), "ana@lumen.example");
    const issued = new URLSearchParams(back.searchParams);
    issued.set("iss", "https://evil.example");
    expect(why(await step(ours, "callback", issued))).toBe("answer");

    const other = await atProvider(await step(ours, "start"), "ana@lumen.example");
    expect(why(await step(theirs, "callback", other.searchParams))).toBe("lost");

    const third = await atProvider(await step(ours, "start"), "ana@lumen.example");
    const mine = new Map(jar);
    jar.clear();
    expect(why(await step(ours, "callback", third.searchParams))).toBe("lost");
    for (const [name, value] of mine) jar.set(name, value);
    expect(await step(ours, "callback", third.searchParams)).toBe("/o/lumen");
    jar.clear();
    for (const [name, value] of mine) jar.set(name, value);
    expect(why(await step(ours, "callback", third.searchParams))).toBe("answer");
    expect(await session()).toBeNull();
  });

  async function setSecret(secret: string): Promise<void> {
    const place = secretPlace(harbour.orgId, theirs);
    const values = [seal(secret, place), theirs];
    await owner.query(`UPDATE "SsoConnection" SET "secretBox" = $1 WHERE "id" = $2`, values);
  }

  test("of a provider whose secret is wrong, or that is not there, says so", async () => {
    await setSecret("wrong");
    expect(why(await signInBy(theirs, "ana@lumen.example"))).toBe("secret");
    const dead = await connect(harbour, "http://localhost:1");
    expect(why(await step(dead, "start"))).toBe("unreachable");
    expect(why(await step(randomUUID(), "start"))).toBe("unknown-provider");
    await setSecret(SECRET);
  });
});
