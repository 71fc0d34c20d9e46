import { randomUUID } from "node:crypto";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { signIn } from "@/app/(account)/actions";
import { acceptByProvider, linkFound, unlink } from "@/app/(account)/sso/actions";
import { createUser } from "@/lib/auth/account";
import { open, seal } from "@/lib/crypto/box";
import { invite } from "@/lib/members/commands";
import { addConnection, requireSso, saveOidc } from "@/lib/organisation/sso-commands";
import { identitiesOf } from "@/lib/sso/identity";
import { providerAddress } from "@/lib/sso/provider";
import { requireMember } from "@/lib/tenancy/require";
import { as, join } from "@/scripts/demo-stage";
import { atProvider, type OidcServer, startOidc } from "@/tests/support/oidc";
import { jar, session, settled, step } from "./sso-browser";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-browser")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-browser")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const NOW = Date.now();
const PASSWORD = "correct horse battery";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let oidc: OidcServer;
let lumen: Tenant;
let harbour: Tenant;
let ours: string;
let theirs: string;
let ana: { readonly id: string; readonly version: number };
let max: { readonly id: string; readonly version: number };

/** A provider of the organisation's, as an administrator sets it up. */
async function connect(
  { owner: actor }: Tenant,
  issuer: string,
  secret = "a client secret",
): Promise<string> {
  return as(actor, NOW, async (context) => {
    await addConnection(context, { kind: "oidc", name: "Work" });
    const made = await context.db.ssoConnection.findFirst({ where: { issuer: "" } });
    const connectionId = made?.id ?? "";
    await saveOidc(context, {
      connectionId,
      name: "Work",
      issuer,
      clientId: connectionId,
      clientSecret: secret,
    });
    return connectionId;
  });
}

async function person(at: readonly Tenant[], email: string) {
  const made = { name: email.split("@")[0] ?? "", email, zone: "UTC" };
  const user = await createUser({ ...made, password: PASSWORD });
  for (const one of at) await join(one.owner, { ...made, id: user.id }, "Viewer");
  return user;
}

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
      secret: "a client secret",
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

/** Signs in by a provider as somebody there; gives back where it leads to. */
async function signInBy(provider: string, name: string, search: Record<string, string> = {}) {
  const sent = await step(provider, "start", search);
  const back = await atProvider(sent, name);
  return step(provider, "callback", back.searchParams);
}

type Act = (previous: null, form: FormData) => Promise<{ ok: boolean; error?: { code: string } }>;

/** Sends a form: where it leads to, or the code of the error. */
async function send(act: unknown, fields: Readonly<Record<string, string>> = {}): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  try {
    const result = await (act as Act)(null, form);
    return result.ok ? "ok" : (result.error?.code ?? "");
  } catch (error) {
    if (isRedirectError(error)) return getURLFromRedirectError(error);
    throw error;
  }
}

const byPassword = (email: string, to = "/organisations") =>
  send(signIn, { email, password: PASSWORD, to });

/** Links whom a provider knows somebody as, as they would. */
async function linked(provider: string, email: string): Promise<void> {
  await byPassword(email);
  expect(await signInBy(provider, email, { purpose: "link" })).toBe("/sso/link");
  expect(await send(linkFound)).toMatch(/^\//);
  jar.clear();
}

/** Where somebody is led who opens the organisation; `in` when it opens. */
async function entered(slug: string): Promise<string> {
  try {
    await requireMember(slug);
    return "in";
  } catch (error) {
    if (isRedirectError(error)) return getURLFromRedirectError(error);
    throw error;
  }
}

async function entries({ orgId }: Tenant): Promise<string[]> {
  await settled();
  const { rows } = await owner.query(
    `SELECT "action" FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number"`,
    [orgId],
  );
  return rows.map(({ action }) => String(action));
}

async function verified({ orgId }: Tenant, domain: string): Promise<void> {
  await owner.query("SELECT 1");
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
    expect(await entries(lumen)).toEqual(expect.arrayContaining(["member.identity-linked"]));
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
  const why = (address: string) => new URLSearchParams(address.split("?")[1]).get("why");
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
    expect(await entries(lumen)).toContain("sso.refused");
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

  test("of a provider whose secret is wrong, or that is not there, says so", async () => {
    await owner.query(`UPDATE "SsoConnection" SET "secretBox" = $1 WHERE "id" = $2`, [
      seal("wrong", {
        table: "SsoConnection",
        column: "secret",
        orgId: harbour.orgId,
        row: theirs,
      }),
      theirs,
    ]);
    expect(why(await signInBy(theirs, "ana@lumen.example"))).toBe("secret");
    const dead = await connect(harbour, "http://localhost:1");
    expect(why(await step(dead, "start"))).toBe("unreachable");
    expect(why(await step(randomUUID(), "start"))).toBe("unknown-provider");
    await owner.query(`UPDATE "SsoConnection" SET "secretBox" = $1 WHERE "id" = $2`, [
      seal("a client secret", {
        table: "SsoConnection",
        column: "secret",
        orgId: harbour.orgId,
        row: theirs,
      }),
      theirs,
    ]);
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
    const boss = await createUser({
      name: "Boss",
      email: "boss@lumen.example",
      password: PASSWORD,
      zone: "UTC",
    });
    await join(
      lumen.owner,
      { id: boss.id, name: "Boss", email: "boss@lumen.example", zone: "UTC" },
      "Owner",
    );
    await byPassword("boss@lumen.example");
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    await owner.query(`UPDATE "Session" SET "provenBy" = 'totp' WHERE "userId" = $1`, [boss.id]);
    expect(await Promise.all([entered("lumen"), entered("lumen")])).toEqual(["in", "in"]);
    expect(await entered("lumen")).toBe("in");
    expect((await entries(lumen)).filter((action) => action === "sso.bypassed")).toHaveLength(1);
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'sso-bypassed'`,
      [lumen.orgId],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });
});
