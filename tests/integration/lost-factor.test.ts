import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, expect, test, vi } from "vitest";
import { takeFactors } from "@/app/o/[org]/settings/actions";
import { knowsDevice } from "@/lib/auth/device-store";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { dropCodeFactor, findFactorKinds, setCodeFactor } from "@/lib/auth/factor-store";
import { currentSession } from "@/lib/auth/session";
import { open } from "@/lib/crypto/box";
import { emailPlace } from "@/lib/crypto/places";
import { standingIn } from "@/lib/doors/step-up";
import { acceptInvitation, invite } from "@/lib/members/commands";
import { secretPlace } from "@/lib/notify/outbox";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { acting, openStage, tenant, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", () => ({ connection: async () => undefined, after: () => undefined }));

const run = promisify(execFile);
const stage = await openStage();
afterAll(() => stage.close());
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const harbour = await tenant("harbour");

const turnOn = async (userId: string, kind: string) =>
  changeFactors(
    await acting(userId),
    setCodeFactor(kind, kind === "sms" ? "a number" : null),
    { codes: [{ id: crypto.randomUUID(), codeBox: `a code for ${kind}` }] },
    unheard,
  );

const none = { codes: [] };

async function withFactor<A extends Actor>(actor: A, kind = "sms"): Promise<A> {
  await turnOn(actor.userId, kind);
  return actor;
}

const olga = await withFactor(lumen.owner);
const admin = await withFactor(await lumen.member("Ada Admin", "Admin"));
await withFactor(harbour.owner);

async function versionOf(userId: string): Promise<number> {
  const { rows } = await owner.query(`SELECT "version" FROM "User" WHERE "id" = $1`, [userId]);
  return rows[0].version;
}

const cookieOf = async (userId: string) => cookieFor(userId, "a device", await versionOf(userId));

async function take(by: Actor, memberId: string): Promise<string> {
  const form = new FormData();
  form.append("memberId", memberId);
  const cookie = await cookieOf(by.userId);
  const result = await asRequest(cookie, () => takeFactors(by.slug, null, form));
  return result.ok ? "ok" : result.error.code;
}

const backupCodes = async (userId: string) =>
  (await owner.query(`SELECT "codeBox" FROM "BackupCode" WHERE "userId" = $1`, [userId])).rows;

/** Everything that a refusal must leave as it is. */
async function state(userId: string) {
  const log = `SELECT count(*)::int AS n FROM "ChangeLogEntry" WHERE "action" = 'member.factors-taken'`;
  const sessions = `SELECT count(*)::int AS n FROM "Session" WHERE "revokedAt" IS NULL AND "userId" = $1`;
  return {
    kinds: await findFactorKinds(userId),
    codes: await backupCodes(userId),
    version: await versionOf(userId),
    entries: (await owner.query(log)).rows,
    sessions: (await owner.query(sessions, [userId])).rows,
    mails: (await owner.query(`SELECT count(*)::int AS n FROM "Outbox"`)).rows,
  };
}

/** How a new session of the member stands to what the organisation asks for. */
async function standing(member: Actor): Promise<string> {
  const cookie = await cookieOf(member.userId);
  return asRequest(cookie, async () => {
    const session = await currentSession();
    return session ? standingIn(session, member.slug).kind : "none";
  });
}

async function notices(): Promise<readonly { to: string; subject: string }[]> {
  const { rows } = await owner.query(
    `SELECT "id", "orgId", "payload" FROM "Outbox" WHERE "kind" = 'notice' ORDER BY "createdAt"`,
  );
  return rows.map(({ id, orgId, payload }) => ({
    to: payload.memberId,
    subject: JSON.parse(open(payload.secret, secretPlace(orgId, id))).subject,
  }));
}

test("lost factors are taken away, all of them: sessions end, mail stands in, and member and owners are told", async () => {
  const vera = await withFactor(await lumen.member("Vera", "Responder"));
  await owner.query(
    `INSERT INTO "Passkey" ("id", "userId", "name", "publicKey", "transports") VALUES ('pk', $1, 'Phone', '', '{}')`,
    [vera.userId],
  );
  await owner.query(`UPDATE "User" SET "totpBox" = 'a key' WHERE "id" = $1`, [vera.userId]);
  const phone = await cookieOf(vera.userId);
  const { rows: devices } = await owner.query(
    `UPDATE "Session" SET "deviceHash" = 'the phone' WHERE "userId" = $1
     RETURNING (SELECT "emailHash" FROM "User" WHERE "id" = "userId")`,
    [vera.userId],
  );
  const isKnown = () => knowsDevice([devices[0].emailHash], "the phone", "own");
  expect(await isKnown()).toBe(true);
  const version = await versionOf(vera.userId);
  expect(await take(admin, vera.memberId)).toBe("ok");

  expect(await findFactorKinds(vera.userId)).toEqual(["email"]);
  expect(await backupCodes(vera.userId)).toEqual([]);
  expect(await asRequest(phone, async () => currentSession())).toBeNull();
  expect(await isKnown()).toBe(false);
  // What pending sign-ins are held to.
  expect(await versionOf(vera.userId)).toBe(version + 1);
  const { rows } = await owner.query(
    `SELECT "actorId", "subjectId", "body" FROM "ChangeLogEntry" WHERE "action" = 'member.factors-taken'`,
  );
  expect(rows).toMatchObject([{ actorId: admin.memberId, subjectId: vera.memberId }]);
  expect(await notices()).toEqual([
    { to: vera.memberId, subject: "Your lost second factor for Standby was taken away" },
    { to: olga.memberId, subject: "The second factor of Vera was taken away" },
  ]);
});

test("who lost theirs finds nothing open before another one is set up, which brings new backup codes", async () => {
  const nils = await withFactor(await lumen.member("Nils", "Responder"));
  expect(await standing(nils)).toBe("free");
  expect(await take(olga, nils.memberId)).toBe("ok");
  expect(await standing(nils)).toBe("set-up");
  await turnOn(nils.userId, "sms");
  expect(await standing(nils)).toBe("free");
  expect(await backupCodes(nils.userId)).toEqual([{ codeBox: "a code for sms" }]);
});

test("mail that stands in is not turned off, and does not take the place of what was lost when it is turned on anew", async () => {
  const mo = await withFactor(await lumen.member("Mo", "Responder"));
  expect(await take(olga, mo.memberId)).toBe("ok");
  const off = await changeFactors(await acting(mo.userId), dropCodeFactor("email"), none, unheard);
  expect(off).toEqual({ kind: "lost" });
  expect(await findFactorKinds(mo.userId)).toEqual(["email"]);
  await turnOn(mo.userId, "email");
  expect(await standing(mo)).toBe("set-up");
});

test("nobody takes away an owner's but another owner, nor their own, nor without the permission, nor elsewhere", async () => {
  const bo = await withFactor(await lumen.member("Bo", "Scheduler"));
  const ines = await withFactor(await lumen.member("Ines", "Owner"));
  const before = [await state(olga.userId), await state(bo.userId)];
  expect(await take(admin, olga.memberId)).toBe("refused");
  expect(await take(olga, olga.memberId)).toBe("refused");
  expect(await take(bo, bo.memberId)).toBe("refused");
  expect(await take(harbour.owner, bo.memberId)).toBe("stale");
  const after = [await state(olga.userId), await state(bo.userId)];
  // Whoever tried was signed in to do so.
  const kept = (all: typeof before) => all.map((one) => ({ ...one, sessions: null }));
  expect(kept(after)).toEqual(kept(before));
  expect(await take(olga, ines.memberId)).toBe("ok");
});

test("an account of two organisations keeps its factors: they protect the other one too", async () => {
  const gil = await withFactor(await lumen.member("Gil Guest", "Viewer"));
  const email = `${gil.userId}@two.example`;
  await as(harbour.owner, Date.now(), (context) =>
    invite(context, {
      name: "Gil",
      email,
      grants: [{ permission: "schedule.view", teamId: null }],
    }),
  );
  const { rows } = await owner.query(`SELECT "id" FROM "Invitation" WHERE "name" = 'Gil'`);
  const user = { id: gil.userId, name: "Gil", email, zone: "UTC" };
  await acceptInvitation(harbour.orgId, rows[0].id, user);
  const before = await state(gil.userId);
  expect(await take(olga, gil.memberId)).toBe("refused");
  expect(await state(gil.userId)).toEqual(before);
});

test("the operator helps whom no organisation can, and each of their organisations reads it in its log", async () => {
  const name = "Gus Guest";
  const gus = await withFactor(await lumen.member(name, "Viewer"));
  const email = open(
    (await owner.query(`SELECT "emailBox" FROM "User" WHERE "id" = $1`, [gus.userId])).rows[0]
      .emailBox,
    emailPlace(gus.userId),
  );
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/lost-factor.ts"];
  const help = (address: string) =>
    run(process.execPath, [...args, "--email", address], { env: process.env });
  await expect(help("nobody@example.com")).rejects.toThrow(/There is no account/);
  expect((await help(email)).stdout).toContain("a code by mail");
  expect(await findFactorKinds(gus.userId)).toEqual(["email"]);
  expect(await standing(gus)).toBe("set-up");
  const { rows } = await owner.query(
    `SELECT "actorId" FROM "ChangeLogEntry" WHERE "action" = 'member.factors-taken' AND "subjectId" = $1`,
    [gus.memberId],
  );
  expect(rows).toEqual([{ actorId: null }]);
}, 240_000);

test("codes by mail are no loss: there is nothing to take", async () => {
  const may = await withFactor(await lumen.member("May", "Viewer"), "email");
  const none = await lumen.member("Nora", "Viewer");
  for (const one of [may, none]) {
    const before = await state(one.userId);
    expect(await take(admin, one.memberId)).toBe("conflict");
    expect(await state(one.userId)).toEqual(before);
  }
});
