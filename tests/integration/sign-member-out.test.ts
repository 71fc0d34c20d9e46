import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { afterAll, expect, test, vi } from "vitest";
import { changeProfile } from "@/app/o/[org]/me/actions";
import { signMemberOut } from "@/app/o/[org]/settings/actions";
import { accountOf as accountById } from "@/lib/auth/account";
import { currentSession, mintSession } from "@/lib/auth/session";
import { findUser } from "@/lib/auth/store";
import { sessionCookie } from "@/lib/auth/token";
import { open } from "@/lib/crypto/box";
import { secretPlace } from "@/lib/notify/outbox";
import type { Actor } from "@/lib/tenancy/actor";
import { requireMember } from "@/lib/tenancy/require";
import { join } from "@/scripts/demo-stage";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { openStage, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", () => ({ connection: async () => undefined, after: () => undefined }));

const stage = await openStage();
afterAll(() => stage.close());
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const harbour = await tenant("harbour");

/** Administrative permissions count only with a second factor. */
async function withFactor<A extends Actor>(actor: A): Promise<A> {
  await owner.query(`INSERT INTO "CodeFactor" ("userId", "kind") VALUES ($1, 'email')`, [
    actor.userId,
  ]);
  return actor;
}

const admin = await withFactor(await lumen.member("Ada Admin", "Admin"));
await withFactor(lumen.owner);
await withFactor(harbour.owner);

const isIn = (cookie: string) => asRequest(cookie, async () => (await currentSession()) !== null);

async function signOut(by: Actor, memberId: string): Promise<string> {
  const form = new FormData();
  form.append("memberId", memberId);
  const cookie = await cookieFor(by.userId, "an administrator's");
  const result = await asRequest(cookie, () => signMemberOut(by.slug, null, form));
  return result.ok ? "ok" : result.error.code;
}

const entries = async () =>
  (
    await owner.query(
      `SELECT "actorId", "subjectId" FROM "ChangeLogEntry" WHERE "action" = 'member.sessions-ended'`,
    )
  ).rows;

async function mails() {
  const { rows } = await owner.query(
    `SELECT "id", "orgId", "payload" FROM "Outbox" WHERE "kind" = 'notice' ORDER BY "createdAt"`,
  );
  return rows.map(({ id, orgId, payload }) => ({
    to: payload.memberId,
    text: open(payload.secret, secretPlace(orgId, id)),
  }));
}

/** Where the organisation leads who opens it: `in`, or the address of another page. */
const enters = (cookie: string, slug: string): Promise<string> =>
  asRequest(cookie, () => requireMember(slug)).then(
    () => "in",
    (error) => getURLFromRedirectError(error),
  );

test("an administrator ends all sessions of a member, which is logged, and mailed to the member", async () => {
  const vera = await lumen.member("Vera", "Responder");
  const [phone, desk] = [
    await cookieFor(vera.userId, "phone"),
    await cookieFor(vera.userId, "desk"),
  ];
  expect([await isIn(phone), await isIn(desk)]).toEqual([true, true]);
  expect(await signOut(admin, vera.memberId)).toBe("ok");
  expect([await isIn(phone), await isIn(desk)]).toEqual([false, false]);
  expect(await entries()).toEqual([{ actorId: admin.memberId, subjectId: vera.memberId }]);
  expect(await mails()).toEqual([
    { to: vera.memberId, text: expect.stringContaining("An administrator of lumen organisation") },
  ]);
});

test("what they began before and have no session of yet opens none: their own next device does", async () => {
  const vera = await lumen.member("Vera Twice", "Responder");
  const user = await findUser(vera.userId);
  if (!user) throw new Error("she has no account");
  expect(await signOut(admin, vera.memberId)).toBe("ok");
  const token = await mintSession(user, "begun before");
  const late = await asRequest(`${sessionCookie().name}=${token}`, currentSession);
  expect(late).toBeNull();
  expect(await isIn(await cookieFor(vera.userId, "anew", user.version + 1))).toBe(true);
});

test("who is a member elsewhere is signed out of this organisation alone, and their devices stay known", async () => {
  const max = await lumen.member("Max", "Responder");
  const { id, email } = await accountById(max.userId);
  await join(harbour.owner, { id, name: "Max", email, zone: "UTC" }, "Responder");
  const desk = await cookieFor(id, "desk");
  await owner.query(`UPDATE "Session" SET "deviceHash" = 'known' WHERE "userId" = $1`, [id]);
  expect([await enters(desk, "lumen"), await enters(desk, "harbour")]).toEqual(["in", "in"]);
  expect(await signOut(admin, max.memberId)).toBe("ok");
  const out = await enters(desk, "lumen");
  expect([out, await enters(desk, "harbour")]).toEqual(["/sign-in?org=lumen", "in"]);
  const { rows } = await owner.query(`SELECT "deviceHash" FROM "Session" WHERE "userId" = $1`, [
    id,
  ]);
  expect(rows).toEqual([{ deviceHash: "known" }]);
  const form = new FormData();
  form.append("name", "Max");
  form.append("zone", "UTC");
  const kept = await asRequest(desk, () => changeProfile("lumen", null, form));
  expect(kept).toMatchObject({ ok: false, error: { code: "refused" } });
  expect((await mails()).at(-1)).toMatchObject({
    to: max.memberId,
    text: expect.stringContaining("Your other organisations"),
  });
  // Milliseconds are compared.
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await enters(await cookieFor(id, "desk anew"), "lumen")).toBe("in");
});

test("nobody ends sessions of who holds more, of another organisation, or without the permission", async () => {
  const before = await entries();
  const theirs = await cookieFor(lumen.owner.userId, "the owner's");
  expect(await signOut(admin, lumen.owner.memberId)).toBe("refused");
  const bo = await lumen.member("Bo", "Scheduler");
  expect(await signOut(bo, admin.memberId)).toBe("refused");
  expect(await signOut(harbour.owner, admin.memberId)).toBe("stale");
  expect(await isIn(theirs)).toBe(true);
  expect(await entries()).toEqual(before);
});

test.each([
  { what: "the act", table: "Session", event: "UPDATE" },
  { what: "the entry", table: "ChangeLogEntry", event: "INSERT" },
])("where $what cannot be written, neither is, and it is said", async ({ table, event }) => {
  const vera = await lumen.member(`Vera of ${table}`, "Responder");
  const desk = await cookieFor(vera.userId, "desk");
  const before = await entries();
  await owner.query(
    `CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`,
  );
  const which = table === "Session" ? `WHEN (NEW."revokedAt" IS NOT NULL)` : "";
  await owner.query(
    `CREATE TRIGGER break_it BEFORE ${event} ON "${table}" FOR EACH ROW ${which} EXECUTE FUNCTION break_it()`,
  );
  const said = await signOut(admin, vera.memberId);
  await owner.query(`DROP FUNCTION break_it CASCADE`);
  expect(said).toBe("internal");
  expect(await isIn(desk)).toBe(true);
  expect(await entries()).toEqual(before);
});
