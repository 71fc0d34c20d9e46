import { afterAll, afterEach, expect, test, vi } from "vitest";
import { createUser } from "@/lib/auth/account";
import { peerHeader } from "@/lib/auth/peer";
import { mintSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/token";
import { askNextAuth, csrfOfNextAuth, postNextAuth } from "@/tests/doors/next-auth";
import { asRequest } from "@/tests/doors/request";
import { accountOf, openStage, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  ...(await import("@/tests/doors/request")).serverOfRequest,
}));

const PASSWORD = "correct horse battery";
const stage = await openStage();
async function account(name: string) {
  const email = `${name.toLowerCase()}@example.com`;
  return { ...(await createUser({ name, email, password: PASSWORD, zone: "UTC" })), email };
}
const owner = await stage.openOwner();
afterAll(stage.close);
afterEach(() => vi.stubEnv("STANDBY_URL", "http://localhost:3000"));

test("signing out at next-auth's address ends the session, and leaves nothing in the browser", async () => {
  const { id } = await accountOf("Ana");
  const session = await mintSession({ id, version: 1 }, "a test");
  const { csrfToken, cookie } = await csrfOfNextAuth();
  const answer = await asRequest(`${cookie}; ${sessionCookie().name}=${session}`, () =>
    postNextAuth("signout", { csrfToken }),
  );
  expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"');
  const { rows } = await owner.query(`SELECT "revokedAt" FROM "Session" WHERE "userId" = $1`, [id]);
  expect(rows).toEqual([{ revokedAt: expect.any(Date) }]);
});

test("without its entry nobody is signed out there either, and is not told so", async () => {
  const { owner: olga } = await tenant("lumen");
  const session = await mintSession({ id: olga.userId, version: 1 }, "a test");
  const signOut = async () => {
    const { csrfToken, cookie } = await csrfOfNextAuth();
    return asRequest(`${cookie}; ${sessionCookie().name}=${session}`, () =>
      postNextAuth("signout", { csrfToken }),
    );
  };
  const isOver = async () => {
    const { rows } = await owner.query(
      `SELECT "revokedAt" IS NOT NULL AS over FROM "Session" WHERE "userId" = $1`,
      [olga.userId],
    );
    return rows[0]?.over;
  };
  await owner.query(
    `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`,
  );
  await owner.query(
    `CREATE TRIGGER broken BEFORE INSERT ON "ChangeLogEntry" FOR EACH ROW EXECUTE FUNCTION broken()`,
  );
  await expect(signOut()).rejects.toThrow(/broken/);
  expect(await isOver()).toBe(false);
  await owner.query(`DROP FUNCTION broken CASCADE`);
  expect((await signOut()).status).toBe(302);
  expect(await isOver()).toBe(true);
  const { rows } = await owner.query(
    `SELECT FROM "ChangeLogEntry" WHERE "action" = 'member.signed-out' AND "subjectId" = $1`,
    [olga.memberId],
  );
  expect(rows).toHaveLength(1);
});

test("a sign-in that fails there clears nothing", async () => {
  const { csrfToken, cookie } = await csrfOfNextAuth();
  const answer = await asRequest(cookie, () =>
    postNextAuth("callback/credentials", {
      csrfToken,
      json: "true",
      email: "nobody@lumen.example",
      password: "not the password",
    }),
  );
  expect(answer.status).toBe(401);
  expect(answer.headers.get("clear-site-data")).toBeNull();
});

test("a right password that owes a code opens nothing, and is kept to be told to its owner", async () => {
  const { id, email } = await account("Owes");
  const enter = async () => {
    const { csrfToken, cookie } = await csrfOfNextAuth();
    const fields = { csrfToken, json: "true", email, password: PASSWORD };
    return asRequest(cookie, () => postNextAuth("callback/credentials", fields));
  };
  const half = async () => {
    const { rows } = await owner.query(
      `SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = 'half-sign-in'`,
    );
    return rows[0].count;
  };
  expect([(await enter()).status, await half()]).toEqual([200, 0]);
  await owner.query(`INSERT INTO "CodeFactor" ("userId", "kind") VALUES ($1, 'email')`, [id]);
  const answer = await enter();
  expect([answer.status, await half()]).toEqual([401, 1]);
  expect(answer.headers.getSetCookie().join()).not.toContain(`${sessionCookie().name}=ey`);
});

test("a session that begins there says on what and from where, and ends the one before", async () => {
  const { id, email } = await account("Again");
  const former = await mintSession({ id, version: 1 }, "before");
  const { csrfToken, cookie } = await csrfOfNextAuth();
  const fields = { csrfToken, json: "true", email, password: PASSWORD };
  await asRequest(
    `${cookie}; ${sessionCookie().name}=${former}`,
    () => postNextAuth("callback/credentials", fields),
    { "sec-fetch-site": "same-origin", "user-agent": "A browser", ...peerHeader("192.0.2.7") },
  );
  const { rows } = await owner.query(
    `SELECT "device", "addressBox" IS NOT NULL AS placed, "revokedAt" IS NOT NULL AS over FROM "Session" WHERE "userId" = $1 ORDER BY "createdAt"`,
    [id],
  );
  expect(rows).toEqual([
    { device: "before", placed: false, over: true },
    { device: "A browser", placed: true, over: false },
  ]);
});

test.each(["csrf", "session", "providers", "signin", "callback/credentials"])(
  "%s is refused to who asks without HTTPS, where the address people use has it",
  async (path) => {
    const ask = async () => {
      const answer = await asRequest(null, () =>
        askNextAuth(path, { "x-forwarded-proto": "http" }),
      );
      return [answer.status, answer.headers.getSetCookie().length];
    };
    expect((await ask())[0]).not.toBe(403);
    vi.stubEnv("STANDBY_URL", "https://roster.example");
    expect(await ask()).toEqual([403, 0]);
  },
);
