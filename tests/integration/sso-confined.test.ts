import { generate, generateSecret } from "otplib";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { confirmByCode, confirmByPassword, sendConfirmCode } from "@/app/(account)/confirm/actions";
import { giveCode, sendSignInCode } from "@/app/(account)/sign-in/actions";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { askerFor, isKnownDevice, knowingAccount } from "@/lib/auth/known-device";
import { startPending, wasLeftHalf } from "@/lib/auth/pending";
import { change } from "@/lib/auth/second-factor";
import { currentSession } from "@/lib/auth/session";
import { findUser } from "@/lib/auth/store";
import { sessionCookie } from "@/lib/auth/token";
import { seal } from "@/lib/crypto/box";
import { totpPlace } from "@/lib/crypto/places";
import { spendAccount, spendVisit } from "@/lib/doors/budget";
import { AppError } from "@/lib/errors";
import { forget, shut } from "@/lib/limits/spend";
import { step } from "./sso-browser";
import { jar } from "./sso-jar";
import { byPassword, entries, linked, openSso, person, send, signInBy } from "./sso-stage";
import { acting, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const PASSWORD = "correct horse battery";

const sso = await openSso();
const { owner, lumen, harbour, ours, theirs } = sso;
afterAll(() => sso.close());
beforeEach(() => sso.reset());

let made = 0;
/** A member of both organisations whom our provider knows; signs nobody in. */
async function member(): Promise<{ readonly id: string; readonly email: string }> {
  made += 1;
  const email = `member.${made}@lumen.example`;
  const { id } = await person([lumen, harbour], email);
  await linked(ours, email);
  return { id, email };
}

/** How many wrong ones are looked at before the next has to wait. */
async function wrongs(give: () => Promise<string>): Promise<number> {
  for (let nth = 0; nth < 20; nth += 1) {
    const said = await give();
    if (said === "busy") return nth;
    if (said !== "invalid") throw new Error(`a wrong one was ${said}`);
  }
  return 20;
}

const wrongPassword = () => wrongs(() => send(confirmByPassword, { password: "wrong" }));
const wrongCode = () => wrongs(() => send(confirmByCode, { code: "000000" }));

test("a session that a provider opened uses up no guesses at the password but its own", async () => {
  const { email } = await member();
  await signInBy(ours, email);
  expect(await send(confirmByPassword, { password: PASSWORD })).toBe("/confirm?done=1");
  expect(await wrongPassword()).toBe(5);
  jar.clear();
  await signInBy(ours, email);
  expect(await wrongPassword()).toBe(0);
  expect(await byPassword(email)).toBe("/organisations");
  expect(await wrongPassword()).toBe(10);
});

test("nor tries at codes; backup codes go on working there, too", async () => {
  const { id, email } = await member();
  const secret = generateSecret();
  const data = { totpBox: seal(secret, totpPlace(id)) };
  const turnOn: Parameters<typeof change>[1] = async (tx) =>
    (await tx.user.updateMany({ where: { id }, data })).count === 1;
  const { codes } = await change(await acting(id), turnOn, unheard);
  await signInBy(ours, email);
  expect(await wrongCode()).toBe(5);
  expect(await send(confirmByCode, { code: await generate({ secret }) })).toBe("busy");
  expect(await send(confirmByCode, { code: codes[0] ?? "" })).toBe("/confirm?done=1");
  expect(await byPassword(email)).toMatch(/^\/sign-in\/code/);
  expect(await send(giveCode, { code: await generate({ secret }), to: "/o/harbour" })).toBe(
    "/o/harbour",
  );
  expect(await wrongCode()).toBe(10);
});

test("nor codes that are sent, and they count for its organisation alone", async () => {
  const { id, email } = await member();
  await change(await acting(id), setCodeFactor("email", null), unheard);
  const counted = async () =>
    (await owner.query(`SELECT "scope" FROM "CodeTally"`)).rows.map(({ scope }) => String(scope));
  const ask = () => send(sendConfirmCode, { kind: "email" });
  await signInBy(ours, email);
  expect(await ask()).toMatch(/^\/confirm\?/);
  expect(await counted()).toContain(`email organisation ${lumen.orgId}`);
  expect(await counted()).not.toContain(`email organisation ${harbour.orgId}`);
  const later = () => owner.query(`UPDATE "SentCode" SET "createdAt" = now() - interval '1 hour'`);
  await later();
  await owner.query(`UPDATE "CodeTally" SET "count" = 15 WHERE "scope" LIKE $1`, [
    `account %${id}%`,
  ]);
  expect(await ask()).toBe("busy");
  await byPassword(email);
  expect(await send(sendSignInCode, { kind: "email" })).toMatch(/^\/sign-in\/code\?/);
  await later();
  await owner.query(`DELETE FROM "CodeTally"`);
});

test("nor has anybody to wait for a code that was just sent in it, or it for one of the account's own", async () => {
  const { id, email } = await member();
  await change(await acting(id), setCodeFactor("email", null), unheard);
  await signInBy(ours, email);
  const ask = () => send(sendConfirmCode, { kind: "email" });
  expect([await ask(), await ask()]).toEqual([expect.stringMatching(/^\/confirm\?/), "busy"]);
  const kept = new Map(jar);
  await byPassword(email);
  const own = () => send(sendSignInCode, { kind: "email" });
  const sent = expect.stringMatching(/^\/sign-in\/code\?/);
  expect([await own(), await own()]).toEqual([sent, "busy"]);
  const between = `UPDATE "SentCode" SET "createdAt" = now() - interval '1 hour' WHERE "scope" LIKE 'confirm %'`;
  await owner.query(between);
  for (const [name, value] of kept) jar.set(name, value);
  expect(await ask()).toMatch(/^\/confirm\?/);
});

test("what is tried and confirmed in it is in that organisation's log alone", async () => {
  const { id, email } = await member();
  await change(await acting(id), setCodeFactor("email", null), unheard);
  await signInBy(ours, email);
  const there = (await entries(owner, harbour)).length;
  const here = (await entries(owner, lumen)).length;
  await send(confirmByPassword, { password: "wrong" });
  await send(confirmByCode, { code: "no code" });
  await owner.query(`DELETE FROM "CodeFactor" WHERE "userId" = $1`, [id]);
  await send(confirmByPassword, { password: PASSWORD });
  expect((await entries(owner, lumen)).slice(here).sort()).toEqual([
    "member.confirmed",
    "member.sign-in-failed",
    "member.sign-in-failed",
  ]);
  expect((await entries(owner, harbour)).slice(there)).toEqual([]);
  await byPassword(email);
  await send(confirmByPassword, { password: "wrong" });
  expect((await entries(owner, harbour)).slice(there).sort()).toEqual([
    "member.sign-in-failed",
    "member.signed-in",
  ]);
});

test("it makes no device known: what known devices have stays theirs, and no mail takes it for a new one", async () => {
  const { id, email } = await member();
  const account = (await findUser(id))?.emailHash ?? "";
  const isKnown = async () => [(await askerFor([account])).device !== null, await knowingAccount()];
  await signInBy(ours, email);
  expect(await isKnown()).toEqual([false, null]);
  expect(await isKnownDevice(id)).toBe(true);
  await byPassword(email);
  expect(await isKnown()).toEqual([true, account]);
  jar.delete(sessionCookie().name);
  await signInBy(ours, email);
  // Nor a stranger of one that was.
  expect(await isKnown()).toEqual([true, account]);
});

test("on devices that they know, its members go on where strangers used up its sign-ins", async () => {
  const { email } = await member();
  await linked(theirs, email);
  const devices: Map<string, string>[] = [new Map()];
  // By what another organisation's provider says alone nobody is a member.
  for (const enter of [
    () => signInBy(theirs, email),
    () => signInBy(ours, email),
    () => byPassword(email),
  ]) {
    jar.clear();
    await enter();
    jar.delete(sessionCookie().name);
    devices.push(new Map(jar));
  }
  await shut("sso-organisation", lumen.orgId, 60);
  const asked = [];
  for (const device of devices) {
    jar.clear();
    for (const [name, value] of device) jar.set(name, value);
    asked.push((await step(ours, "start", {})).startsWith("/busy?"));
  }
  expect(asked).toEqual([true, true, false, false]);
  await forget("sso-organisation", lumen.orgId);
});

test("it uses up its own reads and changes of the account, not those of other sessions", async () => {
  const { email } = await member();
  const change = async () => {
    const session = await currentSession();
    if (session) await spendAccount(session);
  };
  const waits = (spend: () => Promise<void>) =>
    spend().then(
      () => false,
      (error: unknown) =>
        error instanceof AppError ? error.code === "busy" : Promise.reject(error),
    );
  const both = async () => [await waits(spendVisit), await waits(change)];
  await signInBy(ours, email);
  for (const spend of [spendVisit, change])
    for (let nth = 0; nth < 700 && !(await waits(spend)); nth += 1);
  expect(await both()).toEqual([true, true]);
  await byPassword(email);
  expect(await both()).toEqual([false, false]);
});

test("it hides no sign-in whose password was right and whose second factor never came", async () => {
  const { id, email } = await member();
  const idHash = await startPending({ id, version: 1 });
  await owner.query(`UPDATE "PendingSignIn" SET "expiresAt" = now() WHERE "idHash" = $1`, [idHash]);
  await signInBy(ours, email);
  expect(await wasLeftHalf(idHash, id)).toBe(true);
  await owner.query(`UPDATE "Session" SET "provenBy" = 'totp' WHERE "userId" = $1`, [id]);
  expect(await wasLeftHalf(idHash, id)).toBe(false);
});
