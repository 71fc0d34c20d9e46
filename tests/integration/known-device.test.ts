import bcrypt from "bcrypt";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { authenticate, changePassword } from "@/lib/auth/account";
import { checkConfirmCode, confirmScope } from "@/lib/auth/confirm";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { signOutDevice, signOutOthers } from "@/lib/auth/devices";
import { eraseAccount } from "@/lib/auth/erase";
import { tryPassword, unlockAccount } from "@/lib/auth/guarded";
import { askerFor, rememberDevice } from "@/lib/auth/known-device";
import { peerHeader } from "@/lib/auth/peer";
import { requestReset, resetPassword } from "@/lib/auth/reset";
import { sendCode } from "@/lib/auth/sent-code";
import { currentSession, startSession } from "@/lib/auth/session";
import { findUser, replacePassword } from "@/lib/auth/store";
import { purposeKey } from "@/lib/auth/token";
import { accountOf, acting, nowhere, openStage, outcome, unheard } from "./stage";

/** The browser of the present request, which a test changes as it likes. */
let browser = new Map<string, string>();
let sent = new Headers();

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (browser.has(name) ? { value: browser.get(name) } : undefined),
    set: (name: string, value: string) => browser.set(name, value),
  }),
  headers: async () => sent,
}));

const COOKIE = "__Host-standby-device";
const nothing = () => undefined;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: Awaited<ReturnType<typeof stage.openOwner>>;
beforeAll(async () => {
  stage = await openStage(() => ({ STANDBY_TRUSTED_PROXIES: "10.0.0.1" }));
  owner = await stage.openOwner();
});
afterAll(() => stage.close());
beforeEach(() => {
  browser = new Map();
  sent = new Headers();
});

async function newcomer(name: string): Promise<{ id: string; email: string; account: string }> {
  const { id, email } = await accountOf(name);
  return { id, email, account: (await findUser(id))?.emailHash ?? "" };
}

/** Signs in in the present browser, as after a right password and whatever else the account asks for. */
async function signInHere(userId: string): Promise<void> {
  const user = await findUser(userId);
  if (!user) throw new Error("the account is gone");
  await startSession(user);
}

test("a device is known to the accounts that were signed in on it, and to no other", async () => {
  const ana = await newcomer("Ana");
  const bo = await newcomer("Bo");
  expect((await askerFor([ana.account])).device).toBeNull();
  await signInHere(ana.id);
  const first = (await askerFor([ana.account])).device;
  expect(first).toMatch(/^device [\w-]{43}$/);
  expect((await askerFor([bo.account])).device).toBeNull();
  await signInHere(bo.id);
  expect((await askerFor([ana.account])).device).toBe(first);
  expect((await askerFor([bo.account])).device).not.toBe(first);
});

test("of more than five accounts the device forgets the one that was signed in longest ago", async () => {
  const all = await Promise.all(["A", "B", "C", "D", "E", "F"].map(newcomer));
  for (const { id } of all) await signInHere(id);
  const known = await Promise.all(
    all.map(async ({ account }) => (await askerFor([account])).device),
  );
  expect(known.map((device) => device !== null)).toEqual([false, true, true, true, true, true]);
});

test("a cookie that is forged, for something else or no list makes no device known", async () => {
  const ana = await newcomer("Ana");
  await signInHere(ana.id);
  const good = browser.get(COOKIE) ?? "";
  const own = (await askerFor([ana.account])).device?.replace("device ", "");
  const payload = { devices: [{ account: ana.account, device: own }] };
  const signed = (audience: string, key: Uint8Array, content: object) =>
    new SignJWT({ ...content })
      .setProtectedHeader({ alg: "HS256" })
      .setAudience(audience)
      .setExpirationTime("1d")
      .sign(key);
  const secret = purposeKey("standby-devices");
  browser.set(COOKIE, await signed("standby-devices", secret, payload));
  expect((await askerFor([ana.account])).device).toBe(`device ${own}`);
  for (const text of [
    `${good}x`,
    await signed("standby-devices", purposeKey("another purpose"), payload),
    await signed("standby-session", secret, payload),
    await signed("standby-devices", secret, {
      devices: [{ ...payload.devices[0], device: "none" }],
    }),
    await signed("standby-devices", secret, { devices: "all" }),
    await signed("standby-devices", secret, {}),
    "none",
    "",
  ]) {
    browser.set(COOKIE, text);
    expect((await askerFor([ana.account])).device).toBeNull();
  }
});

test("the network is what the trusted proxy saw", async () => {
  for (const [name, value] of Object.entries(peerHeader("10.0.0.1"))) sent.set(name, value);
  sent.set("x-forwarded-for", "203.0.113.9, 2001:db8:1:2:3:4:5:6");
  expect((await askerFor(["anybody"])).network).toBe("2001:db8:1:2::/64");
  sent.set("x-forwarded-for", "unknown");
  expect((await askerFor(["anybody"])).network).toBe("10.0.0.1");
  for (const [name, value] of Object.entries(peerHeader("198.51.100.4"))) sent.set(name, value);
  sent.set("x-forwarded-for", "203.0.113.9");
  expect((await askerFor(["anybody"])).network).toBe("198.51.100.4");
});

test("a locked account opens on a known device, for a new password, and to nobody else", async () => {
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
  const ana = await newcomer("Ana");
  const wrong = () => outcome(tryPassword(ana.email, "not the password", nothing));
  const unknown = () => outcome(tryPassword("nobody@example.com", "not the password", nothing));
  const ends = [];
  for (let one = 0; one < 11; one += 1) ends.push([await wrong(), await unknown()]);
  expect(ends.slice(0, 10)).toEqual(Array(10).fill(["ok", "ok"]));
  expect(ends[10]).toEqual(["busy", "busy"]);
  await signInHere(ana.id);
  expect(await wrong()).toBe("ok");
  browser.clear();
  expect(await wrong()).toBe("busy");
  expect(await authenticate(ana.email, "not the password")).toBeNull();
  await unlockAccount(ana.id);
  expect(await wrong()).toBe("ok");
});

test("who took a session over has ten tries at the password, and then has to wait", async () => {
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
  const by = await acting((await newcomer("Ana")).id);
  const ends: string[] = [];
  for (let one = 0; one < 11; one += 1)
    ends.push(await outcome(changePassword(by, "a guess", "another password", unheard, unheard)));
  expect(ends).toEqual([...Array(10).fill("invalid"), "busy"]);
});

test("wrong codes in a session count as guesses as wrong passwords do: no way to confirm adds tries", async () => {
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
  const { id } = await newcomer("Ana");
  await owner.query(`INSERT INTO "CodeFactor" ("userId", "kind") VALUES ($1, 'email')`, [id]);
  await signInHere(id);
  const session = await currentSession();
  if (!session) throw new Error("nobody is signed in");
  const sentFor = { userId: id, kind: "email", scope: confirmScope(session) } as const;
  await sendCode(sentFor, async () => undefined, Date.now());
  const locks: string[] = [];
  const told = (whom: string) => void locks.push(whom);
  const byCode = () => outcome(checkConfirmCode(session, "not it", Date.now(), told, "email"));
  const byNumber = () => outcome(checkConfirmCode(session, "000000", Date.now(), told, "email"));
  for (let one = 0; one < 20; one += 1) expect(await byCode()).toBe("invalid");
  for (let one = 0; one < 4; one += 1) expect(await byNumber()).toBe("invalid");
  const byPassword = () =>
    outcome(changePassword(session, "a guess", "another password", unheard, told));
  for (let one = 0; one < 6; one += 1) expect(await byPassword()).toBe("invalid");
  expect([await byPassword(), await byNumber()]).toEqual(["busy", "busy"]);
  expect(locks).toEqual(["device"]);
});

/** A new password by mail, in the present browser. */
async function resetHere(email: string): Promise<void> {
  let secret = "";
  await requestReset(email, async (letter) => {
    secret = letter.secret;
  });
  await resetPassword(secret, "a password that nobody had", async () => unheard, rememberDevice);
}

const knows = async (account: string): Promise<boolean> =>
  (await askerFor([account])).device !== null;

/** The account, signed in on a phone and then on a laptop, which is the present browser. */
async function onTwoDevices(name: string) {
  const user = await newcomer(name);
  const inBrowser = async <T>(jar: Map<string, string>, work: () => Promise<T>): Promise<T> => {
    browser = jar;
    return work();
  };
  const [phone, laptop] = [new Map<string, string>(), new Map<string, string>()];
  const session = async () => (await currentSession())?.sessionHash ?? "";
  for (const jar of [phone, laptop]) await inBrowser(jar, () => signInHere(user.id));
  return {
    ...user,
    onPhone: await inBrowser(phone, session),
    onLaptop: await inBrowser(laptop, session),
    known: async () => [
      await inBrowser(phone, () => knows(user.account)),
      await inBrowser(laptop, () => knows(user.account)),
    ],
  };
}

test("a device that was signed out from elsewhere is not trusted any more, and others are", async () => {
  const { id, onPhone, onLaptop, known } = await onTwoDevices("Ana");
  expect(await known()).toEqual([true, true]);
  await signOutDevice({ userId: id, sessionHash: onLaptop, ...EVERY_SESSION }, onPhone, unheard);
  expect(await known()).toEqual([false, true]);
  await signOutDevice({ userId: id, sessionHash: onLaptop, ...EVERY_SESSION }, onLaptop, unheard);
  expect(await known()).toEqual([false, false]);
});

test("whoever signs out everywhere else trusts the device that they did it on, and no other", async () => {
  const { id, onLaptop, known } = await onTwoDevices("Ana");
  await signOutOthers({ userId: id, sessionHash: onLaptop, ...EVERY_SESSION }, unheard);
  expect(await known()).toEqual([false, true]);
});

test("a new password by mail ends the trust in every device, and lets each sign in with it at once", async () => {
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
  const { id, email, known } = await onTwoDevices("Ana");
  const wrong = () => outcome(tryPassword(email, "not the password", nothing));
  for (let one = 0; one < 10; one += 1) expect(await wrong()).toBe("ok");
  expect(await wrong()).toBe("busy");
  let secret = "";
  await requestReset(email, async (letter) => {
    secret = letter.secret;
  });
  await resetPassword(secret, "a password that nobody had", async () => unheard, nowhere);
  await unlockAccount(id);
  expect(await known()).toEqual([false, false]);
  expect(await wrong()).toBe("ok");
});

test("the device on which a password was set by mail is known until something ends its trust", async () => {
  const { id, email, account } = await newcomer("Ana");
  const ends: readonly (() => Promise<unknown>)[] = [
    async () => signOutOthers(await acting(id), unheard),
    async () => replacePassword(await acting(id), "another hash", unheard),
    () => eraseAccount(id),
  ];
  for (const end of ends) {
    await resetHere(email);
    expect(await knows(account)).toBe(true);
    await end();
    expect(await knows(account)).toBe(false);
  }
});

test("who may not guess at their own password any more may when they set it by mail", async () => {
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
  const { id } = await newcomer("Ana");
  const by = await acting(id);
  const guess = () => outcome(changePassword(by, "a guess", "another password", unheard, unheard));
  for (let one = 0; one < 10; one += 1) await guess();
  expect(await guess()).toBe("busy");
  await unlockAccount(id);
  expect(await guess()).toBe("invalid");
});

test("an account that was erased knows no device, and its sessions open nothing", async () => {
  const { id, known } = await onTwoDevices("Ana");
  expect(await currentSession()).not.toBeNull();
  await eraseAccount(id);
  expect(await currentSession()).toBeNull();
  expect(await known()).toEqual([false, false]);
});
