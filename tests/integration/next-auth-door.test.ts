import { afterAll, afterEach, expect, test, vi } from "vitest";
import { mintSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/token";
import { askNextAuth, csrfOfNextAuth, postNextAuth } from "@/tests/doors/next-auth";
import { asRequest } from "@/tests/doors/request";
import { accountOf, openStage } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  ...(await import("@/tests/doors/request")).serverOfRequest,
}));

const stage = await openStage();
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
