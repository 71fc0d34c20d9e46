import fc from "fast-check";
import { base64url, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { resetSchema } from "@/app/(account)/schema";
import { newBackupCodes } from "@/lib/auth/backup-code";
import { passwordSchema } from "@/lib/auth/password";
import {
  purposeKey,
  readDevices,
  readPendingToken,
  readToken,
  signDevices,
  signPendingToken,
  signToken,
} from "@/lib/auth/token";
import { newTotpKey } from "@/lib/auth/totp";
import { openUnder, sealUnder } from "@/lib/crypto/box";
import { newSecret } from "@/lib/crypto/secret";
import { newToken } from "@/lib/crypto/token";
import { acceptSchema } from "@/lib/members/schema";
import { signUpSchema } from "@/lib/organisation/schema";
import { stubSettings } from "@/tests/support/settings";

const AUTH_SECRET = "a secret that is long enough for a test";
beforeAll(() => {
  stubSettings({ AUTH_SECRET });
});

const token = { userId: "u", sessionId: "s" };
const key = () => purposeKey("standby-session");
const claims = () => new SignJWT({ sid: "s" }).setSubject("u").setAudience("standby-session");
const now = () => Math.floor(Date.now() / 1000);

describe("a token", () => {
  test("that is right is read", async () => {
    expect(await readToken(await signToken(token))).toEqual(token);
    const made = claims().setProtectedHeader({ alg: "HS256" }).setExpirationTime("1m");
    expect(await readToken(await made.sign(key()))).toEqual(token);
  });
  test("with any sign changed is none", async () => {
    const text = await signToken(token);
    for (let at = 0; at < text.length; at += 1) {
      // Of the last sign of a part, not all bits count; the one before it does.
      if (text[at] === "." || text[at + 1] === "." || at === text.length - 1) continue;
      const other = text[at] === "A" ? "B" : "A";
      expect(await readToken(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
  });
  test("by another algorithm, or by none, is none", async () => {
    for (const alg of ["HS384", "HS512"]) {
      const made = claims().setProtectedHeader({ alg }).setExpirationTime("1m");
      const long = Buffer.concat([key(), key()]);
      expect(await readToken(await made.sign(key()).catch(() => made.sign(long)))).toBeNull();
    }
    const none = [{ alg: "none" }, { sub: "u", sid: "s", aud: "standby-session", exp: now() + 60 }]
      .map((part) => base64url.encode(JSON.stringify(part)))
      .join(".");
    expect(await readToken(`${none}.`)).toBeNull();
  });
  test("that brings or names a key of its own is not believed", async () => {
    const own = new TextEncoder().encode("a key of somebody else's, just as long");
    const k = base64url.encode(own);
    for (const more of [
      { kid: "../../dev/null" },
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example/cert" },
      { jwk: { kty: "oct", k } },
    ]) {
      const header = { alg: "HS256", ...more };
      const made = claims().setProtectedHeader(header).setExpirationTime("1m");
      expect(await readToken(await made.sign(own))).toBeNull();
    }
  });
  test("counts from its beginning to its end, by this server's clock", async () => {
    const header = { alg: "HS256" };
    const over = claims()
      .setProtectedHeader(header)
      .setExpirationTime(now() - 1);
    expect(await readToken(await over.sign(key()))).toBeNull();
    const later = claims()
      .setProtectedHeader(header)
      .setNotBefore(now() + 60);
    expect(await readToken(await later.setExpirationTime("2m").sign(key()))).toBeNull();
  });
  test("for one purpose or audience opens nothing else", async () => {
    const pending = await signPendingToken(token);
    const devices = await signDevices([], "1d");
    expect(await readPendingToken(pending)).toEqual(token);
    expect(await readToken(pending)).toBeNull();
    expect(await readToken(devices)).toBeNull();
    expect(await readPendingToken(await signToken(token))).toBeNull();
    expect(await readDevices(await signToken(token))).toEqual([]);
  });
  test("for each purpose is signed by a key of its own, and by none that is written down", async () => {
    const purposes = ["standby-session", "standby-pending", "standby-devices", "next-auth"];
    const keys = purposes.map((purpose) => Buffer.from(purposeKey(purpose)).toString("hex"));
    expect(new Set(keys).size).toBe(4);
    const pending = ["standby-pending", new TextEncoder().encode(AUTH_SECRET)] as const;
    for (const other of [purposeKey(pending[0]), pending[1]]) {
      const made = claims().setProtectedHeader({ alg: "HS256" }).setExpirationTime("1m");
      expect(await readToken(await made.sign(other)), "its audience is a session's").toBeNull();
    }
  });
});

describe("a ciphertext", () => {
  const secret = Buffer.alloc(32, 3);
  const place = { table: "User", column: "email", orgId: "o", row: "r" };
  const box = sealUnder(secret, "ada@lumen.example", place);

  test("with any bit changed does not open", () => {
    const [version = "", iv = "", body = ""] = box.split(".");
    for (const [at, part] of [iv, body].entries()) {
      const bytes = Buffer.from(part, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const other = Buffer.from(bytes);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = other.toString("base64url");
        const text = [version, ...(at === 0 ? [changed, body] : [iv, changed])].join(".");
        expect(() => openUnder(secret, text, place)).toThrow("unable to authenticate");
      }
    }
  });
  test("opens in its own table, column, organisation and row alone", () => {
    expect(openUnder(secret, box, place)).toBe("ada@lumen.example");
    for (const other of [{ table: "Person" }, { column: "phone" }, { orgId: "p" }, { row: "s" }])
      expect(() => openUnder(secret, box, { ...place, ...other })).toThrow(
        "unable to authenticate",
      );
  });
  test("begins with a number that was never used: a million are all different", () => {
    const seen = new Set<string>();
    for (let nth = 0; nth < 1_000_000; nth += 1)
      seen.add(sealUnder(secret, "", place).split(".")[1] ?? "");
    expect(seen.size).toBe(1_000_000);
  }, 300_000);
});

describe("a password", () => {
  const forms = {
    "signing up": signUpSchema.shape.password,
    "a mailed link": resetSchema.shape.password,
    "an invitation": acceptSchema.shape.password,
    "a change": passwordSchema,
  };
  test.each(Object.entries(forms))("of eleven characters is too short for %s", (_, schema) => {
    expect(schema.safeParse("a".repeat(11)).success).toBe(false);
    expect(schema.safeParse("a".repeat(12)).success).toBe(true);
  });
  test("may be of any characters, and stays as it was typed", () => {
    const any = fc.string({ unit: "binary", minLength: 12, maxLength: 60 });
    for (const schema of Object.values(forms))
      fc.assert(fc.property(any, (text) => schema.parse(text) === text));
  });
  test("of sixty-four characters is not too long, in any script", () => {
    expect(passwordSchema.parse("👩".repeat(64))).toHaveLength(128);
    expect(passwordSchema.parse(" Ä".repeat(64))).toHaveLength(128);
  });
});

test("keys of tokens have 256 bits, those of authenticator apps 160", () => {
  expect(purposeKey("standby-session")).toHaveLength(32);
  expect(newTotpKey()).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(Array.from({ length: 100 }, newTotpKey)).size).toBe(100);
});

test.each(["key", "feed", "scim"] as const)(
  "tokens of keys, feeds and SCIM have 190 bits of chance",
  (kind) => {
    const secrets = Array.from({ length: 1_000 }, () => newToken(kind).text.split("_")[2] ?? "");
    expect(secrets.filter((secret) => !/^[0-9A-Za-z]{38}$/.test(secret))).toEqual([]);
    expect(new Set(secrets.map((secret) => secret.slice(0, 32))).size).toBe(1_000);
    // Every sign at every place: none is fixed.
    for (let at = 0; at < 32; at += 1)
      expect(new Set(secrets.map((secret) => secret[at])).size).toBeGreaterThan(55);
  },
);

test("secrets of links and sessions have 256 bits of chance, backup codes 120", () => {
  expect(Buffer.from(newSecret(), "base64url")).toHaveLength(32);
  expect(new Set(Array.from({ length: 1_000 }, newSecret)).size).toBe(1_000);
  const codes = newBackupCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code.replaceAll("-", "")).toMatch(/^[0-9a-hjkmnp-tv-z]{24}$/);
});
