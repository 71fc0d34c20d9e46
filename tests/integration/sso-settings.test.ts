import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "@/lib/db/port";
import {
  addConnection,
  removeConnection,
  requireSso,
  saveOidc,
  saveSaml,
  trustFactors,
} from "@/lib/organisation/sso-commands";
import { addDomain, removeDomain, verifyDomain } from "@/lib/organisation/sso-domain-commands";
import { findSso } from "@/lib/organisation/sso-queries";
import { oidcSchema, samlSchema } from "@/lib/organisation/sso-schema";
import { domainRecord, findDomainTokens } from "@/lib/sso/domain";
import { findProvider } from "@/lib/sso/provider";
import { as } from "@/scripts/demo-stage";
import { startFakeDns } from "@/tests/support/fake-dns";
import { KEYS } from "@/tests/support/saml";
import { openStage, outcome, type Tenant, tenant } from "./stage";

const NOW = Date.now();
const records = new Map<string, readonly string[]>();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let dns: Awaited<ReturnType<typeof startFakeDns>>;
let lumen: Tenant;
let harbour: Tenant;

beforeAll(async () => {
  const port = await freePort();
  stage = await openStage(() => ({ SSO_DNS: `127.0.0.1:${port}` }));
  dns = await startFakeDns(records, port);
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
});
afterAll(async () => {
  dns.close();
  await owner.end();
  await stage.close();
});
beforeEach(async () => {
  records.clear();
  await owner.query(`DELETE FROM "SsoDomain"`);
  await owner.query(`DELETE FROM "SsoConnection"`);
});

type Work = Parameters<typeof as<void>>[2];
const at = (one: Tenant, work: Work) => outcome(as(one.owner, NOW, work));
const sso = (one: Tenant) => as(one.owner, NOW, findSso);

async function connection(one: Tenant, kind: "oidc" | "saml"): Promise<string> {
  await at(one, (context) => addConnection(context, { kind, name: "Work" }));
  return (await sso(one)).connections.at(-1)?.id ?? "";
}

const oidc = (connectionId: string, other: object = {}) => ({
  connectionId,
  name: "Work",
  issuer: "https://idp.example",
  clientId: "standby",
  clientSecret: "a secret",
  ...other,
});

describe("a connection", () => {
  test("is nobody's provider before it is set up, and keeps its issuer from then on", async () => {
    const id = await connection(lumen, "oidc");
    expect(await findProvider(id)).toBeNull();
    const save = (other: object) => at(lumen, (context) => saveOidc(context, oidc(id, other)));
    expect(await save({ clientSecret: "" })).toBe("invalid");
    expect(await save({})).toBe("ok");
    expect(await findProvider(id)).toMatchObject({ secret: "a secret" });
    expect(await save({ clientSecret: "", clientId: "another" })).toBe("ok");
    expect(await findProvider(id)).toMatchObject({ secret: "a secret", clientId: "another" });
    expect(await save({ issuer: "https://evil.example" })).toBe("conflict");
    await expect(
      owner.query(`UPDATE "SsoConnection" SET "issuer" = 'https://evil.example'`),
    ).rejects.toThrow("keeps its issuer");
  });

  test("is one organisation's: another changes and removes nothing", async () => {
    const id = await connection(lumen, "oidc");
    expect(await at(harbour, (context) => saveOidc(context, oidc(id)))).toBe("stale");
    const remove: Work = (context) => removeConnection(context, { connectionId: id });
    expect(await at(harbour, remove)).toBe("stale");
    expect(await at(lumen, remove)).toBe("ok");
  });

  test("stays while it is the only one where single sign-on is asked for", async () => {
    const id = await connection(lumen, "oidc");
    await at(lumen, (context) => saveOidc(context, oidc(id)));
    const ask = (required: boolean, connections: readonly string[]) =>
      at(lumen, (context) => requireSso(context, { required, connections }));
    expect([await ask(true, []), await ask(true, [id])]).toEqual(["conflict", "ok"]);
    const remove: Work = (context) => removeConnection(context, { connectionId: id });
    expect(await at(lumen, remove)).toBe("conflict");
    expect(await ask(false, [])).toBe("ok");
    expect(await at(lumen, remove)).toBe("ok");
  });

  test("its secret is nowhere readable, and its certificates are ones", async () => {
    const id = await connection(lumen, "oidc");
    await at(lumen, (context) => saveOidc(context, oidc(id)));
    const { rows } = await owner.query(`SELECT to_jsonb(c)::text AS row FROM "SsoConnection" c`);
    expect(JSON.stringify([rows, await sso(lumen)])).not.toContain("a secret");
    const saml = { connectionId: id, name: "Work", issuer: "x", entryPoint: "https://idp.example" };
    const reads = (certificates: string) =>
      samlSchema.safeParse({ ...saml, certificates }).data?.certificates.length;
    const bare = KEYS.one.certificate.replaceAll(/-----[A-Z ]+-----/g, "");
    const both = KEYS.one.certificate + KEYS.two.certificate;
    expect([reads(KEYS.one.certificate), reads(bare), reads(both)]).toEqual([1, 1, 2]);
    const short = readFileSync("tests/fixtures/saml/short.crt", "utf8");
    for (const none of ["", "no certificate", KEYS.one.key, short, KEYS.one.certificate + short])
      expect(reads(none)).toBeUndefined();
    const other = await connection(lumen, "saml");
    const input = samlSchema.parse({ ...saml, connectionId: other, certificates: both });
    expect(await at(lumen, (context) => saveSaml(context, input))).toBe("ok");
  });
});

test("an issuer that speaks for everybody is no organisation's", () => {
  const at = (issuer: string) =>
    oidcSchema.safeParse(oidc("5e0e6a1c-1b0e-4a4e-9a55-0d9d4a2a8c11", { issuer })).success;
  const microsoft = "https://login.microsoftonline.com";
  for (const tenant of ["common", "organizations", "consumers", "Common"]) {
    expect(at(`${microsoft}/${tenant}/v2.0`)).toBe(false);
    expect(at(`${microsoft}.:443//${tenant}`)).toBe(false);
  }
  expect(at(`${microsoft}/8f6f1c3b-6d1f-4b57-b8c0-0c9a1ab1b7f0/v2.0`)).toBe(true);
  expect(at("https://idp.example/common")).toBe(true);
});

test("whatever changes who signs in is mailed to every owner, and to nobody else", async () => {
  const second = await lumen.member("Otto", "Owner");
  await lumen.member("Ada", "Admin");
  const told = async (work: Work) => {
    await owner.query(`DELETE FROM "Outbox"`);
    expect(await at(lumen, work)).toBe("ok");
    const { rows } = await owner.query(
      `SELECT "payload"->>'memberId' AS "memberId" FROM "Outbox" WHERE "orgId" = $1`,
      [lumen.orgId],
    );
    return rows.map(({ memberId }) => memberId).sort();
  };
  const owners = [lumen.owner.memberId, second.memberId].sort();
  const domain = "mail.example";
  expect(await told((context) => addConnection(context, { kind: "oidc", name: "Work" }))).toEqual(
    owners,
  );
  const id = (await sso(lumen)).connections.at(-1)?.id ?? "";
  expect(await told((context) => saveOidc(context, oidc(id)))).toEqual(owners);
  expect(await told((context) => trustFactors(context, { trusted: true }))).toEqual(owners);
  expect((await sso(lumen)).trusted).toBe(true);
  expect(await told((context) => trustFactors(context, { trusted: false }))).toEqual(owners);
  expect((await sso(lumen)).trusted).toBe(false);
  const required = { required: true, connections: [id] };
  expect(await told((context) => requireSso(context, required))).toEqual(owners);
  expect(await told((context) => requireSso(context, { ...required, required: false }))).toEqual(
    owners,
  );
  expect(await told((context) => removeConnection(context, { connectionId: id }))).toEqual(owners);
  expect(await told((context) => addDomain(context, { domain }))).toEqual(owners);
  const token = (await sso(lumen)).domains[0]?.token ?? "";
  expect(await told((context) => verifyDomain(context, { domain }, [token]))).toEqual(owners);
  expect(await told((context) => removeDomain(context, { domain }))).toEqual(owners);
});

describe("a domain", () => {
  const domain = "lumen.example";
  const add = (one: Tenant) => at(one, (context) => addDomain(context, { domain }));
  const verify = async (one: Tenant) => {
    const tokens = await findDomainTokens(domain);
    return at(one, (context) => verifyDomain(context, { domain }, tokens));
  };
  const publish = async (...all: readonly Tenant[]) => {
    const tokens = await Promise.all(all.map(async (one) => (await sso(one)).domains[0]?.token));
    const texts = tokens.map((token) => domainRecord(domain, token ?? "").text);
    records.set(domainRecord(domain, "").name, ["v=spf1 -all", ...texts]);
  };

  test("is an organisation's when its token stands in the DNS, not another's", async () => {
    await add(lumen);
    expect([await add(lumen), await verify(lumen)]).toEqual(["conflict", "invalid"]);
    await add(harbour);
    await publish(harbour);
    expect(await verify(lumen)).toBe("invalid");
    await publish(harbour, lumen);
    expect([await verify(lumen), await verify(harbour)]).toEqual(["ok", "conflict"]);
    expect(await at(lumen, (context) => removeDomain(context, { domain }))).toBe("ok");
    expect(await verify(harbour)).toBe("ok");
  });
});
