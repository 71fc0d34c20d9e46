import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { linkFound } from "@/app/(account)/sso/actions";
import { POST as acs } from "@/app/sso/[provider]/acs/route";
import { saveSaml } from "@/lib/organisation/sso-commands";
import { samlSchema, toPem } from "@/lib/organisation/sso-schema";
import { samlMetadata } from "@/lib/sso/saml";
import { findSamlMetadata } from "@/lib/sso/saml-metadata";
import { as } from "@/scripts/demo-stage";
import { KEYS } from "@/tests/support/saml";
import { startSaml } from "@/tests/support/saml-idp";
import { session, step } from "./sso-browser";
import { jar, settled } from "./sso-jar";
import { byPassword, newConnection, person, send, why } from "./sso-stage";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const NAME = "ana@lumen.example";

let stage: Awaited<ReturnType<typeof openStage>>;
let idp: Awaited<ReturnType<typeof startSaml>>;
let lumen: Tenant;
let ours: string;

beforeAll(async () => {
  stage = await openStage(() => ({ SSO_LOCAL: "on" }));
  idp = await startSaml();
  lumen = await tenant("lumen");
  ours = await newConnection(lumen, "saml");
  idp.know(`data:application/xml,${encodeURIComponent(samlMetadata(ours))}`);
  await readAgain();
  await person([lumen], NAME);
  await byPassword(NAME);
  expect(await signIn({ purpose: "link" })).toBe("/sso/link");
  expect(await send(linkFound)).toMatch(/^\//);
});
afterAll(async () => {
  await settled();
  await idp.close();
  await stage.close();
});
beforeEach(() => jar.clear());

/** Sets the provider up from what it says of itself, over HTTP. */
async function readAgain(): Promise<void> {
  const { certificates, ...found } = await findSamlMetadata(idp.issuer);
  const pem = certificates.map(toPem).join("\n");
  const input = samlSchema.parse({ connectionId: ours, name: "Work", ...found, certificates: pem });
  await as(lumen.owner, Date.now(), (context) => saveSaml(context, input));
}

const field = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

/** Signs in at a page of the provider's, which posts to us; gives back where that leads. */
async function atProvider(address: string): Promise<string> {
  const asked = field(await (await fetch(address)).text(), "request");
  const body = new URLSearchParams({ request: asked, login: NAME });
  const html = await (await fetch(`${idp.issuer}/answer`, { method: "POST", body })).text();
  const form = new URLSearchParams({ SAMLResponse: field(html, "SAMLResponse") });
  const headers = { origin: idp.issuer, "sec-fetch-site": "cross-site" };
  const request = new Request(`http://localhost:3000/sso/${ours}/acs`, {
    ...{ method: "POST", body: form, headers },
  });
  const answer = await acs(request, { params: Promise.resolve({ provider: ours }) });
  return answer.headers.get("location") ?? "";
}

/** From our page to the provider's and back. */
async function signIn(search: Readonly<Record<string, string>> = {}): Promise<string> {
  const led = await atProvider(await step(ours, "start", search));
  const { pathname, searchParams } = new URL(led, "http://localhost:3000");
  return pathname.endsWith("/finish") ? step(ours, "finish", searchParams) : led;
}

test("a provider that was set up by its metadata signs in who was linked", async () => {
  expect(await signIn()).toBe("/o/lumen");
  expect(await session()).toMatchObject({ own: false, connections: [ours] });
});

test("its tile begins a sign-in of ours, and signs nobody in itself", async () => {
  expect(await atProvider(idp.tile)).toBe(`/sso/${ours}/start`);
  expect(await session()).toBeNull();
});

test("its next certificate counts beside the present one once its metadata were read, and alone when they name it alone", async () => {
  idp.use(KEYS.two, KEYS.one);
  expect(why(await signIn())).toBe("signature");
  await readAgain();
  expect(await signIn()).toBe("/o/lumen");
  idp.use(KEYS.one);
  expect(await signIn()).toBe("/o/lumen");
  idp.use(KEYS.two);
  await readAgain();
  expect(await signIn()).toBe("/o/lumen");
  idp.use(KEYS.one);
  expect(why(await signIn())).toBe("signature");
  await readAgain();
  expect(await signIn()).toBe("/o/lumen");
});

test("whom it lets not in is told so", async () => {
  idp.refuse(true);
  expect(why(await signIn())).toBe("declined");
  idp.refuse(false);
  expect(await signIn()).toBe("/o/lumen");
});

test("metadata that nobody answers with are unreachable", async () => {
  await expect(findSamlMetadata(`${idp.issuer}/nowhere`)).rejects.toMatchObject({
    reason: "unreachable",
  });
  await expect(findSamlMetadata("http://localhost:1/")).rejects.toMatchObject({
    reason: "unreachable",
  });
  await expect(findSamlMetadata("https://")).rejects.toMatchObject({ reason: "unreachable" });
});
