import { randomUUID } from "node:crypto";
import bcrypt from "bcrypt";
import { afterAll, expect, test, vi } from "vitest";
import { authenticate, changePassword, createUser } from "@/lib/auth/account";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession } from "@/lib/auth/session-store";
import { findUser } from "@/lib/auth/store";
import { readToken } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";
import { acting, openStage, unheard } from "./stage";

const PASSWORD = "correct horse battery";
const stage = await openStage();
afterAll(() => stage.close());

async function newAccount() {
  const email = `${randomUUID()}@example.com`;
  const { id } = await createUser({ email, name: "Ana", password: PASSWORD, zone: "UTC" });
  return { id, email };
}

test("a password that was hashed with less work is hashed anew when it next opens its account", async () => {
  const { hash } = bcrypt;
  const less = vi.spyOn(bcrypt, "hash").mockImplementation((text) => hash(text, 10));
  const { id, email } = await newAccount();
  less.mockRestore();
  const session = await readToken(await mintSession({ id, version: 1 }, "a phone"));
  const stored = async () => (await findUser(id))?.passwordHash ?? "";
  expect(await stored()).toMatch(/^v1:\$2b\$10\$/);
  expect(await authenticate(email, "another password")).toBeNull();
  expect(await stored()).toMatch(/^v1:\$2b\$10\$/);
  expect(await authenticate(email, PASSWORD)).toMatchObject({ id, version: 1 });
  const anew = await stored();
  expect(anew).toMatch(/^v1:\$2b\$12\$/);
  expect(await authenticate(email, PASSWORD)).toMatchObject({ id });
  expect(await stored()).toBe(anew);
  expect(await findLiveSession(fingerprint(session?.sessionId ?? ""), id)).not.toBeNull();
});

test("a changed password opens the account from then on, and the one before no more", async () => {
  const { id, email } = await newAccount();
  await changePassword(
    await acting(id),
    PASSWORD,
    "another horse, another battery",
    unheard,
    unheard,
  );
  expect(await authenticate(email, PASSWORD)).toBeNull();
  expect(await authenticate(email, "another horse, another battery")).toMatchObject({ id });
});

test("a password of other signs, blanks or case, or with a NUL, is another one", async () => {
  const stored = await hashPassword("é".repeat(40));
  expect(await verifyPassword(`${"é".repeat(39)}e`, stored)).toBe(false);
  const withNul = await hashPassword("before\0after-the-nul");
  expect(await verifyPassword("before\0another-end!!", withNul)).toBe(false);
  // Nothing is trimmed, folded or normalised.
  const typed = " Zürich bleibt Zürich 👩‍🚒 ";
  const kept = await hashPassword(typed);
  expect(await verifyPassword(typed, kept)).toBe(true);
  for (const other of [typed.trim(), typed.toLowerCase(), typed.normalize("NFD")])
    expect([other, await verifyPassword(other, kept)]).toEqual([other, false]);
  const faces = "👩".repeat(63);
  const long = await hashPassword(`${faces}👩`);
  expect(await verifyPassword(`${faces}👨`, long)).toBe(false);
});
