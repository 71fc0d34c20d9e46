import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { type Asker, guess, type Locked, unlock } from "@/lib/limits/guess";
import { LIMITS } from "@/lib/limits/limits";
import { spend } from "@/lib/limits/spend";
import { closeLimits, openStore } from "@/lib/limits/store";
import { findRedis, startRedis } from "@/tests/support/redis";
import { openStage, outcome } from "./stage";

const STRANGER: Asker = { network: null, device: null };
const OWNER: Asker = { network: null, device: "device of the owner" };
const MINUTE = 60_000;

const program = findRedis();
const redis = program ? await startRedis(program) : null;
const stores = [
  ["PostgreSQL", undefined],
  ...(redis ? [["Valkey or Redis", redis.url] as const] : []),
] as const;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let account = "";
let number = 0;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
});
afterAll(async () => {
  await stage.close();
  await redis?.stop();
});
beforeEach(() => {
  number += 1;
  account = `account ${number}`;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A wrong guess, or a right one. Says how it ended, and keeps count of those that were looked at. */
function guesser(asker: Asker, right = false) {
  const seen = { looked: 0, locks: [] as (readonly [Locked, number])[] };
  const locked = (whom: Locked, nth: number) => {
    seen.locks.push([whom, nth]);
  };
  const look = async () => {
    seen.looked += 1;
    return right;
  };
  return Object.assign(
    () => outcome(guess({ account, asker, locked }, look, (result) => result)),
    seen,
    { seen },
  );
}

async function many(work: () => Promise<string>, times: number): Promise<number> {
  const ended = await Promise.all(Array.from({ length: times }, work));
  return ended.filter((one) => one === "ok").length;
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error("was not refused", { cause: error });
}

test.skipIf(program)(
  "guesses counted in Valkey or Redis: there is no server here",
  () => undefined,
);

describe.each(stores)("guesses counted in %s", (_name, url) => {
  beforeAll(async () => {
    await closeLimits();
    Object.assign(globalThis, { standbyLimits: openStore(url, stage.authUrl) });
  });
  afterAll(closeLimits);

  test("a thousand at once pass no more than ten, and the lock is told once", async () => {
    const wrong = guesser(STRANGER);
    const ended = await Promise.all(Array.from({ length: 1_000 }, wrong));
    const times = (end: string) => ended.filter((one) => one === end).length;
    expect([times("ok"), times("busy"), times("unavailable")]).toEqual([10, 90, 900]);
    expect(await many(wrong, 50)).toBe(0);
    expect(wrong.seen).toEqual({ looked: 10, locks: [["strangers", 1]] });
    const look = async () => false;
    const error = await refusal(
      guess({ account, asker: STRANGER, locked: () => undefined }, look, Boolean),
    );
    expect(error.code).toBe("busy");
    expect(error.retryAfter).toBeGreaterThan(14 * 60);
    expect(error.retryAfter).toBeLessThanOrEqual(15 * 60);
    expect(error.message).toContain("15 minutes");
  });

  test("strangers cannot lock out a device that the account knows", async () => {
    await many(guesser(STRANGER), 30);
    expect(await guesser(STRANGER, true)()).toBe("busy");
    expect(await guesser(OWNER, true)()).toBe("ok");
    const owner = guesser(OWNER);
    expect(await many(owner, 30)).toBe(10);
    expect(owner.seen.locks).toEqual([["device", 1]]);
    expect(await guesser(OWNER, true)()).toBe("busy");
    expect(await guesser({ ...OWNER, device: "device of her phone" }, true)()).toBe("ok");
  });

  test("all devices together have 20 wrong guesses", async () => {
    let passed = 0;
    for (let one = 0; one < 5; one += 1) {
      passed += await many(guesser({ network: null, device: `device ${one}` }), 10);
    }
    expect(passed).toBe(20);
  });

  test("sessions that providers opened have 5 together, and lock nobody else", async () => {
    const provider: Asker = { ...OWNER, provider: true };
    const theirs = guesser(provider);
    expect(await many(theirs, 30)).toBe(5);
    expect(theirs.seen.locks).toEqual([["provider", 1]]);
    expect(await guesser(provider, true)()).toBe("busy");
    expect(await many(guesser(OWNER), 30)).toBe(10);
    expect(await many(guesser(STRANGER), 30)).toBe(10);
    await unlock(account, "no device");
    expect(await guesser(provider, true)()).toBe("ok");
  });

  test("a right one costs nothing, nor one that nobody looked at", async () => {
    for (let one = 0; one < 15; one += 1) expect(await guesser(STRANGER, true)()).toBe("ok");
    for (let one = 0; one < 15; one += 1) {
      const full = async () => {
        throw new AppError("unavailable", "full");
      };
      const asked = { account, asker: STRANGER, locked: () => undefined };
      expect(await outcome(guess(asked, full, Boolean))).toBe("unavailable");
    }
    expect(await many(guesser(STRANGER), 15)).toBe(10);
  });

  test("a network that was refused cannot lock accounts, and others go on", async () => {
    const network = `192.0.2.${number}`;
    const all = LIMITS["guess-address"].points;
    for (let one = 0; one < all; one += 1) await spend("guess-address", network);
    const before = guesser({ network, device: null });
    expect(await many(before, 20)).toBe(0);
    expect(before.seen).toEqual({ looked: 0, locks: [] });
    expect(await guesser({ network: "192.0.2.254", device: null })()).toBe("ok");
    expect(await guesser({ network, device: "device at home" })()).toBe("ok");
  });

  test("the owner's new password ends the lock", async () => {
    await many(guesser(STRANGER), 12);
    expect(await guesser(STRANGER)()).toBe("busy");
    await unlock(account, "device at home");
    expect(await guesser(STRANGER)()).toBe("ok");
  });

  test("several servers count together", async () => {
    const servers = [openStore(url, stage.authUrl), openStore(url, stage.authUrl)];
    const ended = await Promise.all(
      Array.from({ length: 40 }, (_, one) =>
        (servers[one % 2] ?? servers[0])
          ?.counter("guess-stranger")
          .consume(`key ${number}`)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    expect(ended.filter((one) => one === 1)).toHaveLength(10);
    for (const server of servers) await server.close();
  });
});

describe("guesses over time", () => {
  test("the lock grows, each is told once, and no hour has more than a hundred guesses", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const stranger = guesser(STRANGER);
    const at: number[] = [];
    const locks: number[] = [];
    for (let minute = 0; minute < 12 * 60; minute += 1) {
      for (let one = 0; one < 11; one += 1) {
        const before = stranger.seen.looked;
        const end = await stranger();
        if (stranger.seen.looked > before) at.push(minute);
        else expect(end).toBe("busy");
        if (end === "busy") break;
      }
      if (at.at(-1) === minute) locks.push(minute);
      vi.setSystemTime(Date.now() + MINUTE);
    }
    expect(locks).toEqual([0, 15, 45, 105, 225, 465]);
    expect(stranger.seen.locks).toEqual(locks.map((_, at) => ["strangers", at + 1]));
    const inHour = (from: number) => at.filter((one) => one >= from && one < from + 60).length;
    expect(Math.max(...at.map(inHour))).toBeLessThanOrEqual(100);
  });

  test("who stays below the lock has no more than fifty in an hour", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const stranger = guesser(STRANGER);
    const at: number[] = [];
    for (let minute = 0; minute < 180; minute += 1) {
      const before = stranger.seen.looked;
      // As many at the end of a window as at the beginning of the next.
      const times = minute % 15 === 14 ? 9 : 0;
      for (let one = 0; one < times; one += 1) await stranger();
      at.push(...Array<number>(stranger.seen.looked - before).fill(minute));
      vi.setSystemTime(Date.now() + MINUTE);
    }
    expect(stranger.seen.locks).toEqual([]);
    const inHour = (from: number) => at.filter((one) => one >= from && one < from + 60).length;
    expect(Math.max(...at.map(inHour))).toBeLessThanOrEqual(50);
  });
});

describe("the table of limits", () => {
  test("shows nobody's address or account, and is closed to all but sign-in", async () => {
    await guesser({ network: "192.0.2.77", device: null })();
    const { rows } = await owner.query(`SELECT to_jsonb(r)::text AS row FROM "RateLimit" r`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/192\.0\.2|account \d/);
    for (const url of [stage.appUrl, stage.jobsUrl]) {
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      await expect(other.query(`SELECT * FROM "RateLimit"`)).rejects.toThrow("permission denied");
      await other.end();
    }
  });
});

describe.each([
  ["PostgreSQL", undefined],
  ["Redis", "redis://127.0.0.1:1"],
])("while %s is down", (_name, url) => {
  test("each server counts for itself: nobody is locked out and nothing is open", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const server = openStore(url, "postgresql://nobody@127.0.0.1:1/none");
    const stranger = server.counter("guess-stranger");
    const ended = await Promise.all(
      Array.from({ length: 30 }, () =>
        stranger.consume(account).then(
          () => "ok",
          (reason: unknown) => (reason instanceof Error ? reason.message : "busy"),
        ),
      ),
    );
    expect(ended.filter((one) => one === "ok")).toHaveLength(10);
    expect(ended.filter((one) => one === "busy")).toHaveLength(20);
    expect(told.mock.calls.length).toBeLessThanOrEqual(1);
    await server.close();
  });
});
