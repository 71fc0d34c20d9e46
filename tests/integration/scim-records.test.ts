import { afterAll, expect, test, vi } from "vitest";
import { LIMITS } from "@/lib/limits/limits";
import { take } from "@/lib/limits/spend";
import { acceptInvitation } from "@/lib/members/commands";
import { exportMe } from "@/lib/personal/export";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { actorOf, as } from "@/scripts/demo-stage";
import { closedAccount } from "@/scripts/stage-account";
import { entra, makeToken, newUser, oktaUser, scim, setActive } from "./scim-stage";
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

const bodiesOf = async (action: string) =>
  (
    await owner.query(
      `SELECT "body" FROM "ChangeLogEntry" WHERE "action" = $1 AND "orgId" = $2 ORDER BY "number"`,
      [action, lumen.orgId],
    )
  ).rows.map(({ body }) => JSON.parse(body));

test("who takes their data gets what the provider said of them, and of nobody else", async () => {
  const email = "nora@told.example";
  const id = await newUser(token, email);
  await newUser(token, "other@told.example");
  const { rows } = await owner.query(`SELECT "invitationId" FROM "ScimUser" WHERE "id" = $1`, [id]);
  const account = await closedAccount("Nora New", email);
  await acceptInvitation(lumen.orgId, rows[0].invitationId, account);
  const members = [{ value: id }];
  await scim(token, "POST", "/Groups", { body: { displayName: "On duty", members } });
  const actor = await actorOf(lumen.orgId, "lumen", { ...account, zone: "UTC" });
  const data = await as(actor, Date.now(), (context) => exportMe(context, true));
  expect(data).toMatchObject({
    provider: {
      id,
      userName: email,
      externalId: `00u-${email}`,
      givenName: "Nora",
      familyName: "New",
      email,
      active: true,
      groups: ["On duty"],
    },
  });
  expect(JSON.stringify(data)).not.toContain("other@told.example");
  const boss = await as(lumen.owner, Date.now(), (context) => exportMe(context, true));
  expect(boss).toMatchObject({ provider: null });
});

test("what a provider changes is in the log as it was and is: people's details under their key", async () => {
  const id = await newUser(token, "uma@told.example");
  await scim(token, "PATCH", `/Users/${id}`, {
    body: entra("Replace", "displayName", "Uma Under Seal"),
  });
  await setActive(token, id, false);
  // Deactivating is an entry of its own.
  const bodies = await bodiesOf("scim.user-changed");
  expect(bodies).toMatchObject([
    { name: true, email: false, details: { holder: expect.any(String) } },
  ]);
  expect(JSON.stringify(bodies)).not.toMatch(/Uma|told\.example/);
  const { entries } = await as(lumen.owner, Date.now(), (context) =>
    listEntries(context, logSearchSchema.parse({})),
  );
  const entry = entries.find(({ sentence }) => sentence === "changed the user Uma Under Seal");
  expect(JSON.stringify(entry)).toContain("Name: Nora New → Uma Under Seal");

  const made = await scim(token, "POST", "/Groups", { body: { displayName: "Before" } });
  const operations = { displayName: "After", members: [{ value: id }] };
  await scim(token, "PATCH", `/Groups/${made.body.id}`, {
    body: entra("replace", undefined, operations),
  });
  const { rows } = await owner.query(`SELECT "personId" FROM "ScimUser" WHERE "id" = $1`, [id]);
  expect(await bodiesOf("scim.group-changed")).toEqual([
    {
      team: null,
      joined: [rows[0].personId],
      left: [],
      renamed: true,
      before: { name: "Before", externalId: null, members: 0 },
      after: { name: "After", externalId: null, members: 1 },
    },
  ]);
});

test("a group takes no user of another organisation's, and nothing of what came with them", async () => {
  const ours = await newUser(token, "ours@told.example");
  const foreign = await newUser(theirs, "foreign@told.example");
  const members = [{ value: ours }];
  const made = await scim(token, "POST", "/Groups", { body: { displayName: "Closed", members } });
  const path = `/Groups/${made.body.id}`;
  const before = (await scim(token, "GET", path)).body;
  const changed = (await bodiesOf("scim.group-changed")).length;
  const both = { displayName: "Opened", members: [{ value: foreign }] };
  for (const body of [
    entra("Add", "members", [{ value: foreign }]),
    entra("Replace", "members", [{ value: ours }, { value: foreign }]),
    entra("replace", undefined, both),
  ]) {
    const answer = await scim(token, "PATCH", path, { body });
    expect([answer.status, answer.body.scimType]).toEqual([400, "invalidValue"]);
  }
  expect((await scim(token, "PUT", path, { body: both })).status).toBe(400);
  expect((await scim(token, "GET", path)).body).toEqual(before);
  expect(await bodiesOf("scim.group-changed")).toHaveLength(changed);
});

test("whoever has very many invitations sent is told when to come again; what sends none goes on, as do others", async () => {
  const waits = await newUser(token, "waits@told.example");
  const rests = await newUser(token, "rests@told.example");
  await setActive(token, rests, false);
  const { points } = LIMITS["scim-invite-organisation"];
  const some = () =>
    Promise.all(Array.from({ length: 50 }, () => take("scim-invite-organisation", lumen.orgId)));
  for (let left = points; left > 0; left -= 50) await some();
  const state = async () => {
    const { rows } = await owner.query(
      `SELECT (SELECT jsonb_agg(i ORDER BY "id") FROM "Invitation" i) AS invitations,
         (SELECT jsonb_agg(p ORDER BY "id") FROM "Person" p) AS people,
         (SELECT jsonb_agg(u ORDER BY "id") FROM "ScimUser" u) AS users,
         (SELECT count(*) FROM "Outbox") AS mails, (SELECT count(*) FROM "ChangeLogEntry") AS entries`,
    );
    return rows;
  };
  const before = await state();
  const move = entra("Replace", "userName", "moved@told.example");
  const both = { ...move, Operations: [...move.Operations] };
  both.Operations.push({
    op: "Replace",
    path: 'emails[type eq "work"].value',
    value: "m@told.example",
  });
  for (const refused of [
    await scim(token, "POST", "/Users", { body: oktaUser("late@told.example") }),
    await setActive(token, rests, true),
    await scim(token, "PATCH", `/Users/${waits}`, { body: both }),
  ]) {
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: "429",
    });
  }
  expect(await state()).toEqual(before);
  expect((await setActive(token, waits, false)).status).toBe(200);
  const other = await scim(theirs, "POST", "/Users", { body: oktaUser("late@told.example") });
  expect(other.status).toBe(201);
});
