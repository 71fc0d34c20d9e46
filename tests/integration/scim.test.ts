import { afterAll, describe, expect, test, vi } from "vitest";
import { sessionCookie } from "@/lib/auth/token";
import { newToken } from "@/lib/crypto/token";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { revokeToken } from "@/lib/scim/token-commands";
import { as } from "@/scripts/demo-stage";
import { entra, makeToken, newUser, oktaUser, scim } from "./scim-stage";
import { openStage, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const stage = await openStage(() => ({ STANDBY_TRUSTED_PROXIES: "10.0.0.1" }));
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const harbour = await tenant("harbour");
const token = await makeToken(lumen);
const theirs = await makeToken(harbour);
afterAll(stage.close);

describe("the token", () => {
  test("opens its own organisation; what is wrong with it is one answer, in SCIM's form", async () => {
    expect((await scim(token, "GET", "/Users")).status).toBe(200);
    for (const wrong of ["", "standby", newToken("scim").text, newToken("key").text]) {
      const answer = await scim(wrong, "GET", "/Users");
      expect([wrong, answer.status]).toEqual([wrong, 401]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(answer.headers.get("content-type")).toBe("application/scim+json");
      expect(answer.body).toMatchObject({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: "401",
      });
    }
    const own = { cookie: `${sessionCookie().name}=something` };
    expect((await scim(token, "GET", "/Users", { headers: own })).status).toBe(400);
  });

  test("ends at once when it is revoked, and works from the organisation's networks alone", async () => {
    const other = await makeToken(lumen);
    const { rows } = await owner.query(`SELECT "id", "prefix" FROM "ScimToken"`);
    const tokenId = rows.find(({ prefix }) => other.startsWith(`${prefix}_`)).id;
    expect((await scim(other, "GET", "/Users")).status).toBe(200);
    await owner.query(
      `UPDATE "Organisation" SET "networks" = '{192.0.2.0/24}' WHERE "slug" = 'lumen'`,
    );
    const from = (address: string) =>
      scim(other, "GET", "/Users", { headers: { "x-forwarded-for": address } });
    expect((await from("198.51.100.1")).status).toBe(401);
    expect((await from("192.0.2.7")).status).toBe(200);
    await owner.query(`UPDATE "Organisation" SET "networks" = '{}' WHERE "slug" = 'lumen'`);
    await as(lumen.owner, Date.now(), (context) => revokeToken(context, { tokenId }));
    expect((await scim(other, "GET", "/Users")).status).toBe(401);
    const { rows: kept } = await owner.query(`SELECT t::text AS text FROM "ScimToken" t`);
    expect(kept.map(({ text }) => text).join()).not.toContain(other.split("_")[2]);
  });

  test("used from another network is an entry, once, and the networks are kept as hashes", async () => {
    const other = await makeToken(harbour);
    const from = async (address: string) =>
      (await scim(other, "GET", "/Users", { headers: { "x-forwarded-for": address } })).status;
    const told = async () => {
      const { entries } = await as(harbour.owner, Date.now(), (context) =>
        listEntries(context, logSearchSchema.parse({}), ["scim.new-network"]),
      );
      return entries.map(
        ({ actor, sentence, origin }) => `${actor} ${sentence}: ${origin?.address}`,
      );
    };
    const first = "SCIM used the SCIM token for the first time: 203.0.113.9";
    const stolen =
      "SCIM used the SCIM token from a network that it was never used from: 198.51.100.4";
    const all = await Promise.all(Array.from({ length: 5 }, () => from("203.0.113.9")));
    expect(all).toEqual(Array(5).fill(200));
    expect(await told()).toEqual([first]);
    for (const address of ["203.0.113.77", "198.51.100.4", "203.0.113.9", "198.51.100.5"])
      await from(address);
    expect(await told()).toEqual([stolen, first]);
    const { rows } = await owner.query(
      `SELECT "networks" FROM "ScimToken" WHERE $1 LIKE "prefix" || '\\_%'`,
      [other],
    );
    expect(rows).toEqual([{ networks: [expect.any(String), expect.any(String)] }]);
    expect(JSON.stringify(rows)).not.toMatch(/203\.0|198\.51/);
  });

  test("never reaches what is another organisation's", async () => {
    const id = await newUser(token, "far@lumen.example");
    const group = await scim(token, "POST", "/Groups", { body: { displayName: "Far" } });
    for (const path of [`/Users/${id}`, `/Groups/${group.body.id}`]) {
      const body = path.startsWith("/Users")
        ? oktaUser("x@harbour.example")
        : { displayName: "Theirs" };
      expect((await scim(theirs, "GET", path)).status).toBe(404);
      expect((await scim(theirs, "PUT", path, { body })).status).toBe(404);
      expect(
        (await scim(theirs, "PATCH", path, { body: entra("Replace", "active", false) })).status,
      ).toBe(404);
      expect((await scim(theirs, "DELETE", path)).status).toBe(404);
      expect((await scim(token, "GET", path)).status).toBe(200);
    }
    const members = [{ value: id }];
    const foreign = await scim(theirs, "POST", "/Groups", { body: { displayName: "X", members } });
    expect([foreign.status, foreign.body.scimType]).toEqual([400, "invalidValue"]);
    const found = await scim(
      theirs,
      "GET",
      `/Users?filter=${encodeURIComponent('userName eq "far@lumen.example"')}`,
    );
    expect(found.body).toMatchObject({ totalResults: 0, Resources: [] });
    // The same names are free there.
    expect(
      (await scim(theirs, "POST", "/Users", { body: oktaUser("far@lumen.example") })).status,
    ).toBe(201);
  });
});

describe("users", () => {
  test("are made, found, changed and forgotten", async () => {
    const made = await scim(token, "POST", "/Users", { body: oktaUser("nora@lumen.example") });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(
      `http://localhost:3000/scim/v2/Users/${made.body.id}`,
    );
    expect(made.body).toMatchObject({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: "nora@lumen.example",
      externalId: "00u-nora@lumen.example",
      displayName: "Nora New",
      name: { givenName: "Nora", familyName: "New" },
      active: true,
      emails: [{ value: "nora@lumen.example", primary: true }],
      meta: { resourceType: "User" },
    });
    expect(JSON.stringify(made.body)).not.toContain("1mz050nq");
    const { id } = made.body;
    const by = async (filter: string) =>
      (await scim(token, "GET", `/Users?filter=${encodeURIComponent(filter)}`)).body;
    for (const filter of [
      'userName eq "NORA@lumen.example"',
      'externalId eq "00u-nora@lumen.example"',
      `id eq "${id}"`,
      'urn:ietf:params:scim:schemas:core:2.0:User:userName Eq "nora@lumen.example"',
    ])
      expect(await by(filter)).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect(await by('externalId eq "00U-nora@lumen.example"')).toMatchObject({ totalResults: 0 });
    const put = oktaUser("nora@lumen.example", { displayName: "Nora Newer" });
    expect((await scim(token, "PUT", `/Users/${id}`, { body: put })).body.displayName).toBe(
      "Nora Newer",
    );
    const { rows } = await owner.query(`SELECT "name" FROM "Person" WHERE "name" = 'Nora Newer'`);
    expect(rows).toHaveLength(1);
    const gone = await scim(token, "DELETE", `/Users/${id}`);
    expect([gone.status, gone.body]).toEqual([204, {}]);
    for (const method of ["GET", "DELETE"] as const)
      expect((await scim(token, method, `/Users/${id}`)).status).toBe(404);
  });

  test("are listed in parts", async () => {
    const list = async (query: string) => (await scim(token, "GET", `/Users?${query}`)).body;
    await newUser(token, "listed@lumen.example");
    const all = await list("");
    expect(all).toMatchObject({ startIndex: 1, itemsPerPage: all.totalResults });
    expect(await list("startIndex=2&count=1")).toMatchObject({
      totalResults: all.totalResults,
      startIndex: 2,
      itemsPerPage: 1,
    });
    expect(await list("count=0")).toMatchObject({ Resources: [], totalResults: all.totalResults });
    expect(await list("startIndex=-5&count=-1")).toMatchObject({ startIndex: 1, itemsPerPage: 0 });
    expect((await scim(token, "GET", "/Users?count=many")).status).toBe(400);
  });

  test.each([
    ['emails.value co "x"', "invalidFilter"],
    ['userName eq "x" and active eq true', "invalidFilter"],
    ["active eq true", "invalidFilter"],
    ['userName eq "x', "invalidFilter"],
    ['displayName eq "x"', "invalidFilter"],
  ])("a filter that is not known is refused: %s", async (filter, scimType) => {
    const answer = await scim(token, "GET", `/Users?filter=${encodeURIComponent(filter)}`);
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
  });

  test.each([
    ["no JSON", "{", 400],
    ["no object", [], 400],
    ["no userName", { active: true }, 400],
    ["no address", { userName: "nora" }, 400],
    ["an active that is none", { userName: "a@lumen.example", active: "perhaps" }, 400],
    ["a sign that no text of the database's can hold", { userName: "a\0@lumen.example" }, 400],
    ["more than a megabyte", "x".repeat(1_100_000), 413],
  ])("what cannot be read is refused: %s", async (_, body, status) => {
    const answer = await scim(token, "POST", "/Users", { body });
    expect(answer.status).toBe(status);
    expect(answer.body.status).toBe(String(status));
  });

  test("what is sent as a form is refused, and what is not here is not found", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await scim(token, "POST", "/Users", { body: "a=b", headers })).status).toBe(415);
    for (const path of ["/Users/nobody", "/Me", "/Users/a/b", "/toString", "/"])
      expect([path, (await scim(token, "GET", path)).status]).toEqual([path, 404]);
    expect((await scim(token, "PATCH", "/Users", { body: {} })).status).toBe(405);
  });

  test("of two at once with one name, one is made", async () => {
    const body = oktaUser("twice@lumen.example");
    const both = await Promise.all([1, 2].map(() => scim(token, "POST", "/Users", { body })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.scimType).toBe("uniqueness");
    const again = { ...body, userName: "TWICE@lumen.example", externalId: "another" };
    expect((await scim(token, "POST", "/Users", { body: again })).status).toBe(409);
    const other = oktaUser("once@lumen.example", { externalId: body.externalId });
    expect((await scim(token, "POST", "/Users", { body: other })).status).toBe(409);
  });
});

describe("a PATCH of a user", () => {
  const after = async (id: string, body: object) => {
    const answer = await scim(token, "PATCH", `/Users/${id}`, { body });
    return answer.status === 200 ? answer.body : answer;
  };

  test("takes the forms that Entra and Okta send", async () => {
    const id = await newUser(token, "patch@lumen.example");
    expect(await after(id, entra("Replace", "active", "False"))).toMatchObject({ active: false });
    expect(await after(id, entra("replace", undefined, { active: true }))).toMatchObject({
      active: true,
    });
    expect(
      await after(id, entra("Replace", 'emails[type eq "work"].value', "new@lumen.example")),
    ).toMatchObject({
      emails: [{ value: "new@lumen.example" }],
    });
    const paths = { "name.familyName": "Newest", displayName: "N. N.", title: "Engineer" };
    expect(await after(id, entra("Add", undefined, paths))).toMatchObject({
      displayName: "N. N.",
      name: { givenName: "Nora", familyName: "Newest" },
    });
    expect(
      await after(
        id,
        entra(
          "Replace",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          "X",
        ),
      ),
    ).toMatchObject({
      displayName: "N. N.",
    });
    expect(await after(id, entra("Replace", "externalId", "obj-1"))).toMatchObject({
      externalId: "obj-1",
    });
    expect(await after(id, entra("Remove", "externalId"))).not.toHaveProperty("externalId");
    expect(await after(id, entra("Replace", "userName", "patched@lumen.example"))).toMatchObject({
      userName: "patched@lumen.example",
    });
  });

  test.each([
    [entra("Move", "active", true), "invalidSyntax"],
    [entra("Remove", undefined), "noTarget"],
    [entra("Remove", "userName"), "mutability"],
    [entra("Replace", "id", "x"), "mutability"],
    [entra("Replace", "emails[", "x"), "invalidPath"],
    [entra("Replace", "active", "maybe"), "invalidValue"],
    [{ Operations: "none" }, "invalidSyntax"],
  ])("refuses what it cannot do, and changes nothing: %j", async (body, scimType) => {
    const before = (await scim(token, "GET", '/Users?filter=userName%20eq%20"twice@lumen.example"'))
      .body;
    const [{ id }] = before.Resources as [{ id: string }];
    const answer = await scim(token, "PATCH", `/Users/${id}`, { body });
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    expect(
      (await scim(token, "GET", '/Users?filter=userName%20eq%20"twice@lumen.example"')).body,
    ).toEqual(before);
  });

  test("of two at once, both hold", async () => {
    const id = await newUser(token, "both@lumen.example");
    const both = await Promise.all([
      scim(token, "PATCH", `/Users/${id}`, { body: entra("Replace", "displayName", "Bo Both") }),
      scim(token, "PATCH", `/Users/${id}`, { body: entra("Replace", "externalId", "both") }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await scim(token, "GET", `/Users/${id}`);
    expect(body).toMatchObject({ displayName: "Bo Both", externalId: "both" });
  });
});

test("what the server can do is said as providers ask it", async () => {
  const config = (await scim(token, "GET", "/ServiceProviderConfig")).body;
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
  const types = (await scim(token, "GET", "/ResourceTypes")).body;
  expect(types).toMatchObject({ totalResults: 2, Resources: [{ id: "User" }, { id: "Group" }] });
  const id = "urn:ietf:params:scim:schemas:core:2.0:User";
  expect((await scim(token, "GET", `/Schemas/${id}`)).body).toMatchObject({ id });
  expect((await scim(token, "GET", "/Schemas")).body.totalResults).toBe(2);
  expect((await scim(token, "GET", "/Schemas/none")).status).toBe(404);
});
