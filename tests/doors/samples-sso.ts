import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { addConnection, saveSaml } from "@/lib/organisation/sso-commands";
import { addDomain } from "@/lib/organisation/sso-domain-commands";
import { samlSchema } from "@/lib/organisation/sso-schema";
import { domainRecord } from "@/lib/sso/domain";
import { startFakeDns } from "@/tests/support/fake-dns";
import { KEYS } from "@/tests/support/saml";
import { metadataOf } from "@/tests/support/saml-idp";
import type { Fields, Samples } from "./sample";
import { at, type World } from "./world";

const records = new Map<string, readonly string[]>();
let dns: Promise<unknown> | undefined;
let issuer: Promise<string> | undefined;

/** The resolver that SSO_DNS names. */
function startDns(): Promise<unknown> {
  dns ??= startFakeDns(records, Number(process.env.SSO_DNS?.split(":").at(-1)));
  return dns;
}

/** A provider that says of itself what a connection asks of it, and nothing else. */
function startIssuer(): Promise<string> {
  issuer ??= new Promise((resolve) => {
    const server = createServer((_, response) => {
      const own = addressOf(server.address());
      const all = { authorization_endpoint: own, token_endpoint: own, jwks_uri: own };
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ issuer: own, ...all }));
    });
    server.listen(0, "127.0.0.1", () => resolve(addressOf(server.address())));
    server.unref();
  });
  return issuer;
}

const addressOf = (address: ReturnType<ReturnType<typeof createServer>["address"]>): string =>
  `http://localhost:${typeof address === "object" ? address?.port : ""}`;

async function connection({ owner }: World, kind: "oidc" | "saml"): Promise<string> {
  const name = randomUUID();
  return at(owner, async (context) => {
    await context.db.ssoConnection.deleteMany({});
    await addConnection(context, { kind, name });
    return (await context.db.ssoConnection.findFirst({ where: { name } }))?.id ?? "";
  });
}

const SAML = {
  name: "Work",
  issuer: "https://idp.example",
  entryPoint: "https://idp.example/sso",
  certificates: KEYS.one.certificate,
};

async function domain({ owner }: World): Promise<string> {
  const name = `${randomUUID()}.example`;
  await at(owner, async (context) => {
    await context.db.ssoDomain.deleteMany({});
    await addDomain(context, { domain: name });
  });
  return name;
}

/** A domain whose record is there. */
async function provenDomain(world: World): Promise<Fields> {
  await startDns();
  const name = await domain(world);
  const found = await at(world.owner, ({ db }) =>
    db.ssoDomain.findFirst({ where: { domain: name } }),
  );
  const record = domainRecord(name, found?.token ?? "");
  records.set(record.name, [record.text]);
  return { domain: name };
}

const needs = ["organisation.own"] as const;

export const ssoSamples: Samples = {
  "settings/sso/page.tsx": [{ needs }],
  "settings/sso/actions.ts addConnection": [
    {
      needs,
      fields: async (world) => {
        await connection(world, "oidc");
        return { kind: "oidc", name: "Work" };
      },
    },
  ],
  "settings/sso/actions.ts saveOidc": [
    {
      needs,
      fields: async (world) => ({
        connectionId: await connection(world, "oidc"),
        name: "Work",
        issuer: await startIssuer(),
        clientId: "standby",
        clientSecret: "a client secret",
      }),
    },
  ],
  "settings/sso/actions.ts saveSaml": [
    {
      needs,
      fields: async (world) => ({ connectionId: await connection(world, "saml"), ...SAML }),
    },
  ],
  "settings/sso/actions.ts saveSamlMetadata": [
    {
      needs,
      fields: async (world) => ({
        connectionId: await connection(world, "saml"),
        name: "Work",
        metadata: metadataOf("https://idp.example", [KEYS.one]),
      }),
    },
  ],
  "settings/sso/actions.ts removeConnection": [
    {
      needs,
      fields: async (world) => {
        const connectionId = await connection(world, "saml");
        const input = samlSchema.parse({ connectionId, ...SAML });
        await at(world.owner, (context) => saveSaml(context, input));
        return { connectionId };
      },
    },
  ],
  "settings/sso/actions.ts requireSso": [{ needs, fields: async () => ({}) }],
  "settings/sso/actions.ts trustFactors": [{ needs, fields: async () => ({}) }],
  "settings/sso/actions.ts addDomain": [
    { needs, fields: async () => ({ domain: `${randomUUID()}.example` }) },
  ],
  "settings/sso/actions.ts verifyDomain": [{ needs, fields: provenDomain }],
  "settings/sso/actions.ts removeDomain": [
    { needs, fields: async (world) => ({ domain: await domain(world) }) },
  ],
};
