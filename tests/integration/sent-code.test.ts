import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mintPending, redeemPending } from "@/lib/auth/pending";
import type { SentKind } from "@/lib/auth/schema";
import { factorOf } from "@/lib/auth/second-factor";
import {
  beginCodeFactor,
  type CodeLetter,
  finishCodeFactor,
  phoneEnd,
  sendCode,
  setUpScope,
  turnCodesOff,
  waitingCode,
} from "@/lib/auth/sent-code";
import { readPendingToken } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";
import { accountOf, acting, DAY, openStage, outcome, tenant, tryCode, unheard } from "./stage";

const MINUTE = 60_000;
/** The beginning of a day: no test's hour or day ends while it runs. */
const NOW = Math.ceil(Date.now() / DAY) * DAY + MINUTE;
const PHONE = "+44 7400 123456";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage(() => ({
    SMS_COUNTRIES: "GB, DE",
    SMS_DAILY_PER_COUNTRY: "16",
    SMS_DAILY_PER_ORGANISATION: "6",
  }));
  owner = await stage.openOwner();
});
beforeEach(async () => {
  await owner.query(`TRUNCATE "CodeTally"`);
});
afterAll(() => stage.close());

function postbox() {
  const letters: CodeLetter[] = [];
  const send = async (letter: CodeLetter) => void letters.push(letter);
  return { letters, send, last: () => letters.at(-1)?.code ?? "none" };
}

async function settingUp(kind: SentKind, at = NOW) {
  const user = await accountOf("Sam Setup");
  const by = await acting(user.id);
  const sentFor = { userId: user.id, kind, scope: setUpScope(by.sessionHash) };
  const box = postbox();
  await beginCodeFactor(sentFor, PHONE, box.send, at);
  return { user, by, sentFor, ...box };
}

async function withCodes(kind: SentKind, at = NOW - 10 * MINUTE) {
  const { user, by, ...box } = await settingUp(kind, at);
  const { user: changed, codes } = await finishCodeFactor(by, kind, box.last(), at, unheard);
  return { ...user, version: changed.version, box, codes };
}

const off = (right: string) => (right === "123456" ? "654321" : "123456");

describe("setting up", () => {
  test.each(["email", "sms"] as const)("by %s takes the first code", async (kind) => {
    const { user, by, sentFor, letters, last } = await settingUp(kind);
    const other = await acting(user.id);
    const to = kind === "sms" ? "+447400123456" : { name: "Sam Setup", address: user.email };
    expect(letters[0]?.to).toEqual(to);
    expect(last()).toMatch(/^\d{6}$/);
    expect((await factorOf(user.id)).on).toBe(false);
    expect(await waitingCode(sentFor, NOW)).toEqual({ numberEnd: kind === "sms" ? "56" : null });
    expect(await waitingCode({ ...sentFor, scope: "another session" }, NOW)).toBeNull();
    expect(await outcome(finishCodeFactor(by, kind, off(last()), NOW, unheard))).toBe("invalid");
    expect(await outcome(finishCodeFactor(other, kind, last(), NOW, unheard))).toBe("invalid");
    const { codes } = await finishCodeFactor(by, kind, last(), NOW, unheard);
    expect(codes).toHaveLength(10);
    expect(await factorOf(user.id)).toEqual({ on: true, kinds: [kind], codesLeft: 10 });
    expect(await outcome(finishCodeFactor(by, kind, last(), NOW, unheard))).toBe("invalid");
    expect(await phoneEnd(user.id)).toBe(kind === "sms" ? "56" : null);
    await turnCodesOff(await acting(user.id), kind, unheard);
    expect(await factorOf(user.id)).toEqual({ on: false, kinds: [], codesLeft: 0 });
  });

  test.each([
    ["a number of no country", "07400 123456", "invalid"],
    ["words", "my phone", "invalid"],
    ["nothing", "", "invalid"],
    ["a landline", "+44 20 7946 0018", "invalid"],
    ["a premium number", "+44 909 8790000", "invalid"],
    ["a country that is not listed", "+33 6 12 34 56 78", "refused"],
    ["a number of no single country", "+800 1234 5678", "invalid"],
  ])("by text refuses %s", async (_what, phone, ends) => {
    const user = await accountOf("Nora Number");
    const { letters, send } = postbox();
    const sentFor = { userId: user.id, kind: "sms", scope: "set-up" } as const;
    expect(await outcome(beginCodeFactor(sentFor, phone, send, NOW))).toBe(ends);
    expect(letters).toEqual([]);
  });

  test("keeps neither number nor code readable", async () => {
    const { id, box } = await withCodes("sms");
    const { rows } = await owner.query(
      `SELECT (SELECT jsonb_agg(to_jsonb(c))::text FROM "CodeFactor" c WHERE c."userId" = $1)
         || (SELECT jsonb_agg(to_jsonb(s))::text FROM "SentCode" s WHERE s."userId" = $1) AS all`,
      [id],
    );
    const all = String(rows[0]?.all);
    expect(all).toContain("addressBox");
    expect(all).not.toContain("7400123456");
    expect(all).not.toContain(`"${box.last()}"`);
  });

  test("nothing is sent to a factor that is not set up", async () => {
    const user = await accountOf("Nemo None");
    const { letters, send } = postbox();
    const sentFor = { userId: user.id, kind: "email", scope: "x" } as const;
    expect(await outcome(sendCode(sentFor, send, NOW))).toBe("refused");
    expect(letters).toEqual([]);
  });
});

describe("a code", () => {
  async function sent(kind: SentKind = "email") {
    const user = await withCodes(kind);
    const scope: string = randomUUID();
    await sendCode({ userId: user.id, kind, scope }, user.box.send, NOW);
    const check = (code: string, at = NOW, within = scope) =>
      tryCode(user.id, code, at, { kind, scope: within });
    return { ...user, code: user.box.last(), check, scope, kind };
  }

  test("works once, of a hundred uses at once", async () => {
    const { id, code, check } = await sent();
    await owner.query(`UPDATE "User" SET "codeTries" = -100 WHERE "id" = $1`, [id]);
    await owner.query(`UPDATE "SentCode" SET "tries" = -100 WHERE "userId" = $1`, [id]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => check(code)));
    expect(answers.filter((one) => one === "right")).toHaveLength(1);
    expect(await check(code)).toBe("wrong");
  });

  test("works for ten minutes", async () => {
    const one = await sent();
    expect(await one.check(one.code, NOW + 10 * MINUTE)).toBe("wrong");
    expect(await one.check(one.code, NOW + 10 * MINUTE - 1)).toBe("right");
  });

  test("works for what it was sent for, and for nobody else", async () => {
    const [one, two] = [await sent(), await sent()];
    expect(await one.check(one.code, NOW, "another sign-in")).toBe("wrong");
    expect(await two.check(one.code === two.code ? off(one.code) : one.code)).toBe("wrong");
    const asText = { kind: "sms", scope: one.scope } as const;
    expect(await tryCode(one.id, one.code, NOW, asText)).toBe("wrong");
    expect(await tryCode(one.id, one.code, NOW)).toBe("wrong");
    expect(await one.check(one.code)).toBe("right");
  });

  test("can be tried five times, however many at once", async () => {
    const one = await sent();
    await Promise.all(Array.from({ length: 8 }, () => one.check(off(one.code))));
    expect(await one.check(one.code)).not.toBe("right");
    expect(await one.check(one.codes[0] ?? "")).toBe("right");
  });

  test("is replaced by the next, which is sent after a minute at the soonest", async () => {
    const { id, check, code, box, scope, kind } = await sent();
    const again = (at: number) => outcome(sendCode({ userId: id, kind, scope }, box.send, at));
    expect(await again(NOW + MINUTE - 1)).toBe("busy");
    expect(box.letters).toHaveLength(2);
    expect(await again(NOW + MINUTE)).toBe("ok");
    if (code !== box.last()) expect(await check(code, NOW + MINUTE)).toBe("wrong");
    expect(await check(box.last(), NOW + MINUTE)).toBe("right");
  });

  test("opens the sign-in that asked for it, and no other", async () => {
    const user = await withCodes("email");
    const [mine, other] = [await mintPending(user), await mintPending(user)];
    const token = await readPendingToken(mine);
    const scope = `sign-in ${fingerprint(token?.sessionId ?? "")}`;
    await sendCode({ userId: user.id, kind: "email", scope }, user.box.send, NOW);
    expect((await redeemPending(other, user.box.last(), NOW, unheard, "email")).kind).toBe("wrong");
    expect(await redeemPending(mine, user.box.last(), NOW, unheard, "email")).toEqual({
      kind: "user",
      user: { id: user.id, version: user.version },
      provenBy: "email",
    });
  });
});

describe("sending is capped", () => {
  const asks = (userId: string, kind: SentKind, box = postbox()) => ({
    box,
    at: (time: number) => outcome(sendCode({ userId, kind, scope: "x" }, box.send, time)),
  });

  test("for an account: five an hour, fifteen a day, and one at once", async () => {
    const user = await withCodes("email", NOW - DAY);
    await owner.query(`TRUNCATE "CodeTally"`);
    const { at, box } = asks(user.id, "email");
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => at(NOW)));
    expect(atOnce.filter((end) => end === "ok")).toHaveLength(1);
    const ends: string[] = [];
    for (let n = 1; n < 8; n += 1) ends.push(await at(NOW + 2 * n * MINUTE));
    expect(ends).toEqual(["ok", "ok", "ok", "ok", "busy", "busy", "busy"]);
    const late = NOW + 20 * MINUTE;
    const sent = sendCode({ userId: user.id, kind: "email", scope: "x" }, box.send, late);
    await expect(sent).rejects.toMatchObject({
      retryAfter: 39 * 60,
      message: expect.stringContaining("39 minutes"),
    });
    for (let n = 0; n < 15; n += 1) await at(NOW + (61 + 20 * n) * MINUTE);
    expect(box.letters).toHaveLength(15);
    expect(await at(NOW + DAY)).toBe("ok");
  });

  const GERMAN = "+49 151 23456789";
  const text = (userId: string, phone: string, at: number) =>
    outcome(beginCodeFactor({ userId, kind: "sms", scope: "x" }, phone, postbox().send, at));

  /** How many of so many texts were sent that members of a new organisation asked for. */
  async function sentOf(name: string, asked: number, phone = PHONE): Promise<number> {
    const { member } = await tenant(name);
    let sent = 0;
    for (let n = 0; n < asked; n += 4) {
      const { userId } = await member(`Member ${n}`, "Viewer");
      for (let one = n; one < Math.min(asked, n + 4); one += 1)
        if ((await text(userId, phone, NOW + 2 * one * MINUTE)) === "ok") sent += 1;
    }
    return sent;
  }

  test("for an organisation, of which none can use up what a country has, and what was refused counts nowhere", async () => {
    await owner.query(`TRUNCATE "CodeTally"`);
    const strangers = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => (await accountOf(`Stranger ${n}`)).id),
    );
    const ends = await Promise.all(strangers.map((id) => text(id, PHONE, NOW)));
    // Who is a member nowhere shares what one organisation has.
    expect(ends.filter((end) => end === "ok")).toHaveLength(4);
    expect(await sentOf("greedy", 12)).toBe(4);
    const { rows } = await owner.query(
      `SELECT "count" FROM "CodeTally" WHERE "scope" = 'sms country GB'`,
    );
    expect(rows).toEqual([{ count: 8 }]);
    expect(await sentOf("modest", 4)).toBe(4);
    expect(await sentOf("late", 8)).toBe(4);
    expect(await sentOf("too-late", 4)).toBe(0);
    // Another country's are its own, up to what an organisation has in all.
    expect(await sentOf("abroad", 8, GERMAN)).toBe(4);
  });

  test("for an organisation over all countries", async () => {
    await owner.query(`TRUNCATE "CodeTally"`);
    const { member } = await tenant("everywhere");
    const { userId } = await member("Ana One", "Viewer");
    const other = await member("Bo Two", "Viewer");
    const ends: string[] = [];
    for (let n = 0; n < 4; n += 1) ends.push(await text(userId, PHONE, NOW + 2 * n * MINUTE));
    for (let n = 0; n < 4; n += 1)
      ends.push(await text(other.userId, GERMAN, NOW + 2 * n * MINUTE));
    expect(ends).toEqual(["ok", "ok", "ok", "ok", "ok", "ok", "busy", "busy"]);
  });
});
