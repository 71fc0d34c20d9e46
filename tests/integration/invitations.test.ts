import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test, vi } from "vitest";
import { openInvitation } from "@/lib/auth/invitation";
import { addressIndexes } from "@/lib/directory/address";
import { acceptInvitation, invite } from "@/lib/members/commands";
import { setContact } from "@/lib/people/store";
import { eraseMe, erasePerson } from "@/lib/personal/erase";
import { setMeaning } from "@/lib/scim/meaning-command";
import { groupMeaningSchema } from "@/lib/scim/settings-schema";
import { presetGrants } from "@/lib/tenancy/permissions";
import { type Account, actorOf, as, join } from "@/scripts/demo-stage";
import { MASTER_KEY } from "@/tests/support/database";
import { entra, makeToken, newUser, scim, setActive } from "./scim-stage";
import { accountOf, openStage, outcome, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const AUTUMN = Buffer.alloc(32, "another key of these tests").toString("base64");

const stage = await openStage(() => ({
  STANDBY_TRUSTED_PROXIES: "10.0.0.1",
  STANDBY_MASTER_KEY: "",
  STANDBY_KEYS: `master:${MASTER_KEY},autumn:${AUTUMN}`,
}));
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const token = await makeToken(lumen);
afterAll(stage.close);

const one = async (sql: string, values: readonly unknown[]) =>
  (await owner.query(sql, [...values])).rows[0];

/** Invites as the owner does; gives back the link's secret and the invitation's id. */
async function invited(email: string, preset = "Admin") {
  const grants = presetGrants(preset, null).map((grant) => ({ preset: null, ...grant }));
  const { link } = await as(lumen.owner, Date.now(), (context) =>
    invite(context, { name: "Kim Known", email, grants }),
  );
  const secret = link.split("/").at(-1) ?? "";
  return { secret, id: (await openInvitation(secret))?.id ?? "" };
}

const accept = (id: string, user: Account) => outcome(acceptInvitation(lumen.orgId, id, user));

const userOf = (id: string) =>
  one(`SELECT "personId", "memberId", "invitationId", "active" FROM "ScimUser" WHERE "id" = $1`, [
    id,
  ]);

const memberOf = (user: Account) =>
  one(
    `SELECT m."id", m."removedAt" IS NULL AS present, p."id" AS "personId",
       ARRAY(SELECT "permission" FROM "Grant" WHERE "memberId" = m."id" ORDER BY 1) AS permissions
     FROM "Member" m LEFT JOIN "Person" p ON p."memberId" = m."id" WHERE m."userId" = $1`,
    [user.id],
  );

const permissionsOf = (preset: string) =>
  presetGrants(preset, null)
    .map(({ permission }) => permission)
    .toSorted();

describe("a provider's user", () => {
  test("is invited in place of what was open for their address; deactivated, they are out", async () => {
    const kim = await accountOf("Kim Known");
    const { id: former, secret } = await invited(kim.email);
    const id = await newUser(token, kim.email);
    expect(await openInvitation(secret)).toBeNull();
    expect(await accept(former, kim)).toBe("stale");
    const { invitationId } = await userOf(id);
    expect(await accept(invitationId, kim)).toBe("ok");
    expect(await memberOf(kim)).toMatchObject({
      present: true,
      permissions: permissionsOf("Responder"),
    });
    expect((await setActive(token, id, false)).status).toBe(200);
    expect(await memberOf(kim)).toMatchObject({ present: false, permissions: [] });
  });

  const given = ["Admin", "Owner"];
  test.each(given)(
    "who is invited by an owner as %s is the user still, with that",
    async (preset) => {
      const kim = await accountOf("Kim Known");
      const id = await newUser(token, kim.email);
      const { invitationId } = await userOf(id);
      const later = await invited(kim.email, preset);
      expect(await accept(invitationId, kim)).toBe("stale");
      expect(await accept(later.id, kim)).toBe("ok");
      const member = await memberOf(kim);
      expect(member.permissions).toEqual(permissionsOf(preset));
      expect(await userOf(id)).toMatchObject({ memberId: member.id, personId: member.personId });
      await setActive(token, id, false);
      expect(await memberOf(kim)).toMatchObject({ present: false });
    },
  );

  test("who was deactivated joins by nothing that was open before", async () => {
    const kim = await accountOf("Kim Known");
    const former = await invited(kim.email);
    const id = await newUser(token, kim.email);
    const { invitationId } = await userOf(id);
    // As they were open side by side, before an address had one.
    await owner.query(`UPDATE "Invitation" SET "revokedAt" = NULL WHERE "id" = $1`, [former.id]);
    await setActive(token, id, false);
    expect(await accept(former.id, kim)).toBe("stale");
    expect(await accept(invitationId, kim)).toBe("stale");
    expect(await memberOf(kim)).toBeUndefined();
  });

  const deactivate = (id: string) => setActive(token, id, false);
  const remove = (id: string) => scim(token, "DELETE", `/Users/${id}`);
  test.each([
    ["deactivated", deactivate, true],
    ["deactivated once more", deactivate, false],
    ["deleted", remove, true],
    ["deleted after they were deactivated", remove, false],
  ])("who joined without being tied to it is out when they are %s", async (_, leave, isActive) => {
    const kim = await accountOf("Kim Known");
    const id = await newUser(token, kim.email);
    if (!isActive) await deactivate(id);
    await join(lumen.owner, kim, "Admin");
    expect(await memberOf(kim)).toMatchObject({ present: true });
    expect((await leave(id)).status).toBeLessThan(300);
    expect(await memberOf(kim)).toMatchObject({ present: false, permissions: [] });
  });

  test("stays the member that they are when another account joins as their person", async () => {
    const [work, home] = [await accountOf("Kim Work"), await accountOf("Kim Home")];
    const id = await newUser(token, work.email);
    const { personId, invitationId } = await userOf(id);
    await as(lumen.owner, Date.now(), ({ db }) =>
      setContact(db, lumen.orgId, personId, "email", home.email),
    );
    const other = await invited(home.email);
    expect(await accept(invitationId, work)).toBe("ok");
    expect(await accept(other.id, home)).toBe("ok");
    expect((await userOf(id)).memberId).toBe((await memberOf(work)).id);
    await setActive(token, id, false);
    expect([(await memberOf(work)).present, (await memberOf(home)).present]).toEqual([false, true]);
  });

  test("is nobody who was invited as their person at an address that somebody else wrote there", async () => {
    const [kim, mallory] = [await accountOf("Kim Known"), await accountOf("Mallory")];
    const id = await newUser(token, kim.email);
    const { personId, invitationId } = await userOf(id);
    const members = [{ value: id }];
    const made = { body: { displayName: randomUUID(), members } };
    const group = await scim(token, "POST", "/Groups", made);
    const meaning = { groupId: group.body.id, teamId: "", preset: "Admin" };
    await as(lumen.owner, Date.now(), (context) =>
      setMeaning(context, groupMeaningSchema.parse(meaning)),
    );
    await as(lumen.owner, Date.now(), ({ db }) =>
      setContact(db, lumen.orgId, personId, "email", mallory.email),
    );
    const theirs = await invited(mallory.email, "Viewer");
    expect(await accept(theirs.id, mallory)).toBe("ok");
    expect((await memberOf(mallory)).permissions).toEqual(permissionsOf("Viewer"));
    expect(await userOf(id)).toMatchObject({ memberId: null, invitationId });
    expect(await accept(invitationId, kim)).toBe("ok");
    expect((await memberOf(kim)).permissions).toEqual(permissionsOf("Admin"));
  });

  test("with another address is invited there, and the log says with what", async () => {
    const kim = await accountOf("Kim Known");
    const id = await newUser(token, kim.email);
    const { invitationId } = await userOf(id);
    const email = `${randomUUID()}@new.example`;
    const { secret } = await invited(email);
    const body = entra("Replace", 'emails[type eq "work"].value', email);
    expect((await scim(token, "PATCH", `/Users/${id}`, { body })).status).toBe(200);
    expect(await accept(invitationId, kim)).toBe("stale");
    expect(await openInvitation(secret)).toBeNull();
    const { personId } = await userOf(id);
    const entry = await one(
      `SELECT "body" FROM "ChangeLogEntry" WHERE "action" = 'scim.user-changed' AND "subjectId" = $1`,
      [personId],
    );
    const { grants } = JSON.parse(entry.body) as { grants: { permission: string }[] };
    expect(grants.map(({ permission }) => permission).toSorted()).toEqual(
      permissionsOf("Responder"),
    );
    await setActive(token, id, false);
    const quiet = entra("Replace", 'emails[type eq "work"].value', `${randomUUID()}@new.example`);
    await scim(token, "PATCH", `/Users/${id}`, { body: quiet });
    const bodies = await owner.query(
      `SELECT "body" FROM "ChangeLogEntry" WHERE "action" = 'scim.user-changed' AND "subjectId" = $1`,
      [personId],
    );
    expect(bodies.rows.map(({ body: text }) => "grants" in JSON.parse(text))).toEqual([
      true,
      false,
    ]);
  });

  test("who was deleted while a member is made anew: their former person and member, nothing of what they held", async () => {
    const kim = await accountOf("Kim Known");
    const beforehand = await invited(kim.email);
    const id = await newUser(token, kim.email);
    await accept((await userOf(id)).invitationId, kim);
    const was = await memberOf(kim);
    await as(lumen.owner, Date.now(), ({ db }) =>
      db.grant.createMany({ data: [{ memberId: was.id, permission: "schedule.manage" }] }),
    );
    await owner.query(`UPDATE "Invitation" SET "revokedAt" = NULL WHERE "id" = $1`, [
      beforehand.id,
    ]);
    expect((await scim(token, "DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await userOf(id)).toBeUndefined();
    const gone = { id: was.id, personId: was.personId, present: false, permissions: [] };
    expect(await memberOf(kim)).toEqual(gone);
    expect(await accept(beforehand.id, kim)).toBe("stale");
    const deactivatedAt = async () =>
      (await one(`SELECT "deactivatedAt" FROM "Person" WHERE "id" = $1`, [was.personId]))
        .deactivatedAt;
    expect(await deactivatedAt()).not.toBeNull();

    const again = await newUser(token, kim.email);
    expect(await userOf(again)).toMatchObject({ personId: was.personId, memberId: null });
    // Nobody is in again before they accept: addresses change hands.
    expect(await memberOf(kim)).toEqual(gone);
    const members = [{ value: again }];
    await scim(token, "POST", "/Groups", { body: { displayName: randomUUID(), members } });
    expect(await accept((await userOf(again)).invitationId, kim)).toBe("ok");
    expect(await memberOf(kim)).toEqual({
      ...gone,
      present: true,
      permissions: permissionsOf("Responder"),
    });
    expect(await userOf(again)).toMatchObject({ memberId: was.id, personId: was.personId });
    expect(await deactivatedAt()).toBeNull();
  });

  test("who was deactivated while a member is in again with what they held, without an invitation", async () => {
    const kim = await accountOf("Kim Known");
    const id = await newUser(token, kim.email);
    await accept((await userOf(id)).invitationId, kim);
    const was = await memberOf(kim);
    await setActive(token, id, false);
    expect(await memberOf(kim)).toEqual({ ...was, present: false, permissions: [] });
    await setActive(token, id, true);
    expect(await memberOf(kim)).toEqual(was);
    expect((await userOf(id)).invitationId).toBeNull();
  });
});

describe("erasing", () => {
  const rowOf = (id: string) =>
    one(`SELECT "name", "emailHash", "emailBox", "expiresAt" FROM "Invitation" WHERE "id" = $1`, [
      id,
    ]);
  /** Whether nothing of it names them, and nobody gets in by it. */
  async function isEmpty(id: string, user: Account): Promise<boolean> {
    const { name, emailHash } = await rowOf(id);
    const known = addressIndexes(lumen.orgId, user.email).includes(emailHash);
    return /^Former member/.test(name) && !known && (await accept(id, user)) === "stale";
  }
  const erase = (personId: string) =>
    as(lumen.owner, Date.now(), (context) => erasePerson(context, { personId }));

  test("somebody who has not joined ends and empties their invitation", async () => {
    const kim = await accountOf("Kim Known");
    const personId = await lumen.person("Kim Known");
    await as(lumen.owner, Date.now(), ({ db }) =>
      setContact(db, lumen.orgId, personId, "email", kim.email),
    );
    const { id, secret } = await invited(kim.email);
    await erase(personId);
    expect(await openInvitation(secret)).toBeNull();
    expect(await isEmpty(id, kim)).toBe(true);
  });

  test("a provider's user who has not joined empties the provider's invitation and the owner's before", async () => {
    const kim = await accountOf("Kim Known");
    const beforehand = await invited(kim.email);
    const id = await newUser(token, kim.email);
    const { personId, invitationId } = await userOf(id);
    await as(lumen.owner, Date.now(), ({ db }) =>
      setContact(db, lumen.orgId, personId, "email", "somewhere@else.example"),
    );
    await erase(personId);
    expect(await isEmpty(invitationId, kim)).toBe(true);
    expect(await isEmpty(beforehand.id, kim)).toBe(true);
    expect((await scim(token, "GET", `/Users/${id}`)).status).toBe(404);
  });

  test("a member empties theirs, under whichever master key they are while that changes", async () => {
    const kim = await accountOf("Kim Known");
    const { id } = await invited(kim.email, "Viewer");
    await accept(id, kim);
    const [, other] = addressIndexes(lumen.orgId, kim.email);
    await owner.query(`UPDATE "Invitation" SET "emailHash" = $2 WHERE "id" = $1`, [id, other]);
    const actor = await actorOf(lumen.orgId, "lumen", kim);
    await as(actor, Date.now(), (context) => eraseMe(context));
    expect(await isEmpty(id, kim)).toBe(true);
  });
});
