import { readFileSync } from "node:fs";
import type Https from "node:https";
import type { RequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { linkFound } from "@/app/(account)/sso/actions";
import { isIssuer } from "@/lib/sso/oidc";
import { type Forger, type Forgery, startForger } from "@/tests/support/oidc-forger";
import { session, step } from "./sso-browser";
import { jar, settled } from "./sso-jar";
import { byPassword, person, SECRET, send, why } from "./sso-stage";
import { openStage, tenant } from "./stage";

const net = vi.hoisted(() => ({ port: 0, ca: "" }));

// Microsoft's name leads to this machine, whose certificate is believed: all else of the way is as ever.
vi.mock("node:https", async (importActual) => {
  const { default: https } = await importActual<{ readonly default: typeof Https }>();
  const lookup: LookupFunction = (_name, _options, found) =>
    found(null, [{ address: "127.0.0.1", family: 4 }]);
  const request = (url: URL, options: RequestOptions, done: () => void) =>
    https.request(url, { ...options, port: net.port, ca: net.ca, lookup }, done);
  return { ...https, default: { ...https, request } };
});
vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const MICROSOFT = "https://login.microsoftonline.com";
const ANYBODY = `${MICROSOFT}/{tenantid}/v2.0`;
const OURS = "8f6f1c3b-6d1f-4b57-b8c0-0c9a1ab1b7f0";
const THEIRS = "3d2f4a5b-1111-4222-8333-444455556666";
const SUB = "ana-at-microsoft";
const EMAIL = "ana@lumen.example";

/** What a tenant's token says of whose it is. */
const of = (tid: string) => ({ tid, iss: `${MICROSOFT}/${tid}/v2.0` });

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let forger: Forger;

beforeAll(async () => {
  const tls = {
    key: readFileSync("tests/fixtures/tls/own.key", "utf8"),
    cert: readFileSync("tests/fixtures/tls/own.crt", "utf8"),
  };
  forger = await startForger(SECRET, { address: `${MICROSOFT}/common/v2.0`, issuer: ANYBODY, tls });
  Object.assign(net, { port: forger.port, ca: tls.cert });
  stage = await openStage(() => ({
    MICROSOFT_CLIENT_ID: "standby",
    MICROSOFT_CLIENT_SECRET: SECRET,
  }));
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  await person([await tenant("lumen")], EMAIL);
});
afterAll(async () => {
  await settled();
  await forger.close();
  await owner.end();
  await stage.close();
});
beforeEach(async () => {
  jar.clear();
  await owner.query(`DELETE FROM "Identity"`);
});

/** Goes to Microsoft and back with what its token says. */
async function comeBack(
  claims: NonNullable<Forgery["claims"]>,
  search: Readonly<Record<string, string>> = {},
  sub = SUB,
): Promise<string> {
  const asked = await step("microsoft", "start", search);
  expect(asked).toContain(`${MICROSOFT}/common/v2.0/auth?`);
  return step("microsoft", "callback", await forger.answer(asked, sub, { claims }));
}

/** Links who somebody is in a tenant, as they would. */
async function linked(tid: string): Promise<void> {
  await byPassword(EMAIL);
  expect(await comeBack(of(tid), { purpose: "link" })).toBe("/sso/link");
  expect(await send(linkFound)).toMatch(/^\//);
  jar.clear();
}

describe("Microsoft for every tenant", () => {
  test("signs in whom one tenant named, and nobody by the same name in another", async () => {
    await linked(OURS);
    expect(await comeBack(of(OURS))).toBe("/organisations");
    expect(await session()).toMatchObject({ own: true });
    jar.clear();
    expect(await comeBack(of(THEIRS))).toBe("/sso/link");
    expect(await comeBack(of(OURS), {}, "somebody-else")).toBe("/sso/link");
    expect(await session()).toBeNull();
    // Both may be one account's: it is told apart by the tenant.
    await linked(THEIRS);
    const { rows } = await owner.query(`SELECT "subjectHash" FROM "Identity"`);
    expect(new Set(rows.map(({ subjectHash }) => subjectHash)).size).toBe(2);
  });

  test.each([
    ["another tenant's issuer", { ...of(OURS), iss: of(THEIRS).iss }],
    ["another tenant's id", { ...of(OURS), tid: THEIRS }],
    ["no tenant", { iss: of(OURS).iss, tid: undefined }],
    ["the issuer of no tenant in particular", { tid: OURS, iss: ANYBODY }],
    ["a tenant that is its own issuer", { tid: "{tenantid}", iss: ANYBODY }],
    ["a tenant that is no id", { tid: "x/../common", iss: `${MICROSOFT}/x/../common/v2.0` }],
    ["an issuer elsewhere", { tid: OURS, iss: `https://evil.example/${OURS}/v2.0` }],
  ])("believes no token of %s", async (_, claims) => {
    await linked(OURS);
    expect(why(await comeBack(claims))).toBe("answer");
    expect(await session()).toBeNull();
  });

  test("is no organisation's own, however its address is written", async () => {
    expect(await isIssuer(`${MICROSOFT}/common/v2.0`)).toBe(false);
  });
});
