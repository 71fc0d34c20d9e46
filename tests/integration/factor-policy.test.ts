import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideStanding } from "@/lib/auth/demand";
import { setCodeFactor } from "@/lib/auth/factor-store";
import type { FactorKind, Proof } from "@/lib/auth/schema";
import { change } from "@/lib/auth/second-factor";
import { turnCodesOff } from "@/lib/auth/sent-code";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession, proveSession } from "@/lib/auth/session-store";
import { readToken } from "@/lib/auth/token";
import { seal } from "@/lib/crypto/box";
import { phonePlace } from "@/lib/crypto/places";
import { fingerprint } from "@/lib/crypto/secret";
import { changeFactorPolicy } from "@/lib/organisation/commands";
import { findFactorPolicy } from "@/lib/organisation/queries";
import { factorPolicySchema } from "@/lib/organisation/schema";
import type { Actor } from "@/lib/tenancy/actor";
import { stillHolds } from "@/lib/tenancy/recheck";
import { as, join } from "@/scripts/demo-stage";
import { acting, DAY, openStage, outcome, type Tenant, tenant, unheard } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let strict: Tenant;
let free: Tenant;
let member: Actor;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  [strict, free] = [await tenant("strict"), await tenant("free")];
  member = await strict.member("Max Member", "Viewer");
  await join(
    free.owner,
    { id: member.userId, name: "Max", email: "max@example.com", zone: "UTC" },
    "Viewer",
  );
});
afterAll(() => stage.close());

type Policy = { required: boolean; kinds: FactorKind[]; graceDays: number };
const ask = (policy: Policy, at = NOW) =>
  as(strict.owner, at, (context) => changeFactorPolicy(context, policy));

async function session(provenBy: Proof = "password") {
  const { rows } = await owner.query(`SELECT "version" FROM "User" WHERE "id" = $1`, [
    member.userId,
  ]);
  const user = { id: member.userId, version: Number(rows[0]?.version) };
  const token = await readToken(await mintSession(user, "a browser", { provenBy }));
  const sessionHash = fingerprint(token?.sessionId ?? "");
  const live = async () => {
    const found = await findLiveSession(sessionHash, member.userId);
    if (!found) throw new Error("the session lives");
    return found;
  };
  return { sessionHash, live };
}

async function standings(provenBy: Proof, at: number) {
  const live = await (await session(provenBy)).live();
  return Object.fromEntries(
    live.memberships.map(({ slug, factor }) => [slug, decideStanding(factor, live, at).kind]),
  );
}

const code = (kind: "email" | "sms") =>
  setCodeFactor(kind, kind === "sms" ? seal("+447400123456", phonePlace(member.userId)) : null);

describe("what an organisation asks for", () => {
  test("holds for its members alone, after the days of grace", async () => {
    expect(await standings("password", NOW)).toEqual({ strict: "free", free: "free" });
    await ask({ required: true, kinds: ["passkey", "totp", "sms"], graceDays: 7 });
    expect(await standings("password", NOW + 6 * DAY)).toEqual({ strict: "soon", free: "free" });
    expect(await standings("password", NOW + 8 * DAY)).toEqual({ strict: "set-up", free: "free" });
    await change(await acting(member.userId), code("email"), unheard);
    expect(await standings("email", NOW + 8 * DAY)).toEqual({ strict: "set-up", free: "free" });
    await change(await acting(member.userId), code("sms"), unheard);
    expect(await standings("email", NOW + 8 * DAY)).toEqual({ strict: "prove", free: "free" });
    expect(await standings("sms", NOW + 8 * DAY)).toEqual({ strict: "free", free: "free" });
  });

  test("keeps the last factor of a kind that counts, also against two removals at once", async () => {
    await ask({ required: true, kinds: ["email", "sms"], graceDays: 0 });
    const kinds = ["email", "sms"] as const;
    const sessions = [await acting(member.userId), await acting(member.userId)] as const;
    const ends = await Promise.all(
      sessions.map((by, nth) => outcome(turnCodesOff(by, kinds[nth] ?? "sms", unheard))),
    );
    // The first ends the session of the second.
    expect(ends.sort()).toEqual(["ok", "signed_out"]);
    const inTurn = async () => {
      const all: string[] = [];
      for (const kind of kinds)
        all.push(await outcome(turnCodesOff(await acting(member.userId), kind, unheard)));
      return all.sort();
    };
    expect(await inTurn()).toEqual(["conflict", "stale"]);
    await ask({ required: false, kinds: ["email", "sms"], graceDays: 0 });
    expect(await inTurn()).toEqual(["ok", "stale"]);
    expect((await (await session()).live()).factors).toEqual([]);
  });

  test("cuts an open stream off when its time has come", async () => {
    const { sessionHash } = await session();
    const actor = { ...member, sessionHash };
    await ask({ required: true, kinds: ["passkey"], graceDays: 1 });
    expect(await stillHolds(actor, "member")).toBe(true);
    await ask({ required: true, kinds: ["passkey"], graceDays: 0 });
    expect(await stillHolds(actor, "member")).toBe(false);
  });

  test("is in the log, and read back as it was saved", async () => {
    const policy = { required: true, kinds: ["passkey", "totp"] as FactorKind[], graceDays: 3 };
    await ask(policy);
    expect(await as(strict.owner, NOW, (context) => findFactorPolicy(context))).toEqual(policy);
    const { rows } = await owner.query(
      `SELECT "body" FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "action" = 'organisation.factor-policy'
         ORDER BY "number" DESC LIMIT 1`,
      [strict.orgId],
    );
    expect(JSON.parse(rows[0]?.body)).toMatchObject({
      after: { kinds: ["passkey", "totp"], graceDays: 3 },
    });
  });

  test.each([
    [{ required: "true", kinds: [], graceDays: "7" }, false],
    [{ required: "true", graceDays: "7" }, false],
    [{ kinds: ["rocket"], graceDays: "7" }, false],
    [{ kinds: ["totp"], graceDays: "91" }, false],
    [{ kinds: ["totp"], graceDays: "-1" }, false],
    [{ kinds: ["totp"], graceDays: "0" }, true],
  ])("%j as a form", (form, fits) => {
    expect(factorPolicySchema.safeParse(form).success).toBe(fits);
  });
});

describe("a session", () => {
  test("is fresh for five minutes after it was proven, by the database's clock", async () => {
    const { sessionHash, live } = await session("totp");
    expect(await live()).toMatchObject({ isFresh: true, provenBy: "totp" });
    await owner.query(
      `UPDATE "Session" SET "provenAt" = now() - interval '5 minutes' WHERE "idHash" = $1`,
      [sessionHash],
    );
    expect((await live()).isFresh).toBe(false);
    await proveSession(
      sessionHash,
      { by: "backup", connection: null },
      { idHash: sessionHash, addressBox: null },
    );
    expect(await live()).toMatchObject({ isFresh: true, provenBy: "backup" });
  });
});
