import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { linkFound } from "@/app/(account)/sso/actions";
import { POST as acs } from "@/app/sso/[provider]/acs/route";
import { GET as metadata } from "@/app/sso/[provider]/metadata/route";
import { saveSaml } from "@/lib/organisation/sso-commands";
import { samlSchema } from "@/lib/organisation/sso-schema";
import { providerAddress } from "@/lib/sso/provider";
import { as } from "@/scripts/demo-stage";
import { KEYS, newId, requestIdIn, type Said, signed, unsigned } from "@/tests/support/saml";
import { WRAPPINGS, wrapped } from "@/tests/support/saml-wrapping";
import { session, step } from "./sso-browser";
import { jar, settled } from "./sso-jar";
import { byPassword, entered, entries, newConnection, person, send, why } from "./sso-stage";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const ENTITY = "https://idp.example/entity";
const NAME = "ana@lumen.example";
const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let harbour: Tenant;
let ours: string;
let theirs: string;
let ana: string;

/** A SAML provider of the organisation's, with these certificates. */
async function save(at: Tenant, connectionId: string, certificates: readonly string[]) {
  const input = samlSchema.parse({
    connectionId,
    name: "Work",
    issuer: ENTITY,
    entryPoint: "https://idp.example/sso",
    certificates: certificates.join("\n"),
  });
  await as(at.owner, Date.now(), (context) => saveSaml(context, input));
}

beforeAll(async () => {
  stage = await openStage();
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  ours = await newConnection(lumen, "saml");
  await save(lumen, ours, [KEYS.one.certificate]);
  theirs = await newConnection(harbour, "saml");
  await save(harbour, theirs, [KEYS.two.certificate]);
  ana = (await person([lumen], NAME)).id;
  await person([lumen], "olga@lumen.example");
  for (const nameId of [NAME, "olga@lumen.example"]) {
    await byPassword(nameId);
    const asked = await begin({ purpose: "link" });
    expect(await follow(await post(signed(unsigned(said(asked, { nameId })))))).toBe("/sso/link");
    await send(linkFound);
    jar.clear();
  }
});
afterAll(async () => {
  await settled();
  await owner.end();
  await stage.close();
});
beforeEach(() => jar.clear());

/** Sends the browser to the provider; gives back the id of what it asks. */
const begin = async (search: Readonly<Record<string, string>> = {}): Promise<string> =>
  requestIdIn(await step(ours, "start", search));

/** What a good provider would say to that. */
const said = (inResponseTo: string | null, other: Partial<Said> = {}): Said => ({
  issuer: ENTITY,
  audience: providerAddress(ours, "metadata"),
  recipient: providerAddress(ours, "acs"),
  inResponseTo,
  nameId: NAME,
  format: PERSISTENT,
  from: -1,
  until: 5,
  signedIn: 0,
  id: newId(),
  ...other,
});

/** Posts a response as the provider's page would: from another site, without a cookie. Gives back where it leads to. */
async function post(xml: string, provider = ours): Promise<string> {
  const mine = new Map(jar);
  jar.clear();
  const led = await postAlone(xml, provider);
  expect(jar.size).toBe(0);
  for (const [name, value] of mine) jar.set(name, value);
  return led;
}

async function postAlone(xml: string, provider: string): Promise<string> {
  const form = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString("base64") });
  const address = `http://localhost:3000/sso/${provider}/acs`;
  const headers = { origin: "https://idp.example", "sec-fetch-site": "cross-site" };
  const request = new Request(address, { method: "POST", body: form, headers });
  const answer = await acs(request, { params: Promise.resolve({ provider }) });
  expect(answer.status).toBe(303);
  return answer.headers.get("location") ?? "";
}

/** Goes on with the ticket, as the browser does. */
async function follow(address: string, provider = ours): Promise<string> {
  const { pathname, searchParams } = new URL(address, "http://localhost:3000");
  expect(pathname).toBe(`/sso/${provider}/finish`);
  return step(provider, "finish", searchParams);
}

test("who was linked signs in, also while certificates change", async () => {
  expect(await follow(await post(signed(unsigned(said(await begin())))))).toBe("/o/lumen");
  expect(await session()).toMatchObject({ own: false, connections: [ours], provenBy: "sso" });
  expect([await entered("lumen"), await entries(owner, lumen)]).toEqual([
    "in",
    expect.arrayContaining(["member.signed-in"]),
  ]);
  jar.clear();
  await save(lumen, ours, [KEYS.one.certificate, KEYS.two.certificate]);
  for (const key of [KEYS.one, KEYS.two])
    expect(await follow(await post(signed(unsigned(said(await begin())), key)))).toBe("/o/lumen");
  await save(lumen, ours, [KEYS.one.certificate]);
  expect(why(await post(signed(unsigned(said(await begin())), KEYS.two)))).toBe("signature");
});

test("a clock that is half a minute off is one that fits", async () => {
  for (const times of [{ from: 0.5 }, { until: -0.5 }])
    expect(await follow(await post(signed(unsigned(said(await begin(), times)))))).toBe("/o/lumen");
});

test("of ten equal assertions at once one counts", async () => {
  const xml = signed(unsigned(said(await begin())));
  const led = await Promise.all(Array.from({ length: 10 }, () => postAlone(xml, ours)));
  const counted = led.filter((address) => why(address) === null);
  expect(led.map(why).filter((reason) => reason !== null)).toEqual(Array(9).fill("replayed"));
  expect(await follow(counted[0] ?? "")).toBe("/o/lumen");
});

test("confirms a session only by a sign-in of the last five minutes", async () => {
  expect(await follow(await post(signed(unsigned(said(await begin())))))).toBe("/o/lumen");
  const search = { purpose: "confirm", to: "/o/lumen/me" };
  const confirmed = async (signedIn: number) =>
    follow(await post(signed(unsigned(said(await begin(search), { signedIn })))));
  await owner.query(`UPDATE "Session" SET "provenAt" = 'epoch'`);
  expect(why(await confirmed(-6))).toBe("old-proof");
  expect(await session()).toMatchObject({ isFresh: false });
  expect(await confirmed(-4)).toBe("/o/lumen/me");
  expect(await session()).toMatchObject({ isFresh: true, own: false });
});

test("a tile at the provider begins a sign-in of ours, and signs nobody in itself", async () => {
  expect(await post(signed(unsigned(said(null))))).toBe(`/sso/${ours}/start`);
  expect(await session()).toBeNull();
});

test("the metadata name the addresses and ask for signed assertions", async () => {
  const answer = await metadata(new Request("http://localhost"), {
    params: Promise.resolve({ provider: ours }),
  });
  const xml = await answer.text();
  expect(xml).toContain(`entityID="${providerAddress(ours, "metadata")}"`);
  expect(xml).toContain(`Location="${providerAddress(ours, "acs")}"`);
  expect(xml).toContain('WantAssertionsSigned="true"');
});

describe("nobody is signed in by a response", () => {
  const SHA_1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
  const XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  const forgeries: readonly (readonly [string, string, (asked: string) => string])[] = [
    ["that is not signed", "signature", (asked) => unsigned(said(asked))],
    ["signed by another key", "signature", (asked) => signed(unsigned(said(asked)), KEYS.two)],
    [
      "of which the response is signed, not the assertion",
      "signature",
      (asked) => signed(unsigned(said(asked)), KEYS.one, "Response"),
    ],
    [
      "that was changed after it was signed",
      "signature",
      (asked) => signed(unsigned(said(asked))).replace(NAME, "max@lumen.example"),
    ],
    [
      "signed with SHA-1",
      "signature",
      (asked) => signed(unsigned(said(asked)), KEYS.one, "Assertion", SHA_1),
    ],
    ...["sha&#49;", "sha&#x31;", "sh&#97;1"].map(
      (written) =>
        [
          `signed with SHA-1, written ${written}`,
          "signature",
          (asked: string) =>
            signed(unsigned(said(asked)), KEYS.one, "Assertion", SHA_1).replaceAll(
              'sha1"',
              `${written}"`,
            ),
        ] as const,
    ),
    [
      "with a digest by SHA-1",
      "signature",
      (asked) =>
        signed(unsigned(said(asked))).replace(
          "http://www.w3.org/2001/04/xmlenc#sha256",
          "http://www.w3.org/2000/09/xmldsig#sha1",
        ),
    ],
    [
      "for another audience",
      "audience",
      (asked) => signed(unsigned(said(asked, { audience: "x" }))),
    ],
    [
      "for another recipient",
      "audience",
      (asked) => signed(unsigned(said(asked, { recipient: providerAddress(theirs, "acs") }))),
    ],
    ["of another provider", "answer", (asked) => signed(unsigned(said(asked, { issuer: "x" })))],
    ["that is over", "expired", (asked) => signed(unsigned(said(asked, { until: -2 })))],
    [
      "that does not say when they signed in",
      "answer",
      (asked) => signed(unsigned(said(asked, { signedIn: null }))),
    ],
    ["that is to come", "expired", (asked) => signed(unsigned(said(asked, { from: 2 })))],
    [
      "with a name for once",
      "transient",
      (asked) =>
        signed(
          unsigned(said(asked, { format: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" })),
        ),
    ],
    ["with a document type", "answer", (asked) => XXE + signed(unsigned(said(asked)))],
    [
      "with an entity that doubles without end",
      "answer",
      (asked) =>
        `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>${signed(unsigned(said(asked, { nameId: "&c;" })))}`,
    ],
    [
      "that would have a file read into a name",
      "signature",
      (asked) =>
        signed(unsigned(said(asked))).replace(
          NAME,
          '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file:///etc/hostname"/>',
        ),
    ],
    ["that is no XML", "answer", () => "no XML"],
  ];

  // The log takes thirty refusals an hour, and there are more of them here.
  beforeEach(async () => {
    await owner.query(`DELETE FROM "RateLimit"`);
  });

  test.each(forgeries)("%s", async (_, reason, forge) => {
    const before = await entries(owner, lumen);
    expect(why(await post(forge(await begin())))).toBe(reason);
    expect(await session()).toBeNull();
    expect((await entries(owner, lumen)).slice(before.length)).toEqual(["sso.refused"]);
  });

  test.each(WRAPPINGS)("whose signature was wrapped (%s)", async (way) => {
    const other = "olga@lumen.example";
    const xml = wrapped(signed(unsigned(said(await begin()))), way, NAME, other);
    expect([xml.includes(NAME), xml.includes(other)]).toEqual([true, true]);
    const led = await post(xml);
    // Whatever is taken from it was signed: the forged name, whose account is linked too, opens nothing.
    if (why(led) === null) await follow(led);
    expect((await session())?.userId ?? ana).toBe(ana);
  });

  test("that answers what another browser asked, or nobody", async () => {
    const asked = await begin();
    const theirBrowser = new Map(jar);
    jar.clear();
    await begin();
    expect(why(await follow(await post(signed(unsigned(said(asked))))))).toBe("lost");
    jar.clear();
    expect(why(await follow(await post(signed(unsigned(said(asked))))))).toBe("lost");
    for (const [name, value] of theirBrowser) jar.set(name, value);
    expect(why(await follow(await post(signed(unsigned(said(newId()))))))).toBe("lost");
    expect(await session()).toBeNull();
  });

  test("that came before, and by a ticket that was taken", async () => {
    const xml = signed(unsigned(said(await begin())));
    const mine = new Map(jar);
    const led = await post(xml);
    expect(why(await post(xml))).toBe("replayed");
    expect(await follow(led)).toBe("/o/lumen");
    jar.clear();
    for (const [name, value] of mine) jar.set(name, value);
    expect(why(await follow(led))).toBe("lost");
    expect(await session()).toBeNull();
  });

  test("of another organisation's provider, though it says the same name", async () => {
    const asked = requestIdIn(await step(theirs, "start"));
    const said2 = said(asked, {
      audience: providerAddress(theirs, "metadata"),
      recipient: providerAddress(theirs, "acs"),
    });
    const xml = signed(unsigned(said2), KEYS.two);
    expect(why(await post(xml, ours))).toBe("signature");
    expect(await follow(await post(xml, theirs), theirs)).toBe("/sso/link");
    expect(await session()).toBeNull();
  });
});

test("a comment in a name does not make it another's", async () => {
  for (const [written, reason] of [
    [`${NAME}<!-- -->.evil.example`, "/sso/link"],
    [`ana@lumen<!-- -->.example`, "/o/lumen"],
  ] as const) {
    jar.clear();
    const led = await post(signed(unsigned(said(await begin(), { nameId: written }))));
    expect(why(led) ?? (await follow(led))).toBe(reason);
  }
});
