import { randomUUID } from "node:crypto";
import { afterAll, expect, test, vi } from "vitest";
import { findLiveSession, insertSession } from "@/lib/auth/session-store";
import { acceptInvitation } from "@/lib/members/commands";
import { effectOf, emptyDefinition, factsAbout, HORIZON } from "@/lib/roster/draft-facts";
import { whoIsOnCall } from "@/lib/roster/now";
import type { Definition } from "@/lib/schedule/types";
import { as } from "@/scripts/demo-stage";
import { closedAccount } from "@/scripts/stage-account";
import { ask, make } from "./keys-stage";
import { makeToken, newUser, scim, setActive } from "./scim-stage";
import { connect } from "./sso-stage";
import { DAY, openStage, outcome, published, tenant, weekly } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const stage = await openStage(() => ({ STANDBY_TRUSTED_PROXIES: "10.0.0.1", SSO_LOCAL: "on" }));
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const token = await makeToken(lumen);
afterAll(stage.close);

const one = async (sql: string, values: readonly unknown[]) =>
  (await owner.query(sql, [...values])).rows[0];

/** The provider's user for a member who is there, found by their address. */
async function userOf(userId: string): Promise<string> {
  const email = `${randomUUID()}@leave.example`;
  const { addressIndex } = await import("@/lib/directory/address");
  await owner.query(`UPDATE "Member" SET "emailHash" = $1 WHERE "userId" = $2`, [
    addressIndex(lumen.orgId, email),
    userId,
  ]);
  return newUser(token, email);
}

test("who is deactivated while on call is out at once, marked on Now, and told of; let in again, as before", async () => {
  const sam = await lumen.member("Sam Scheduler", "Scheduler");
  const ann = await lumen.member("Ann Approver", "Approver");
  const schedule = await published(lumen, sam, ann, Date.now() - DAY, weekly([sam.person]));
  const connection = await connect(lumen, "http://localhost:1");
  const session = (own: boolean, connections: string[]) => {
    const idHash = randomUUID();
    const expiresAt = new Date(Date.now() + DAY);
    const more = { userVersion: 1, device: "x", expiresAt, own, connections };
    return insertSession({ idHash, userId: sam.userId, ...more }).then(() => idHash);
  };
  const [bySso, byPassword] = [await session(false, [connection]), await session(true, [])];
  const { key } = await make(sam);
  const id = await userOf(sam.userId);
  expect((await one(`SELECT "memberId" FROM "ScimUser" WHERE "id" = $1`, [id])).memberId).toBe(
    sam.memberId,
  );
  expect((await ask(key)).status).toBe(200);

  const notices = async () =>
    (
      await owner.query(
        `SELECT "payload"->>'memberId' AS id FROM "Outbox" WHERE "kind" = 'notice' ORDER BY "createdAt"`,
      )
    ).rows.map((row) => row.id);
  const before = (await notices()).length;

  expect((await setActive(token, id, "False")).body.active).toBe(false);
  expect(await findLiveSession(bySso, sam.userId)).toBeNull();
  expect((await findLiveSession(byPassword, sam.userId))?.memberships).toEqual([]);
  expect((await ask(key)).status).toBe(401);
  const view = await as(lumen.owner, Date.now(), (context) => whoIsOnCall(context));
  expect(view.schedules.find((row) => row.id === schedule)?.tiers[0]?.holders[0]?.person).toBe(
    sam.person,
  );
  expect(view.people[sam.person]).toMatchObject({ name: "Sam Scheduler", deactivated: true });
  expect((await notices()).slice(before)).toEqual([lumen.owner.memberId]);
  const found = (definition: Definition) =>
    as(lumen.owner, Date.now(), async (context) => {
      const now = Date.now();
      const facts = await factsAbout(context, now, now + HORIZON);
      return effectOf(emptyDefinition("UTC"), definition, facts, now).findings.filter(
        ({ kind }) => kind === "left",
      );
    });
  expect(await found(weekly([sam.person]))).toMatchObject([{ person: sam.person }]);
  expect(await found(weekly([ann.person]))).toEqual([]);
  const entry = await one(
    `SELECT "actorId", "body" FROM "ChangeLogEntry" WHERE "action" = 'scim.deactivated'`,
    [],
  );
  expect(JSON.parse(entry.body).onCall).toEqual({ now: 1, schedules: 1 });
  expect((await one(`SELECT "id" FROM "ScimToken"`, [])).id).toBe(entry.actorId);

  expect((await setActive(token, id, true)).body.active).toBe(true);
  expect(await findLiveSession(bySso, sam.userId)).toBeNull();
  expect(await found(weekly([sam.person]))).toEqual([]);
  const [back] = (await findLiveSession(byPassword, sam.userId))?.memberships ?? [];
  expect(back?.grants.map(({ permission }) => permission)).toContain("schedule.manage");
  expect((await ask(key)).status).toBe(401);
});

test("the last owner stays, however many go at once; what was refused is in the log", async () => {
  const second = await lumen.member("Sue Second", "Owner");
  const ids = [await userOf(lumen.owner.userId), await userOf(second.userId)];
  const answers = await Promise.all(ids.map((id) => setActive(token, id, false)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const kept = ids[answers.findIndex(({ status }) => status === 409)] ?? "";
  expect((await scim(token, "GET", `/Users/${kept}`)).body.active).toBe(true);
  expect((await scim(token, "DELETE", `/Users/${kept}`)).status).toBe(409);
  const { count } = await one(
    `SELECT count(*)::int AS count FROM "ChangeLogEntry" WHERE "action" = 'scim.refused'`,
    [],
  );
  expect(count).toBeGreaterThan(0);
});

test("an address alone takes over no account: whoever has it accepts; not once they are deactivated", async () => {
  const email = "ina@elsewhere.example";
  const ina = await closedAccount("Ina Invited", email);
  const id = await newUser(token, email);
  const row = () => one(`SELECT "memberId", "invitationId" FROM "ScimUser" WHERE "id" = $1`, [id]);
  const { memberId, invitationId } = await row();
  expect(memberId).toBeNull();
  expect(
    await one(`SELECT count(*)::int AS count FROM "Member" WHERE "userId" = $1`, [ina.id]),
  ).toEqual({ count: 0 });
  await setActive(token, id, false);
  expect(await outcome(acceptInvitation(lumen.orgId, invitationId, ina))).toBe("stale");
  await setActive(token, id, true);
  const again = await row();
  await acceptInvitation(lumen.orgId, again.invitationId, ina);
  expect((await row()).memberId).not.toBeNull();
});
