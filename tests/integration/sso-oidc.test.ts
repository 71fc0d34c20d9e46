import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { acceptByProvider, linkFound, unlink } from "@/app/(account)/sso/actions";
import { open, seal } from "@/lib/crypto/box";
import { invite } from "@/lib/members/commands";
import { requireSso } from "@/lib/organisation/sso-commands";
import { identitiesOf } from "@/lib/sso/identity";
import { providerAddress, secretPlace } from "@/lib/sso/provider";
import { as } from "@/scripts/demo-stage";
import { atProvider, type OidcServer, startOidc } from "@/tests/support/oidc";
import { session, step } from "./sso-browser";
import { jar, settled } from "./sso-jar";
import {
  byPassword,
  connect,
  entered,
  entries,
  person,
  SECRET,
  send,
  signInBy,
  why,
} from "./sso-stage";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let oidc: OidcServer;
let lumen: Tenant;
let harbour: Tenant;
let ours: string;
let theirs: string;
let ana: { readonly id: string; readonly version: number };
let max: { readonly id: string; readonly version: number };

beforeAll(async () => {
  const ids: string[] = [];
  oidc = await startOidc(async (issuer) => {
    stage = await openStage(() => ({
      SSO_LOCAL: "on",
      GOOGLE_ISSUER: issuer,
      GOOGLE_CLIENT_ID: "google",
      GOOGLE_CLIENT_SECRET: "a client secret",
    }));
    owner = new pg.Client({ connectionString: stage.ownerUrl });
    await owner.connect();
    lumen = await tenant("lumen");
    harbour = await tenant("harbour");
    ours = await connect(lumen, issuer);
    theirs = await connect(harbour, issuer);
    ids.push("google", ours, theirs);
    return ids.map((id) => ({
      id,
      secret: SECRET,
      callback: providerAddress(id, "callback"),
    }));
  });
  ana = await person([lumen], "ana@lumen.example");
  max = await person([lumen, harbour], "max@lumen.example");
});
afterAll(async () => {
  await settled();
  await oidc.close();
  await owner.end();
  await stage.close();
});
beforeEach(async () => {
  jar.clear();
  await owner.query(`DELETE FROM "Identity"`);
  await owner.query(`UPDATE "Organisation" SET "ssoRequired" = false`);
  await owner.query(`DELETE FROM "SsoDomain"`);
});

/** Links whom a provider knows somebody as, as they would. */
async function linked(provider: string, email: string): Promise<void> {
  await byPassword(email);
  expect(await signInBy(provider, email, { purpose: "link" })).toBe("/sso/link");
  expect(await send(linkFound)).toMatch(/^\//);
  jar.clear();
}

async function verified({ orgId }: Tenant, domain: string): Promise<void> {
  await owner.query(
    `INSERT INTO "SsoDomain" ("orgId", "domain", "token", "verifiedAt") VALUES ($1, $2, 'x', now())`,
    [orgId, domain],
  );
}

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
      expect((await session())?.userId).toBe(ana.id);
    }
    expect((await identitiesOf(ana.id)).map(({ name, label }) => [name, label])).toEqual([
      ["Google", "ana@lumen.example"],
      ["Work of lumen organisation", "ana@lumen.example"],
    ]);
    expect(await entries(owner, lumen)).toEqual(expect.arrayContaining(["member.identity-linked"]));
  });

  test("is one account's: another is told so, and may unlink only its own", async () => {
    await linked("google", "ana@lumen.example");
    await byPassword("max@lumen.example");
    expect(await signInBy("google", "ana@lumen.example", { purpose: "link" })).toMatch(/why=taken/);
    const [mine] = await identitiesOf(ana.id);
    const fields = { provider: "google", subjectHash: mine?.subjectHash ?? "" };
    expect(await send(unlink, fields)).toBe("stale");
    jar.clear();
    await byPassword("ana@lumen.example");
    expect(await send(unlink, fields)).toBe("ok");
    jar.clear();
    expect(await signInBy("google", "ana@lumen.example")).toBe("/sso/link");
  });

  test("joins the account of a member in a verified domain, who belongs nowhere else", async () => {
    await verified(lumen, "lumen.example");
    expect(await signInBy("google", "ana@lumen.example")).toBe("/sso/link");
    expect(await signInBy(theirs, "ana@lumen.example")).toBe("/sso/link");
    expect(await signInBy(ours, "max@lumen.example")).toBe("/sso/link");
    expect(await signInBy(ours, "ana@elsewhere.example")).toBe("/sso/link");
    expect(await session()).toBeNull();
    expect(await signInBy(ours, "ana@lumen.example")).toBe("/o/lumen");
    expect(await session()).toMatchObject({ userId: ana.id, own: false, provenBy: "sso" });
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
    jar.clear();
    expect(await signInBy(ours, "gus")).toBe("/o/lumen");
    expect(await entered("lumen")).toBe("in");
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

describe("what an organisation's provider says", () => {
  test("counts in that organisation alone, and changes nothing of the account", async () => {
    await linked(ours, "max@lumen.example");
    await signInBy(ours, "max@lumen.example");
    expect(await entered("lumen")).toBe("in");
    expect(await entered("harbour")).toMatch(/^\/sso\?org=harbour/);
    await signInBy("google", "max@lumen.example", { purpose: "link" });
    expect(await send(linkFound)).toBe("refused");
    expect(await byPassword("max@lumen.example")).toBe("/organisations");
    expect(await entered("harbour")).toBe("in");
    expect(await session()).toMatchObject({ userId: max.id, own: true, connections: [ours] });
  });

  test("proves anew who uses a session, if it is the same account", async () => {
    await linked(ours, "ana@lumen.example");
    await linked("google", "max@lumen.example");
    await signInBy(ours, "ana@lumen.example");
    await owner.query(`UPDATE "Session" SET "provenAt" = 'epoch'`);
    const search = { purpose: "confirm", to: "/o/lumen/me/keys" };
    expect(why(await signInBy("google", "max@lumen.example", search))).toBe("other-account");
    expect((await session())?.isFresh).toBe(false);
    expect(await signInBy(ours, "ana@lumen.example", search)).toBe("/o/lumen/me/keys");
    expect(await session()).toMatchObject({ isFresh: true, own: false });
  });

  test("is nothing any more when the connection is gone", async () => {
    const extra = await connect(lumen, "http://localhost:1");
    await byPassword("max@lumen.example");
    await owner.query(`UPDATE "Session" SET "own" = false, "connections" = ARRAY[$1::uuid]`, [
      extra,
    ]);
    expect(await entered("lumen")).toBe("in");
    await owner.query(`DELETE FROM "SsoConnection" WHERE "id" = $1`, [extra]);
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
  });
});

describe("an organisation that requires it", () => {
  const ask = (required: boolean, viaSso = true) =>
    as(lumen.owner, NOW, (context) => requireSso(context, { required, viaSso }));

  test("opens to no password, and to its provider", async () => {
    await linked(ours, "max@lumen.example");
    await ask(true);
    await byPassword("max@lumen.example");
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    expect(await entered("harbour")).toBe("in");
    expect(await signInBy(ours, "max@lumen.example", { to: "/o/lumen/drafts" })).toBe(
      "/o/lumen/drafts",
    );
    expect(await entered("lumen")).toBe("in");
    expect(await entered("harbour")).toBe("in");
  });

  test("is asked for by nobody whom it would shut out", async () => {
    await expect(ask(true, false)).rejects.toMatchObject({ code: "conflict" });
  });

  test("lets owners in by a second factor, logged once for a session and mailed to all owners", async () => {
    await ask(true);
    const boss = await person([lumen], "boss@lumen.example", "Owner");
    await byPassword("boss@lumen.example");
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    await owner.query(`UPDATE "Session" SET "provenBy" = 'totp' WHERE "userId" = $1`, [boss.id]);
    expect(await Promise.all([entered("lumen"), entered("lumen")])).toEqual(["in", "in"]);
    expect(await entered("lumen")).toBe("in");
    expect(
      (await entries(owner, lumen)).filter((action) => action === "sso.bypassed"),
    ).toHaveLength(1);
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'sso-bypassed'`,
      [lumen.orgId],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });
});
