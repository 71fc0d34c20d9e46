import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { confirmByPassword } from "@/app/(account)/confirm/actions";
import { POST as signOut } from "@/app/(account)/sign-out/route";
import { linkFound } from "@/app/(account)/sso/actions";
import { shellProps } from "@/app/o/[org]/shell";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { currentSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/token";
import { isFreshIn } from "@/lib/doors/step-up";
import { AppError } from "@/lib/errors";
import { requireSso, trustFactors } from "@/lib/organisation/sso-commands";
import { stillHolds } from "@/lib/tenancy/recheck";
import { requireActor, requireMember } from "@/lib/tenancy/require";
import { as } from "@/scripts/demo-stage";
import { session, step } from "./sso-browser";
import { jar } from "./sso-jar";
import {
  byPassword,
  entered,
  entries,
  linked,
  openSso,
  person,
  send,
  signInBy,
  why,
} from "./sso-stage";
import { acting, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const NOW = Date.now();

const sso = await openSso();
const { owner, lumen, ours, theirs } = sso;
afterAll(() => sso.close());
beforeEach(() => sso.reset());

const trust = (trusted: boolean) =>
  as(lumen.owner, NOW, (context) => trustFactors(context, { trusted }));

/** `ok`, or the code of what is refused. */
const asked = (ask: () => Promise<unknown>): Promise<string> =>
  ask().then(
    () => "ok",
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

describe("what an organisation's provider says", () => {
  test("counts in that organisation alone, and changes nothing of the account", async () => {
    await linked(ours, "max@lumen.example");
    await signInBy(ours, "max@lumen.example");
    expect(await entered("lumen")).toBe("in");
    expect(await entered("harbour")).toMatch(/^\/sso\?org=harbour/);
    await signInBy("google", "max@lumen.example", { purpose: "link" });
    expect(await send(linkFound)).toBe("refused");
    expect(await byPassword("max@lumen.example")).toBe("/organisations");
    expect(await entered("harbour")).toBe("in");
    expect(await session()).toMatchObject({ userId: sso.max.id, own: true, connections: [ours] });
  });

  test("is in no other organisation's log: neither signing in, confirming, nor signing out", async () => {
    await linked(ours, "max@lumen.example");
    const before = (await entries(owner, sso.harbour)).length;
    const here = (await entries(owner, lumen)).length;
    await signInBy(ours, "max@lumen.example");
    await signInBy(ours, "max@lumen.example", { purpose: "confirm", to: "/o/lumen/me" });
    expect((await signOut()).status).toBe(303);
    expect((await entries(owner, lumen)).slice(here)).toEqual([
      "member.signed-in",
      "member.confirmed",
      "member.signed-out",
    ]);
    await byPassword("max@lumen.example");
    await signInBy(ours, "max@lumen.example");
    await signOut();
    expect((await entries(owner, sso.harbour)).slice(before)).toEqual([
      "member.signed-in",
      "member.signed-out",
    ]);
  });

  test("cannot bring back whom the organisation signed out, but in a new session", async () => {
    await linked(ours, "max@lumen.example");
    await byPassword("max@lumen.example");
    await owner.query(
      `UPDATE "Member" SET "signedOutAt" = now() WHERE "userId" = $1 AND "orgId" = $2`,
      [sso.max.id, lumen.orgId],
    );
    expect(await entered("lumen")).toMatch(/^\/sign-in\?org=lumen/);
    expect(await entered("harbour")).toBe("in");
    const held = jar.get(sessionCookie().name);
    await signInBy(ours, "max@lumen.example");
    expect(await entered("lumen")).toBe("in");
    expect(jar.get(sessionCookie().name)).not.toBe(held);
  });

  test("is told of no other organisation of theirs: none is named on its pages", async () => {
    await linked(ours, "max@lumen.example");
    const others = async () => {
      const actor = await requireMember("lumen");
      const { otherOrganisations } = await shellProps(actor, { drafts: 0, person: null });
      return otherOrganisations?.map(({ name }) => name);
    };
    await signInBy(ours, "max@lumen.example");
    expect(await others()).toEqual([]);
    await byPassword("max@lumen.example");
    expect(await others()).toEqual(["harbour organisation"]);
  });

  test("proves anew who uses a session, if it is the same account", async () => {
    await linked(ours, "ana@lumen.example");
    await linked("google", "max@lumen.example");
    await signInBy(ours, "ana@lumen.example");
    // What the provider knew from before proves nothing of now, and it did not say when.
    expect((await session())?.isFresh).toBe(false);
    const search = { purpose: "confirm", to: "/o/lumen/me/keys" };
    expect(why(await signInBy("google", "max@lumen.example", search))).toBe("other-account");
    expect((await session())?.isFresh).toBe(false);
    expect(await signInBy(ours, "ana@lumen.example", search)).toBe("/o/lumen/me/keys");
    expect(await session()).toMatchObject({ isFresh: true, own: false });
  });

  test("proves nothing of a session that the account's own means opened, nor of another provider's", async () => {
    await linked(ours, "max@lumen.example");
    await linked(theirs, "max@lumen.example");
    await byPassword("max@lumen.example");
    const stale = () => owner.query(`UPDATE "Session" SET "provenAt" = 'epoch'`);
    await stale();
    const search = { purpose: "confirm", to: "/o/lumen/me/keys" };
    expect(why(await signInBy(ours, "max@lumen.example", search))).toBe("not-own");
    expect((await session())?.isFresh).toBe(false);
    jar.clear();
    await signInBy(ours, "max@lumen.example");
    await stale();
    expect(why(await signInBy(theirs, "max@lumen.example", search))).toBe("not-own");
    expect((await session())?.isFresh).toBe(false);
  });

  test("is no second factor of an account that has one, unless the organisation leaves them to it", async () => {
    const email = "fay@lumen.example";
    const { id } = await person([lumen], email, "Owner");
    await linked(ours, email);
    const set = await changeFactors(
      await acting(id),
      setCodeFactor("email", null),
      { codes: [] },
      unheard,
    );
    expect(set.kind).toBe("changed");
    const settings = () => asked(() => requireActor("lumen", "settings.manage"));
    const fresh = async () => {
      await owner.query(`UPDATE "Session" SET "provenAt" = clock_timestamp()`);
      const live = await currentSession();
      return live && [isFreshIn(live, null), isFreshIn(live, "lumen"), isFreshIn(live, "harbour")];
    };
    const holds = async () => {
      const actor = await requireMember("lumen");
      return [await stillHolds(actor, "member"), await stillHolds(actor, "organisation.own")];
    };
    const refused = async () =>
      (await entries(owner, lumen)).filter((action) => action === "permission.refused").length;
    const before = await refused();
    await signInBy(ours, email);
    expect([await settings(), await fresh(), await holds()]).toEqual([
      "confirm",
      [false, false, false],
      [true, false],
    ]);
    expect(await refused()).toBe(before + 1);
    await trust(true);
    expect([await settings(), await fresh(), await holds()]).toEqual([
      "ok",
      [false, true, false],
      [true, true],
    ]);
    await trust(false);
    await owner.query(`UPDATE "Session" SET "provenBy" = 'email' WHERE "userId" = $1`, [id]);
    expect([await settings(), await fresh(), await holds()]).toEqual([
      "ok",
      [true, true, true],
      [true, true],
    ]);
  });

  test("proves who uses a session in its own organisation alone, where another's opened it, too", async () => {
    const email = "max@lumen.example";
    for (const provider of [ours, theirs]) await linked(provider, email);
    const fresh = async () => {
      const live = await currentSession();
      return live && [isFreshIn(live, "lumen"), isFreshIn(live, "harbour")];
    };
    await signInBy(ours, email);
    // As if it had said that they signed in there just now.
    await owner.query(`UPDATE "Session" SET "provenAt" = clock_timestamp()`);
    await signInBy(theirs, email);
    expect([await entered("lumen"), await entered("harbour")]).toEqual(["in", "in"]);
    expect(await fresh()).toEqual([true, false]);
    const confirm = { purpose: "confirm", to: "/o/lumen/me" };
    expect(await signInBy(theirs, email, confirm)).toBe("/o/lumen/me");
    expect(await fresh()).toEqual([false, true]);
    expect(await signInBy(ours, email, confirm)).toBe("/o/lumen/me");
    expect(await fresh()).toEqual([true, false]);
    await send(confirmByPassword, { password: "correct horse battery" });
    expect(await fresh()).toEqual([true, true]);
  });

  test("does not pass by the second factor that the organisation asks its members for", async () => {
    await linked(ours, "ana@lumen.example");
    await owner.query(
      `UPDATE "Organisation" SET "factorSince" = now(), "factorGraceDays" = 0 WHERE "orgId" = $1`,
      [lumen.orgId],
    );
    await signInBy(ours, "ana@lumen.example");
    expect(await entered("lumen")).toBe("/second-factor?org=lumen");
    await trust(true);
    expect(await entered("lumen")).toBe("in");
  });
});

test("a link from elsewhere begins no session by itself: it asks first, and names the host", async () => {
  const from = (provider: string, headers: Readonly<Record<string, string>>) =>
    step(provider, "start", { to: "/o/lumen" }, headers);
  const asks = `/sso/leave?provider=${ours}&to=%2Fo%2Flumen`;
  for (const site of ["cross-site", "same-site", "none"]) {
    expect(await from(ours, { "sec-fetch-site": site })).toBe(asks);
    expect(await from("google", { "sec-fetch-site": site })).toBe("/sign-in?to=%2Fo%2Flumen");
  }
  expect(await from(ours, {})).toBe(asks);
  expect(await from(ours, { referer: "https://evil.example/http://localhost:3000" })).toBe(asks);
  const led = /^http:\/\/localhost:\d+\/auth\?/;
  expect(await from(ours, { referer: "http://localhost:3000/sso?org=lumen" })).toMatch(led);
  for (const provider of [ours, "google"])
    expect(await from(provider, { "sec-fetch-site": "same-origin" })).toMatch(led);
});

describe("an organisation that requires it", () => {
  const ask = (required: boolean, connections = [ours]) =>
    as(lumen.owner, NOW, (context) => requireSso(context, { required, connections }));

  test("opens to no password, and to its provider", async () => {
    await linked(ours, "max@lumen.example");
    await ask(true);
    await byPassword("max@lumen.example");
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    expect(await entered("harbour")).toBe("in");
    expect(await signInBy(ours, "max@lumen.example", { to: "/o/lumen/drafts" })).toBe(
      "/o/lumen/drafts",
    );
    expect(await entered("lumen")).toBe("in");
    expect(await entered("harbour")).toBe("in");
  });

  test("is asked for by nobody whom it would shut out", async () => {
    for (const came of [[], [theirs]])
      await expect(ask(true, came)).rejects.toMatchObject({ code: "conflict" });
  });

  test("lets owners in by a second factor, logged once for a session and mailed to all owners", async () => {
    await ask(true);
    await owner.query(`DELETE FROM "Outbox"`);
    const boss = await person([lumen], "boss@lumen.example", "Owner");
    await byPassword("boss@lumen.example");
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    await owner.query(`UPDATE "Session" SET "provenBy" = 'totp' WHERE "userId" = $1`, [boss.id]);
    expect(await Promise.all([entered("lumen"), entered("lumen")])).toEqual(["in", "in"]);
    expect(await entered("lumen")).toBe("in");
    expect(
      (await entries(owner, lumen)).filter((action) => action === "sso.bypassed"),
    ).toHaveLength(1);
    const { rows: owners } = await owner.query(
      `SELECT count(*)::int AS n FROM "Grant" WHERE "orgId" = $1 AND "permission" = 'organisation.own'`,
      [lumen.orgId],
    );
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'sso-bypassed'`,
      [lumen.orgId],
    );
    expect(rows).toEqual(owners);
  });
});
