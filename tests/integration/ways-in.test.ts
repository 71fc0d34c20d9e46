import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { beginSecondStep } from "@/app/(account)/half-sign-in";
import { authenticate } from "@/lib/auth/account";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { authOptions } from "@/lib/auth/options";
import { sessionCookie } from "@/lib/auth/token";
import { accountLog } from "@/lib/doors/account-log";
import { requireMember } from "@/lib/tenancy/require";
import { session } from "./sso-browser";
import { jar } from "./sso-jar";
import { byPassword, entered, entries, linked, openSso, person, signInBy } from "./sso-stage";
import { acting, type Tenant, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let sso: Awaited<ReturnType<typeof openSso>>;
let owner: pg.Client;
let lumen: Tenant;
let ours: string;
let made = 0;

beforeAll(async () => {
  sso = await openSso();
  ({ owner, lumen, ours } = sso);
});
afterAll(() => sso.close());
beforeEach(async () => {
  await sso.reset();
  await owner.query(`UPDATE "Organisation" SET "networks" = '{}'`);
});

/** Every way to a session but a passkey, which is a second factor itself: signs in as whoever has the address. */
const WAYS: Readonly<Record<string, (email: string) => Promise<unknown>>> = {
  "a password": (email) => byPassword(email),
  "next-auth's own form": async (email) => {
    const options = authOptions({ ...accountLog, check: authenticate, owes: beginSecondStep });
    const [provider] = options.providers;
    if (provider?.type !== "credentials") throw new Error("one provider, for credentials");
    const user = await provider.options.authorize({ email, password: "correct horse battery" }, {});
    if (!user) return;
    const token = await options.callbacks?.jwt?.({ token: {}, user, account: null });
    jar.set(sessionCookie().name, String(token?.signed));
  },
  Google: (email) => signInBy("google", email),
  "the organisation's provider": (email) => signInBy(ours, email),
};

/** A member whom both providers know. */
async function member() {
  made += 1;
  const email = `vera.${made}@lumen.example`;
  const { id } = await person([lumen], email);
  for (const provider of ["google", ours]) await linked(provider, email);
  return { id, email };
}

describe.each(Object.entries(WAYS))("by %s", (way, signIn) => {
  test("a member comes in, which is logged", async () => {
    const { id, email } = await member();
    const before = (await entries(owner, lumen)).length;
    await signIn(email);
    expect((await session())?.userId).toBe(id);
    expect(await entered("lumen")).toBe("in");
    const since = (await entries(owner, lumen)).slice(before);
    expect(since.filter((action) => action === "member.signed-in")).toHaveLength(1);
  });

  test("nobody comes in whose account is disabled", async () => {
    const { id, email } = await member();
    await owner.query(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [id]);
    await signIn(email);
    expect(await session()).toBeNull();
  });

  test("the account's second factor is asked for, or nothing that needs one is open", async () => {
    const { id, email } = await member();
    await changeFactors(await acting(id), setCodeFactor("email", null), { codes: [] }, unheard);
    await signIn(email);
    const open = await session();
    if (way !== "the organisation's provider") expect(open).toBeNull();
    else expect(open).toMatchObject({ own: false, provenBy: "sso", isFresh: false });
  });

  test("what the organisation asks of its members holds: a factor, its networks, its own provider", async () => {
    const { email } = await member();
    await signIn(email);
    const set = (sql: string) =>
      owner.query(`UPDATE "Organisation" SET ${sql} WHERE "orgId" = $1`, [lumen.orgId]);
    expect(await entered("lumen")).toBe("in");
    await set(`"factorSince" = now(), "factorGraceDays" = 0`);
    expect(await entered("lumen")).toBe("/second-factor?org=lumen");
    await set(`"factorSince" = NULL, "networks" = '{198.51.100.0/24}'`);
    await expect(requireMember("lumen")).rejects.toThrow("HTTP_ERROR_FALLBACK;404");
    await set(`"networks" = '{}', "ssoRequired" = true`);
    const isOurs = way === "the organisation's provider";
    expect(await entered("lumen")).toMatch(isOurs ? /^in$/ : /^\/sso\?org=lumen/);
    jar.clear();
  });
});
