import { randomBytes, randomUUID } from "node:crypto";
import bcrypt from "bcrypt";
import { SignJWT } from "jose";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  authenticate,
  changePassword,
  createUser,
  emailIndex,
  userEmail,
} from "@/lib/auth/account";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { emailSchema } from "@/lib/auth/email";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { isResetOpen, requestReset, resetPassword } from "@/lib/auth/reset";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession, revokeSession, revokeSessions } from "@/lib/auth/session-store";
import { findUser, replacePassword } from "@/lib/auth/store";
import { purposeKey, readToken, signToken } from "@/lib/auth/token";
import { open, seal } from "@/lib/crypto/box";
import { fingerprint } from "@/lib/crypto/secret";
import { accountOf, acting, nowhere, openStage, outcome, unheard } from "./stage";

const PASSWORD = "correct horse battery";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
});
afterAll(() => stage.close());
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a password", () => {
  test("counts in full, however long it is", async () => {
    const long = randomBytes(100).toString("hex");
    const stored = await hashPassword(long);
    expect(stored).toMatch(/^v1:\$2b\$12\$/);
    expect(await verifyPassword(long, stored)).toBe(true);
    expect(await verifyPassword(`${long.slice(0, -1)}!`, stored)).toBe(false);
    expect(await verifyPassword(long.slice(0, 72), stored)).toBe(false);
  });

  test("is compared once, whether the account is known, unknown, disabled or has none", async () => {
    const email = `${randomUUID()}@example.com`;
    const { id } = await createUser({ email, name: "Ana", password: PASSWORD, zone: "UTC" });
    const compare = vi.spyOn(bcrypt, "compare");
    const once = async (work: () => Promise<unknown>) => {
      compare.mockClear();
      const result = await work();
      expect(compare).toHaveBeenCalledTimes(1);
      // Anything but a whole hash of the same cost would be answered at once.
      expect(compare.mock.calls[0]?.[1]).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/);
      return result;
    };
    expect(await once(() => authenticate(email, PASSWORD))).toMatchObject({ id });
    expect(await once(() => authenticate(email, "another password"))).toBeNull();
    expect(await once(() => authenticate("nobody@example.com", PASSWORD))).toBeNull();
    expect(await once(() => verifyPassword(PASSWORD, "none"))).toBe(false);
    await owner.query(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [id]);
    expect(await once(() => authenticate(email, PASSWORD))).toBeNull();
  });

  test("is hashed two at a time, and a flood is turned away", async () => {
    let running = 0;
    let most = 0;
    vi.spyOn(bcrypt, "compare").mockImplementation(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return false;
    });
    const flood = Array.from({ length: 50 }, () => outcome(verifyPassword(PASSWORD, null)));
    const ended = await Promise.all(flood);
    expect(most).toBe(2);
    expect(ended.filter((one) => one === "unavailable")).toHaveLength(50 - 2 - 30);
    expect(await outcome(verifyPassword(PASSWORD, null))).toBe("ok");
    expect(running).toBe(0);
  });
});

describe("a session", () => {
  async function signedIn() {
    const user = await accountOf("Ses Sion");
    const token = await readToken(await mintSession({ id: user.id, version: 1 }, "a browser"));
    expect(Buffer.from(token?.sessionId ?? "", "base64url")).toHaveLength(32);
    const hash = fingerprint(token?.sessionId ?? "");
    return { user, hash, live: () => findLiveSession(hash, user.id) };
  }
  const set = (hash: string, sql: string) =>
    owner.query(`UPDATE "Session" SET ${sql} WHERE "idHash" = $1`, [hash]);

  test("lives until it is revoked", async () => {
    const { user, hash, live } = await signedIn();
    expect(await live()).toMatchObject({ userId: user.id, memberships: [] });
    expect(await findLiveSession(hash, (await accountOf("Other")).id)).toBeNull();
    expect(await revokeSession(hash, user.id)).toBe(1);
    expect(await live()).toBeNull();
    expect(await revokeSession(hash, user.id)).toBe(0);
  });

  test.each([
    ["its time is over", `"expiresAt" = now() - interval '1 second'`],
    ["it was idle for half a day", `"seenAt" = now() - interval '12 hours 1 second'`],
    ["the account's version is another", `"userVersion" = 0`],
  ])("ends when %s", async (_why, sql) => {
    const { hash, live } = await signedIn();
    expect(await live()).not.toBeNull();
    await set(hash, sql);
    expect(await live()).toBeNull();
  });

  test("ends when the account is disabled", async () => {
    const { user, live } = await signedIn();
    await owner.query(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [user.id]);
    expect(await live()).toBeNull();
  });

  test("a new password ends every one, and every reset link", async () => {
    const { user, live } = await signedIn();
    const letters: string[] = [];
    await requestReset(user.email, async ({ secret }) => void letters.push(secret));
    await replacePassword(await acting(user.id), "another hash", unheard);
    expect(await live()).toBeNull();
    expect(await findUser(user.id)).toMatchObject({ version: 2, passwordHash: "another hash" });
    expect(await isResetOpen(letters[0] ?? "")).toBe(false);
    const stale = await readToken(await mintSession({ id: user.id, version: 1 }, "too late"));
    expect(await findLiveSession(fingerprint(stale?.sessionId ?? ""), user.id)).toBeNull();
  });

  test("all others end, this one stays", async () => {
    const { user, hash, live } = await signedIn();
    await mintSession({ id: user.id, version: 1 }, "a phone");
    let entries = 0;
    const log = async () => {
      entries += 1;
    };
    await revokeSessions(
      { userId: user.id, sessionHash: hash, ...EVERY_SESSION },
      { allBut: hash },
      log,
    );
    await revokeSessions(
      { userId: user.id, sessionHash: hash, ...EVERY_SESSION },
      { allBut: hash },
      log,
    );
    expect(entries).toBe(1);
    expect(await live()).not.toBeNull();
  });
});

describe("a token", () => {
  const made = (
    change: (jwt: SignJWT) => SignJWT,
    key = purposeKey("standby-session"),
    alg = "HS256",
  ) =>
    change(new SignJWT({ sid: "session" }).setSubject("user").setProtectedHeader({ alg })).sign(
      key,
    );

  test("says who and which row, no more", async () => {
    const text = await signToken({ userId: "user", sessionId: "session" });
    expect(await readToken(text)).toEqual({ userId: "user", sessionId: "session" });
    const payload = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString());
    expect(Object.keys(payload).sort()).toEqual(["aud", "exp", "iat", "sid", "sub"]);
  });

  test("that is forged, expired, for something else or unsigned is none", async () => {
    const good = (jwt: SignJWT) => jwt.setAudience("standby-session").setExpirationTime("1d");
    expect(await readToken(await made(good))).not.toBeNull();
    const other = new TextEncoder().encode("another secret of the integration");
    expect(await readToken(await made(good, other))).toBeNull();
    expect(
      await readToken(
        await made((jwt) => jwt.setAudience("standby-reset").setExpirationTime("1d")),
      ),
    ).toBeNull();
    expect(
      await readToken(
        await made((jwt) => jwt.setAudience("standby-session").setExpirationTime("-1s")),
      ),
    ).toBeNull();
    expect(await readToken(await made(good, purposeKey("standby-session"), "HS512"))).toBeNull();
    const body = (await made(good)).split(".")[1] ?? "";
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    expect(await readToken(none)).toBeNull();
    const [head, , signature] = (await made(good)).split(".");
    const moved = Buffer.from('{"sub":"owner","sid":"session","aud":"standby-session"}').toString(
      "base64url",
    );
    expect(await readToken(`${head}.${moved}.${signature}`)).toBeNull();
    expect(await readToken("")).toBeNull();
  });
});

describe("what is encrypted", () => {
  test("an address is found whatever its case, and is nowhere readable", async () => {
    const typed = "  Ana.Lopez@Example.COM ";
    const email = emailSchema.parse(typed);
    const { id, emailHash } = await createUser({
      email,
      name: "Ana",
      password: PASSWORD,
      zone: "UTC",
    });
    expect(emailHash).toBe(emailIndex(emailSchema.parse("ANA.LOPEZ@EXAMPLE.com")));
    expect(await authenticate(emailSchema.parse("ana.LOPEZ@example.com"), PASSWORD)).toMatchObject({
      id,
    });
    const { rows } = await owner.query(
      `SELECT to_jsonb(u)::text AS row FROM "User" u WHERE "id" = $1`,
      [id],
    );
    expect(rows[0]?.row).not.toMatch(/lopez|example|battery/i);
    const user = await findUser(id);
    expect(user && userEmail(user)).toBe(email);
  });

  test.each([
    "a@b",
    "ana@exаmple.com",
    "ana@example.com\r\nBcc: eve@example.com",
    "ana lopez@example.com",
  ])("%j is no address", (text) => {
    expect(emailSchema.safeParse(text).success).toBe(false);
  });

  test("a ciphertext that was moved or changed does not open", () => {
    const place = { table: "Member", column: "email", orgId: "org-a", row: "row-1" };
    const box = seal("ana@example.com", place);
    expect(open(box, place)).toBe("ana@example.com");
    expect(seal("ana@example.com", place)).not.toBe(box);
    for (const elsewhere of [
      { row: "row-2" },
      { orgId: "org-b" },
      { column: "name" },
      { table: "Person" },
    ]) {
      expect(() => open(box, { ...place, ...elsewhere })).toThrow();
    }
    const [version, iv = "", body = ""] = box.split(".");
    const bytes = Buffer.from(body, "base64url");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(() => open(`${version}.${iv}.${bytes.toString("base64url")}`, place)).toThrow();
    expect(() => open(`${version}.${iv}.${body.slice(0, -4)}`, place)).toThrow();
    expect(() => open(`2.${iv}.${body}`, place)).toThrow();
    expect(() => open("", place)).toThrow();
  });
});

describe("a reset link", () => {
  test("works once, within its hour, and only the newest password holds", async () => {
    const user = await accountOf("For Getful");
    const letters: string[] = [];
    const ask = () => requestReset(user.email, async ({ secret }) => void letters.push(secret));
    await ask();
    await ask();
    const [one = "", two = ""] = letters;
    expect(await isResetOpen(one)).toBe(true);
    expect(await outcome(resetPassword(one, PASSWORD, async () => unheard, nowhere))).toBe("ok");
    expect(
      await outcome(resetPassword(one, "eve's own password", async () => unheard, nowhere)),
    ).toBe("stale");
    expect(
      await outcome(resetPassword(two, "eve's own password", async () => unheard, nowhere)),
    ).toBe("stale");
    expect(await authenticate(user.email, PASSWORD)).toMatchObject({ id: user.id });
    expect(
      await outcome(changePassword(await acting(user.id), "wrong", "x", unheard, unheard)),
    ).toBe("invalid");
    await ask();
    const { rows: lives } = await owner.query(
      `SELECT extract(epoch FROM max("expiresAt") - now()) AS seconds FROM "PasswordReset"`,
    );
    expect(Number(lives[0]?.seconds)).toBeLessThanOrEqual(3_600);
    await owner.query(`UPDATE "PasswordReset" SET "expiresAt" = now() - interval '1 second'`);
    expect(
      await outcome(
        resetPassword(letters[2] ?? "", "eve's own password", async () => unheard, nowhere),
      ),
    ).toBe("stale");
    const { rows } = await owner.query(`SELECT to_jsonb(r)::text AS row FROM "PasswordReset" r`);
    for (const secret of letters) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  test("is mailed five times an hour, however often it is asked for", async () => {
    const user = await accountOf("Pest Ered");
    const letters: string[] = [];
    for (let i = 0; i < 8; i += 1)
      await requestReset(user.email, async ({ secret }) => void letters.push(secret));
    expect(letters).toHaveLength(5);
  });

  test("that does not work costs no hash", async () => {
    const began = performance.now();
    for (let i = 0; i < 10; i += 1)
      expect(
        await outcome(resetPassword(`no such link ${i}`, PASSWORD, async () => unheard, nowhere)),
      ).toBe("stale");
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("for an address without an account sends nothing", async () => {
    const letters: string[] = [];
    await requestReset("nobody@example.com", async ({ secret }) => void letters.push(secret));
    expect(letters).toEqual([]);
  });
});
