import { generateKeyPairSync } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { owesCode } from "@/lib/auth/account";
import {
  addPasskey,
  askPasskey,
  beginPasskey,
  checkPasskey,
  listPasskeys,
  passkeysWork,
  removePasskey,
} from "@/lib/auth/passkey";
import { factorOf } from "@/lib/auth/second-factor";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession } from "@/lib/auth/session-store";
import { readToken } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";
import { Authenticator } from "./authenticator";
import { accountOf, acting, openStage, outcome, tryCode, unheard } from "./stage";

const SITE = { origin: "http://localhost:3000", rpID: "localhost" };
const NOW = Date.now();
const MINUTE = 60_000;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
});
afterAll(() => stage.close());

/** Somebody with a passkey. */
async function withPasskey() {
  const user = await accountOf("Kay Pass");
  const device = new Authenticator(SITE);
  const by = await acting(user.id);
  const options = await beginPasskey(user.id, by.sessionHash, NOW);
  const response = device.make(options);
  const { codes } = await addPasskey(by, { name: "Phone", response }, NOW, unheard);
  return { ...user, device, codes };
}

const anybody = { userId: null, scope: "sign-in" };
const ask = () => askPasskey(null, "sign-in", NOW);

describe("making a passkey", () => {
  test("asks for a verified user and no attestation, and turns the factor on with backup codes", async () => {
    const user = await accountOf("Mia Maker");
    const by = await acting(user.id);
    const options = await beginPasskey(user.id, by.sessionHash, NOW);
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      user: { name: user.email, displayName: "Mia Maker" },
    });
    const session = await mintSession({ id: user.id, version: 1 }, "another device");
    const device = new Authenticator(SITE);
    const response = device.make(options);
    const made = await addPasskey(by, { name: "Phone", response }, NOW, unheard);
    expect(made.codes).toHaveLength(10);
    expect(await factorOf(user.id)).toEqual({ on: true, kinds: ["passkey"], codesLeft: 10 });
    expect(await owesCode(user)).toBe(true);
    expect(await listPasskeys(user.id)).toMatchObject([{ name: "Phone", usedAt: null }]);
    const token = await readToken(session);
    expect(await findLiveSession(fingerprint(token?.sessionId ?? ""), user.id)).toBeNull();
    expect(await tryCode(user.id, made.codes[0] ?? "", NOW)).toBe("right");

    // The next one leaves the backup codes as they are, and names the first, so that no device makes two.
    const again = await acting(user.id);
    const next = await beginPasskey(user.id, again.sessionHash, NOW);
    expect(next.excludeCredentials).toMatchObject([{ id: response.id }]);
    const laptop = new Authenticator(SITE).make(next);
    const second = await addPasskey(again, { name: "Laptop", response: laptop }, NOW, unheard);
    expect(second.codes).toEqual([]);
    expect((await factorOf(user.id)).codesLeft).toBe(9);
  });

  test.each([
    ["for another site", { origin: "https://evil.example" }],
    ["for another RP", { rpID: "evil.example" }],
    ["without verifying who is there", { unverified: true }],
  ])("is refused %s", async (_what, lies) => {
    const by = await acting((await accountOf("Lia Liar")).id);
    const options = await beginPasskey(by.userId, by.sessionHash, NOW);
    const response = new Authenticator(SITE).make(options, lies);
    expect(await outcome(addPasskey(by, { name: "x", response }, NOW, unheard))).toBe("invalid");
    expect((await factorOf(by.userId)).on).toBe(false);
  });

  test("answers one question, once, within five minutes, of the same account and session", async () => {
    const [user, other] = [await accountOf("Ona Once"), await accountOf("Oto Other")];
    const by = await acting(user.id);
    const begin = () => beginPasskey(by.userId, by.sessionHash, NOW);
    const add = async (answering: typeof by, later = 0) => {
      const response = new Authenticator(SITE).make(await begin());
      return outcome(addPasskey(answering, { name: "x", response }, NOW + later, unheard));
    };
    expect(await add({ ...by, userId: other.id })).toBe("invalid");
    expect(await add(await acting(user.id))).toBe("invalid");
    expect(await add(by, 5 * MINUTE)).toBe("invalid");
    const options = await begin();
    const [one, two] = [new Authenticator(SITE), new Authenticator(SITE)];
    const answers = [one.make(options), two.make(options)];
    const ends = await Promise.all(
      answers.map((response) => outcome(addPasskey(by, { name: "x", response }, NOW, unheard))),
    );
    expect(ends.sort()).toEqual(["invalid", "ok"]);
  });

  test("of a credential that somebody has already is refused", async () => {
    const kay = await withPasskey();
    const thief = await acting((await accountOf("Tia Thief")).id);
    const options = await beginPasskey(thief.userId, thief.sessionHash, NOW);
    const response = kay.device.make(options);
    expect(await outcome(addPasskey(thief, { name: "x", response }, NOW, unheard))).toBe("stale");
  });
});

describe("signing with a passkey", () => {
  test("says whose it is, without being told who signs in", async () => {
    const { id, device } = await withPasskey();
    const options = await ask();
    expect(options.userVerification).toBe("required");
    expect(options.allowCredentials).toBeUndefined();
    const signed = await checkPasskey(device.sign(options), anybody, NOW);
    expect(signed).toEqual({ kind: "user", user: { id, version: 2 } });
    expect((await listPasskeys(id))[0]?.usedAt).not.toBeNull();
  });

  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  test.each([
    ["for another site", { origin: "https://evil.example" }],
    ["for another RP", { rpID: "evil.example" }],
    ["without verifying who is there", { unverified: true }],
    ["with another key", { key: privateKey }],
  ])("counts for nothing %s, and says at whose account", async (_what, lies) => {
    const { id, device } = await withPasskey();
    expect(await checkPasskey(device.sign(await ask(), lies), anybody, NOW)).toEqual({
      kind: "wrong",
      userId: id,
    });
  });

  test("answers one question, once, within five minutes", async () => {
    const { id, device } = await withPasskey();
    const options = await ask();
    const response = device.sign(options);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => checkPasskey(response, anybody, NOW)),
    );
    expect(answers.filter(({ kind }) => kind === "user")).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === "wrong")).toHaveLength(19);
    const late = device.sign(await ask());
    expect((await checkPasskey(late, anybody, NOW + 5 * MINUTE)).kind).toBe("wrong");
    const invented = device.sign({ challenge: Buffer.from("of my own").toString("base64url") });
    expect((await checkPasskey(invented, anybody, NOW)).kind).toBe("wrong");
    // What one door asked, another does not take.
    const elsewhere = device.sign(await askPasskey(id, "confirm a session", NOW));
    expect((await checkPasskey(elsewhere, anybody, NOW)).kind).toBe("wrong");
  });

  test("as a second factor is taken from the account that owes it alone", async () => {
    const [kay, lou] = [await withPasskey(), await withPasskey()];
    const owed = { userId: kay.id, scope: "sign-in of kay" };
    const options = await askPasskey(kay.id, owed.scope, NOW);
    expect(options.allowCredentials).toHaveLength(1);
    expect((await checkPasskey(lou.device.sign(options), owed, NOW)).kind).toBe("wrong");
    expect((await checkPasskey(kay.device.sign(options), owed, NOW)).kind).toBe("user");
  });

  test("is refused when the counter does not move on, as that of a copy, and says whose it is", async () => {
    const { id, device } = await withPasskey();
    const at = async (counter: number) =>
      checkPasskey(device.sign(await ask(), { counter }), anybody, NOW);
    expect((await at(10)).kind).toBe("user");
    for (const counter of [10, 9, 0])
      expect([counter, await at(counter)]).toEqual([counter, { kind: "copied", userId: id }]);
    expect((await at(11)).kind).toBe("user");
  });

  test("of two copies at once, one counts", async () => {
    const { device } = await withPasskey();
    const [one, two] = [await ask(), await ask()];
    const answers = await Promise.all(
      [one, two].map((options) =>
        checkPasskey(device.sign(options, { counter: 50 }), anybody, NOW),
      ),
    );
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["copied", "user"]);
  });

  test("works with passkeys that do not count", async () => {
    const by = await acting((await accountOf("Syd Synced")).id);
    const device = new Authenticator(SITE);
    const options = await beginPasskey(by.userId, by.sessionHash, NOW);
    const response = device.make(options, { counter: 0 });
    await addPasskey(by, { name: "Synced", response }, NOW, unheard);
    for (let n = 0; n < 2; n += 1) {
      const signed = device.sign(await ask(), { counter: 0 });
      expect((await checkPasskey(signed, anybody, NOW)).kind).toBe("user");
    }
  });

  test("opens nothing once it was removed, or the account is disabled", async () => {
    const kay = await withPasskey();
    const { id } = kay.device.sign(await ask());
    const another = await acting((await withPasskey()).id);
    expect(await outcome(removePasskey(another, id, unheard))).toBe("stale");
    await removePasskey(await acting(kay.id), id, unheard);
    expect(await factorOf(kay.id)).toEqual({ on: false, kinds: [], codesLeft: 0 });
    expect((await checkPasskey(kay.device.sign(await ask()), anybody, NOW)).kind).toBe("wrong");
    const lou = await withPasskey();
    await owner.query(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [lou.id]);
    expect((await checkPasskey(lou.device.sign(await ask()), anybody, NOW)).kind).toBe("wrong");
  });
});

test("passkeys are offered where browsers take them", () => {
  expect(passkeysWork()).toBe(true);
});
