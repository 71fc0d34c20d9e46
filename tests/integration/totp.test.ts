import { randomUUID } from "node:crypto";
import { generate } from "otplib";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticate, createUser, owesCode } from "@/lib/auth/account";
import { setTotpSetup } from "@/lib/auth/factor-store";
import { authOptions } from "@/lib/auth/options";
import { mintPending, redeemPending } from "@/lib/auth/pending";
import {
  beginSetup,
  factorOf,
  finishSetup,
  renewBackupCodes,
  setupOf,
  turnAppOff,
} from "@/lib/auth/second-factor";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession } from "@/lib/auth/session-store";
import { replacePassword } from "@/lib/auth/store";
import { readPendingToken, readToken, signPendingToken, signToken } from "@/lib/auth/token";
import { newTotpKey } from "@/lib/auth/totp";
import { seal } from "@/lib/crypto/box";
import { totpPlace } from "@/lib/crypto/places";
import { fingerprint } from "@/lib/crypto/secret";
import { acting, openStage, outcome, tryCode, unheard, unlogged } from "./stage";

const PASSWORD = "correct horse battery";
const STEP = 30_000;
/** The middle of a step, so that no test depends on where in a step it begins. */
const NOW = Math.floor(Date.now() / STEP) * STEP + STEP / 2;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let made: Awaited<ReturnType<typeof createUser>> & { readonly email: string };

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  made = await account();
});
afterAll(() => stage.close());

async function account() {
  const email = `${randomUUID()}@example.com`;
  return { ...(await createUser({ email, name: "Ana", password: PASSWORD, zone: "UTC" })), email };
}

/** What another account's row has, so that a test needs no bcrypt: the password is the same. */
async function cheapAccount() {
  const id = randomUUID();
  const email = `${id}@example.com`;
  await owner.query(
    `INSERT INTO "User" ("id", "emailHash", "emailBox", "name", "passwordHash")
     SELECT $1, $2, "emailBox", "name", "passwordHash" FROM "User" WHERE "id" = $3`,
    [id, `hash of ${id}`, made.id],
  );
  return { id, email, version: 1 };
}

const code = (secret: string, at: number) => generate({ secret, epoch: Math.floor(at / 1000) });

/** Somebody with a factor that was turned on ten steps before NOW; the set-up itself is tested below. */
async function withFactor({ id }: { readonly id: string }) {
  const at = NOW - 10 * STEP;
  const secret = newTotpKey();
  const place = { ...totpPlace(id), column: "totpSetup" };
  const by = await acting(id);
  await setTotpSetup(by, seal(`${NOW} ${secret}`, place));
  const { codes, user } = await finishSetup(by, await code(secret, at), at, unheard);
  return { id, version: user.version, secret, codes };
}

const fresh = async () => withFactor(await cheapAccount());

const live = async (token: string, userId: string) =>
  findLiveSession(fingerprint((await readToken(token))?.sessionId ?? ""), userId);

describe("setting up", () => {
  test("needs a right code, and ends the other sessions", async () => {
    const user = await account();
    const session = await mintSession(user, "another device");
    const by = await acting(user.id);
    expect(await setupOf(by, NOW)).toBeNull();
    await beginSetup(by, NOW);
    const setup = await setupOf(by, NOW);
    const secret = setup?.secret ?? "";
    expect(setup?.uri).toContain(`secret=${secret}`);
    expect(setup?.uri).toContain(encodeURIComponent(user.email));
    expect(await factorOf(user.id)).toEqual({ on: false, kinds: [], codesLeft: 0 });
    expect(await owesCode(await signedIn(user.email))).toBe(false);

    expect(await outcome(finishSetup(by, await code(secret, NOW + 5 * STEP), NOW, unheard))).toBe(
      "invalid",
    );
    expect(await live(session, user.id)).not.toBeNull();
    const { codes } = await finishSetup(by, await code(secret, NOW), NOW, unheard);
    expect(new Set(codes).size).toBe(10);
    expect(await factorOf(user.id)).toEqual({ on: true, kinds: ["totp"], codesLeft: 10 });
    expect(await owesCode(await signedIn(user.email))).toBe(true);
    expect(await live(session, user.id)).toBeNull();
    expect(await setupOf(by, NOW)).toBeNull();
    expect(await outcome(beginSetup(await acting(user.id), NOW))).toBe("conflict");
    // The code that turned it on is used up.
    expect(await tryCode(user.id, await code(secret, NOW), NOW)).toBe("wrong");
  });

  test("waits for a quarter of an hour", async () => {
    const user = await account();
    const by = await acting(user.id);
    await beginSetup(by, NOW - 15 * 60_000);
    expect(await setupOf(by, NOW - 1)).not.toBeNull();
    expect(await setupOf(by, NOW)).toBeNull();
    expect(await outcome(finishSetup(by, "000000", NOW, unheard))).toBe("stale");
  });

  async function signedIn(email: string) {
    const user = await authenticate(email, PASSWORD);
    if (!user) throw new Error("the password is right");
    return user;
  }
});

describe("a code of the app", () => {
  test("counts for its step and one to either side", async () => {
    for (const [offset, answer] of [
      [-2, "wrong"],
      [-1, "right"],
      [0, "right"],
      [1, "right"],
      [2, "wrong"],
    ] as const) {
      const { id, secret } = await fresh();
      expect([offset, await tryCode(id, await code(secret, NOW + offset * STEP), NOW)]).toEqual([
        offset,
        answer,
      ]);
    }
  });

  test("may be typed with a blank; anything else is just wrong", async () => {
    const { id, secret } = await fresh();
    const right = await code(secret, NOW);
    const off = right === "123456" ? "654321" : "123456";
    for (const typed of [off, "", "12345", "1234567", "abcdef", "１２３４５６", "0x1234"]) {
      expect([typed, await tryCode(id, typed, NOW)]).toEqual([typed, "wrong"]);
    }
    expect(await tryCode(id, ` ${right.slice(0, 3)} ${right.slice(3)}`, NOW)).toBe("right");
  });

  test("counts once, and none before it counts any more", async () => {
    const { id, secret } = await fresh();
    const [before, now, after] = await Promise.all(
      [-1, 0, 1].map((steps) => code(secret, NOW + steps * STEP)),
    );
    expect(await tryCode(id, now ?? "", NOW)).toBe("right");
    expect(await tryCode(id, now ?? "", NOW)).toBe("wrong");
    expect(await tryCode(id, before ?? "", NOW)).toBe("wrong");
    expect(await tryCode(id, after ?? "", NOW)).toBe("right");
  });

  test("of a hundred uses at once, one counts", async () => {
    const { id, secret } = await fresh();
    // The account's limit of tries would turn most of them away by itself.
    await owner.query(`UPDATE "User" SET "codeTries" = -100 WHERE "id" = $1`, [id]);
    const right = await code(secret, NOW);
    const answers = await Promise.all(Array.from({ length: 100 }, () => tryCode(id, right, NOW)));
    expect(answers.filter((one) => one === "right")).toHaveLength(1);
    expect(answers.filter((one) => one === "wrong")).toHaveLength(99);
  });

  test("cannot be guessed: ten tries in a quarter of an hour, however many at once", async () => {
    const { id, secret, codes } = await fresh();
    const right = await code(secret, NOW);
    const off = right === "123456" ? "654321" : "123456";
    const locks: string[] = [];
    const guess = () => tryCode(id, off, NOW, undefined, (whom) => locks.push(whom));
    const answers = await Promise.all(Array.from({ length: 15 }, guess));
    expect(answers.filter((one) => one === "wrong")).toHaveLength(10);
    expect(await guess()).toBe("blocked");
    expect(locks).toEqual(["codes"]);
    expect(await tryCode(id, right, NOW)).toBe("blocked");
    // Nobody can lock the person on call out: a backup code still signs in.
    expect(await tryCode(id, codes[0] ?? "", NOW)).toBe("right");
    const later = NOW + 16 * 60_000;
    expect(await tryCode(id, await code(secret, later), later)).toBe("right");
  });

  test("of somebody else is wrong, and a key that was moved to them does not open", async () => {
    const [ana, bo] = [await fresh(), await fresh()];
    expect(await tryCode(bo.id, await code(ana.secret, NOW), NOW)).toBe("wrong");
    await owner.query(
      `UPDATE "User" SET "totpBox" = (SELECT "totpBox" FROM "User" WHERE "id" = $1) WHERE "id" = $2`,
      [ana.id, bo.id],
    );
    await expect(tryCode(bo.id, await code(ana.secret, NOW), NOW)).rejects.toThrow();
  });
});

describe("a backup code", () => {
  test("works once, however it is typed", async () => {
    const { id, codes } = await fresh();
    const [one = "", two = "", three = ""] = codes;
    expect(one).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(await tryCode(id, one, NOW)).toBe("right");
    expect(await tryCode(id, one, NOW)).toBe("wrong");
    const typed = two.toUpperCase().replaceAll("-", " ").replaceAll("0", "O").replaceAll("1", "l");
    expect(await tryCode(id, typed, NOW)).toBe("right");
    const answers = await Promise.all(Array.from({ length: 20 }, () => tryCode(id, three, NOW)));
    expect(answers.filter((answer) => answer === "right")).toHaveLength(1);
    expect(await factorOf(id)).toEqual({ on: true, kinds: ["totp"], codesLeft: 7 });
  });

  test("is its user's alone, also when its row is moved", async () => {
    const [ana, bo] = [await fresh(), await fresh()];
    expect(await tryCode(bo.id, ana.codes[0] ?? "", NOW)).toBe("wrong");
    await owner.query(`UPDATE "BackupCode" SET "userId" = $2 WHERE "userId" = $1`, [ana.id, bo.id]);
    expect(await tryCode(bo.id, ana.codes[0] ?? "", NOW)).toBe("wrong");
  });

  test("is nowhere readable, and neither is the key", async () => {
    const { id, secret, codes } = await fresh();
    const { rows } = await owner.query(
      `SELECT (SELECT to_jsonb(u)::text FROM "User" u WHERE u."id" = $1)
         || (SELECT jsonb_agg(to_jsonb(b))::text FROM "BackupCode" b WHERE b."userId" = $1) AS all`,
      [id],
    );
    const all = String(rows[0]?.all);
    expect(all).toContain("codeBox");
    for (const text of [secret, ...codes]) {
      expect(all).not.toContain(text);
      expect(all).not.toContain(text.replaceAll("-", ""));
    }
  });
});

describe("a sign-in that owes a code", () => {
  test("is opened by the right one, once, and is no session", async () => {
    const user = await fresh();
    const token = await mintPending(user);
    expect(await readToken(token)).toBeNull();
    expect(await live(token, user.id)).toBeNull();
    const right = await code(user.secret, NOW);
    expect(await redeemPending(token, right, NOW, unheard)).toEqual({
      kind: "user",
      user: { id: user.id, version: user.version },
      provenBy: "totp",
    });
    expect(await redeemPending(token, user.codes[0] ?? "", NOW, unheard)).toEqual({ kind: "over" });
    expect((await factorOf(user.id)).codesLeft).toBe(10);
  });

  test("ends with the fifth wrong code, also if they come at once", async () => {
    const user = await fresh();
    const one = await mintPending(user);
    const kinds: string[] = [];
    for (let n = 0; n < 5; n += 1)
      kinds.push((await redeemPending(one, "wrong", NOW, unheard)).kind);
    expect(kinds).toEqual(["wrong", "wrong", "wrong", "wrong", "over"]);
    expect((await redeemPending(one, user.codes[0] ?? "", NOW, unheard)).kind).toBe("over");
    const other = await fresh();
    const two = await mintPending(other);
    await Promise.all(Array.from({ length: 8 }, () => redeemPending(two, "wrong", NOW, unheard)));
    expect((await redeemPending(two, other.codes[0] ?? "", NOW, unheard)).kind).toBe("over");
    expect((await factorOf(other.id)).codesLeft).toBe(10);
  });

  test.each([
    [
      "its five minutes are over",
      `UPDATE "PendingSignIn" SET "expiresAt" = now() WHERE "userId" = $1`,
    ],
    ["the account is disabled", `UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`],
  ])("opens nothing when %s", async (_why, sql) => {
    const user = await fresh();
    const token = await mintPending(user);
    await owner.query(sql, [user.id]);
    expect((await redeemPending(token, user.codes[0] ?? "", NOW, unheard)).kind).toBe("over");
  });

  test("opens nothing after a new password, or with another kind of token", async () => {
    const user = await fresh();
    const token = await mintPending(user);
    await replacePassword(await acting(user.id), "another hash", unheard);
    expect((await redeemPending(token, user.codes[0] ?? "", NOW, unheard)).kind).toBe("over");
    const read = await readPendingToken(token);
    expect(read?.userId).toBe(user.id);
    const asSession = await signToken({ userId: user.id, sessionId: read?.sessionId ?? "" });
    expect((await redeemPending(asSession, user.codes[1] ?? "", NOW, unheard)).kind).toBe("over");
    const stranger = await fresh();
    const stolen = await signPendingToken({
      userId: stranger.id,
      sessionId: read?.sessionId ?? "",
    });
    expect((await redeemPending(stolen, stranger.codes[0] ?? "", NOW, unheard)).kind).toBe("over");
  });

  test("is not gone round by next-auth's own form", async () => {
    const user = await account();
    const provider = authOptions(unlogged).providers[0];
    if (provider?.type !== "credentials") throw new Error("one provider, for credentials");
    const { authorize } = provider.options;
    const credentials = { email: user.email, password: PASSWORD };
    expect(await authorize(credentials, {})).toEqual({ id: user.id, version: 1 });
    await withFactor(user);
    expect(await authorize(credentials, {})).toBeNull();
  });
});

describe("with the factor on", () => {
  test("new backup codes end the old ones, turning it off ends all, and both end the other sessions", async () => {
    const user = await fresh();
    const [one = "", two = ""] = user.codes;
    const session = await mintSession(user, "another device");
    const renewed = await renewBackupCodes(await acting(user.id), unheard);
    expect(await live(session, user.id)).toBeNull();
    expect(await factorOf(user.id)).toEqual({ on: true, kinds: ["totp"], codesLeft: 10 });
    expect(await tryCode(user.id, one, NOW)).toBe("wrong");
    expect(await tryCode(user.id, renewed.codes[0] ?? "", NOW)).toBe("right");

    const again = await mintSession(renewed.user, "another device");
    expect(await live(again, user.id)).not.toBeNull();
    const off = await turnAppOff(await acting(user.id), unheard);
    expect(off.user.version).toBe(renewed.user.version + 1);
    expect(off.codes).toEqual([]);
    expect(await live(again, user.id)).toBeNull();
    expect(await factorOf(user.id)).toEqual({ on: false, kinds: [], codesLeft: 0 });
    expect(await tryCode(user.id, two, NOW)).toBe("wrong");
    expect(await tryCode(user.id, renewed.codes[1] ?? "", NOW)).toBe("wrong");
    expect(await outcome(turnAppOff(await acting(user.id), unheard))).toBe("stale");
    expect(await outcome(renewBackupCodes(await acting(user.id), unheard))).toBe("stale");
  });
});
