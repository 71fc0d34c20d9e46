import { afterAll, describe, expect, test, vi } from "vitest";
import { acceptInvitation } from "@/lib/members/commands";
import { setMeaning } from "@/lib/scim/meaning-command";
import { groupMeaningSchema } from "@/lib/scim/settings-schema";
import { as } from "@/scripts/demo-stage";
import { closedAccount } from "@/scripts/stage-account";
import { entra, makeToken, newUser, scim, setActive } from "./scim-stage";
import { openStage, outcome, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const stage = await openStage();
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const harbour = await tenant("harbour");
const token = await makeToken(lumen, "Viewer");
afterAll(stage.close);

const one = async (sql: string, values: readonly unknown[]) =>
  (await owner.query(sql, [...values])).rows[0];

/** A user who has accepted the invitation. */
async function joined(email: string): Promise<{ id: string; memberId: string }> {
  const id = await newUser(token, email);
  const account = await closedAccount("Nora New", email);
  const { invitationId } = await one(`SELECT "invitationId" FROM "ScimUser" WHERE "id" = $1`, [id]);
  await acceptInvitation(lumen.orgId, invitationId, account);
  const { memberId } = await one(`SELECT "memberId" FROM "ScimUser" WHERE "id" = $1`, [id]);
  return { id, memberId };
}

const group = async (displayName: string, ids: readonly string[] = []): Promise<string> => {
  const members = ids.map((value) => ({ value }));
  const made = await scim(token, "POST", "/Groups", { body: { displayName, members } });
  expect(made.status).toBe(201);
  return String(made.body.id);
};

const mean = (groupId: string, teamId: string, preset: string) =>
  as(lumen.owner, Date.now(), (context) =>
    setMeaning(context, groupMeaningSchema.parse({ groupId, teamId, preset })),
  );

const membersOf = async (id: string) => {
  const { body } = await scim(token, "GET", `/Groups/${id}`);
  return (body.members as { value: string }[]).map(({ value }) => value);
};

const teamsOf = async (id: string): Promise<string[]> =>
  (
    await owner.query(
      `SELECT t."teamId" FROM "TeamPerson" t JOIN "ScimUser" u ON u."personId" = t."personId" WHERE u."id" = $1`,
      [id],
    )
  ).rows.map(({ teamId }) => teamId);

const grantsOf = async (memberId: string): Promise<string[]> =>
  (
    await owner.query(
      `SELECT "permission", "teamId" FROM "Grant" WHERE "memberId" = $1 ORDER BY "permission"`,
      [memberId],
    )
  ).rows.map(({ permission, teamId }) => `${permission}${teamId === null ? "" : "@"}`);

describe("a group", () => {
  test("is made, found, renamed and forgotten; its name is its own", async () => {
    const id = await group("Support");
    const found = await scim(
      token,
      "GET",
      `/Groups?filter=${encodeURIComponent('displayName eq "support"')}`,
    );
    expect(found.body).toMatchObject({
      totalResults: 1,
      Resources: [{ id, displayName: "Support" }],
    });
    expect(
      (await scim(token, "POST", "/Groups", { body: { displayName: "SUPPORT" } })).status,
    ).toBe(409);
    // Okta says the id again.
    const rename = entra("replace", undefined, { id, displayName: "Help" });
    expect((await scim(token, "PATCH", `/Groups/${id}`, { body: rename })).status).toBe(204);
    expect((await scim(token, "GET", `/Groups/${id}`)).body.displayName).toBe("Help");
    expect((await scim(token, "DELETE", `/Groups/${id}`)).status).toBe(204);
    expect((await scim(token, "GET", `/Groups/${id}`)).status).toBe(404);
    const both = await Promise.all(
      [1, 2].map(() => scim(token, "POST", "/Groups", { body: { displayName: "Race" } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("takes members in the forms that Entra and Okta send", async () => {
    const ids = [await newUser(token, "a@g.example"), await newUser(token, "b@g.example")];
    const [a = "", b = ""] = ids;
    const id = await group("Forms", [a]);
    const patch = async (body: object) => {
      expect((await scim(token, "PATCH", `/Groups/${id}`, { body })).status).toBe(204);
      return (await membersOf(id)).sort();
    };
    expect(await patch(entra("Add", "members", [{ value: b }]))).toEqual([...ids].sort());
    expect(await patch(entra("Remove", "members", [{ value: b }]))).toEqual([a]);
    expect(await patch(entra("replace", "members", [{ value: b, display: "B" }]))).toEqual([b]);
    expect(await patch(entra("add", undefined, { members: [{ value: a }] }))).toEqual(
      [...ids].sort(),
    );
    expect(await patch(entra("remove", `members[value eq "${a}"]`))).toEqual([b]);
    expect(await patch(entra("Remove", "members"))).toEqual([]);
    const whole = { displayName: "Forms", members: [{ value: a }] };
    expect((await scim(token, "PUT", `/Groups/${id}`, { body: whole })).status).toBe(200);
    expect(await membersOf(id)).toEqual([a]);
    const short = await scim(token, "GET", `/Groups/${id}?excludedAttributes=members`);
    expect(short.body).not.toHaveProperty("members");
    const { body } = await scim(token, "GET", `/Users/${a}`);
    expect(body.groups).toMatchObject([{ value: id, display: "Forms" }]);
    const wrong = await scim(token, "PATCH", `/Groups/${id}`, {
      body: entra("add", "members", [{ value: "nobody" }]),
    });
    expect([wrong.status, wrong.body.scimType]).toEqual([400, "invalidValue"]);
    const filtered = entra("replace", `members[display eq "B"]`, "x");
    expect((await scim(token, "PATCH", `/Groups/${id}`, { body: filtered })).body.scimType).toBe(
      "invalidPath",
    );
  });

  test("that is called as a team is that team; who leaves it leaves the team, unless another group keeps them", async () => {
    const user = await newUser(token, "team@g.example");
    const first = await group("PLATFORM", [user]);
    expect(await teamsOf(user)).toEqual([lumen.teamId]);
    const second = await group("Platform too", [user]);
    await mean(second, lumen.teamId, "");
    await scim(token, "PATCH", `/Groups/${first}`, { body: entra("remove", "members") });
    expect(await teamsOf(user)).toEqual([lumen.teamId]);
    await mean(second, "", "");
    expect(await teamsOf(user)).toEqual([]);
    await mean(second, lumen.teamId, "");
    expect(await teamsOf(user)).toEqual([lumen.teamId]);
    await scim(token, "DELETE", `/Groups/${second}`);
    expect(await teamsOf(user)).toEqual([]);
  });

  test("gives a preset's permissions and takes them again, and nothing that people gave", async () => {
    const { id, memberId } = await joined("grants@g.example");
    expect(await grantsOf(memberId)).toEqual(["schedule.view"]);
    const admins = await group("Admins", [id]);
    expect(await grantsOf(memberId)).toEqual(["schedule.view"]);
    await mean(admins, "", "Scheduler");
    expect(await grantsOf(memberId)).toHaveLength(6);
    await mean(admins, lumen.teamId, "Responder");
    expect(await grantsOf(memberId)).toEqual([
      "schedule.cover@",
      "schedule.view",
      "schedule.view@",
    ]);
    await scim(token, "PATCH", `/Groups/${admins}`, { body: entra("remove", "members") });
    expect(await grantsOf(memberId)).toEqual(["schedule.view"]);
    const { rows } = await owner.query(
      `SELECT count(*)::int AS count FROM "ChangeLogEntry" WHERE "action" = 'member.permissions' AND "subjectId" = $1`,
      [memberId],
    );
    expect(rows[0].count).toBe(3);
  });

  test("never gives what its owner does not hold, and never the organisation", async () => {
    const { id, memberId } = await joined("limits@g.example");
    const made = await group("Limits", [id]);
    expect(
      groupMeaningSchema.safeParse({ groupId: made, teamId: "", preset: "Owner" }).success,
    ).toBe(false);
    const theirs = as(harbour.owner, Date.now(), (context) =>
      setMeaning(context, { groupId: made, teamId: null, preset: "Viewer" }),
    );
    expect(await outcome(theirs)).toBe("stale");
    expect(await outcome(mean(made, harbour.teamId, ""))).toBe("invalid");
    const second = await lumen.member("Sue Second", "Owner");
    await as(second, Date.now(), (context) =>
      setMeaning(context, { groupId: made, teamId: null, preset: "Admin" }),
    );
    expect(await grantsOf(memberId)).toContain("member.manage");
    expect(await grantsOf(memberId)).not.toContain("organisation.own");
    // Who said so is no owner any more: what is given from now on is what they hold.
    await owner.query(
      `DELETE FROM "Grant" WHERE "memberId" = $1 AND "permission" <> 'schedule.view'`,
      [second.memberId],
    );
    await scim(token, "PATCH", `/Groups/${made}`, { body: entra("remove", "members") });
    await scim(token, "PATCH", `/Groups/${made}`, {
      body: entra("add", "members", [{ value: id }]),
    });
    expect(await grantsOf(memberId)).toEqual(["schedule.view"]);
    const refused = as(second, Date.now(), (context) =>
      setMeaning(context, { groupId: made, teamId: null, preset: "Admin" }),
    );
    expect(await outcome(refused)).toBe("refused");
  });

  test("what groups give comes back with who is let in again", async () => {
    const { id, memberId } = await joined("back@g.example");
    const made = await group("Back", [id]);
    await mean(made, "", "Responder");
    expect(await grantsOf(memberId)).toEqual(["schedule.cover", "schedule.view"]);
    await setActive(token, id, false);
    expect(await grantsOf(memberId)).toEqual([]);
    await scim(token, "DELETE", `/Groups/${made}`);
    await setActive(token, id, true);
    expect(await grantsOf(memberId)).toEqual(["schedule.view"]);
  });
});
