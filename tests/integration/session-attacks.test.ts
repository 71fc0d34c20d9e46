import pg from "pg";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { changePassword, createUser } from "@/lib/auth/account";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { listDevices, signOutDevice, signOutOthers } from "@/lib/auth/devices";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { peerHeader } from "@/lib/auth/peer";
import { beginCodeFactor, setUpScope } from "@/lib/auth/sent-code";
import {
  currentSession,
  endSession,
  renewSession,
  requireSession,
  startSession,
} from "@/lib/auth/session";
import { sessionCookie, signToken } from "@/lib/auth/token";
import { changePermissions } from "@/lib/members/commands";
import { changeSessionLimits } from "@/lib/organisation/commands";
import { sessionLimitsSchema } from "@/lib/organisation/schema";
import { requireMember } from "@/lib/tenancy/require";
import { actorOf, as, join } from "@/scripts/demo-stage";
import { acting, openStage, outcome, tenant, unheard } from "./stage";

/** The cookies of a browser, which a thief may copy. */
type Jar = Map<string, string>;
const present: { jar: Jar; headers: Headers } = { jar: new Map(), headers: new Headers() };

vi.mock("next/headers", () => ({
  headers: async () => present.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = present.jar.get(name);
      return value === undefined ? undefined : { name, value };
    },
    set: (name: string, value: string, { maxAge }: { maxAge: number }) => {
      if (maxAge > 0) present.jar.set(name, value);
      else present.jar.delete(name);
    },
  }),
}));

const stage = await openStage();
const owner = new pg.Client({ connectionString: stage.ownerUrl });
await owner.connect();
const lumen = await tenant("lumen");
const harbour = await tenant("harbour");
afterAll(async () => {
  await owner.end();
  await stage.close();
});

const PASSWORD = "correct horse battery";
let made = 0;
let user: { readonly id: string; readonly version: number };

/** Does something as a browser with these cookies would. */
function inBrowser<T>(jar: Jar, work: () => Promise<T>): Promise<T> {
  present.jar = jar;
  present.headers = new Headers({ "user-agent": "a browser", ...peerHeader("203.0.113.9") });
  return work();
}
const who = (jar: Jar) => inBrowser(jar, async () => (await currentSession())?.userId ?? null);
const tokenIn = (jar: Jar) => jar.get(sessionCookie().name) ?? "";

async function signedIn(): Promise<Jar> {
  const jar: Jar = new Map();
  await inBrowser(jar, () => startSession(user));
  return jar;
}

beforeEach(async () => {
  made += 1;
  const email = `vera-${made}@example.com`;
  user = await createUser({ email, name: "Vera Victim", password: PASSWORD, zone: "UTC" });
  const account = { id: user.id, name: "Vera Victim", email, zone: "UTC" };
  await join(lumen.owner, account, "Responder");
});

describe("session fixation", () => {
  test("a session that was planted in a browser is not the one that is signed in to, and ends", async () => {
    const mallory = await createUser({
      email: `mallory-${made}@example.com`,
      name: "Mallory",
      password: PASSWORD,
      zone: "UTC",
    });
    const attacker: Jar = new Map();
    await inBrowser(attacker, () => startSession(mallory));
    const victim: Jar = new Map(attacker);
    await inBrowser(victim, () => startSession(user));
    expect(await who(victim)).toBe(user.id);
    expect(tokenIn(victim)).not.toBe(tokenIn(attacker));
    expect(await who(attacker)).toBeNull();
  });

  test("a text of somebody's own choosing never becomes a session", async () => {
    const jar: Jar = new Map([[sessionCookie().name, "chosen"]]);
    await inBrowser(jar, () => startSession(user));
    expect(tokenIn(jar)).not.toContain("chosen");
    const guessed = await signToken({ userId: user.id, sessionId: "chosen" });
    expect(await who(new Map([[sessionCookie().name, guessed]]))).toBeNull();
  });

  test("signing in again on a device gives another session, and the one before opens nothing", async () => {
    const jar = await signedIn();
    const before: Jar = new Map(jar);
    await inBrowser(jar, () => startSession(user));
    expect(await who(before)).toBeNull();
    expect(await who(jar)).toBe(user.id);
  });

  test("proving anew who uses a session gives it another id: the one before opens nothing, and it lasts no longer", async () => {
    const jar = await signedIn();
    const stolen: Jar = new Map(jar);
    await owner.query(`UPDATE "Session" SET "provenAt" = 'epoch' WHERE "userId" = $1`, [user.id]);
    const before = await inBrowser(jar, currentSession);
    if (!before) throw new Error("the session lives");
    const created = () =>
      owner.query(`SELECT "createdAt" FROM "Session" WHERE "userId" = $1`, [user.id]);
    const { rows } = await created();
    const scope = setUpScope(before.sessionHash);
    await beginCodeFactor({ userId: user.id, kind: "email", scope }, "", unheard, Date.now());
    await inBrowser(jar, () => renewSession(before, "totp"));
    expect(await who(stolen)).toBeNull();
    const { expiresAt } = before;
    const after = await inBrowser(jar, currentSession);
    expect(after).toMatchObject({ userId: user.id, isFresh: true, provenBy: "totp", expiresAt });
    expect((await created()).rows).toEqual(rows);
    expect(await listDevices(user.id, EVERY_SESSION)).toMatchObject([{ address: "203.0.113.9" }]);
    // What it had begun to set up goes on.
    const sent = await owner.query(`SELECT "scope" FROM "SentCode" WHERE "userId" = $1`, [user.id]);
    expect(sent.rows).toEqual([{ scope: setUpScope(after?.sessionHash ?? "") }]);
    // Two proofs at once: the second finds that done, and leaves the browser what it has.
    const token = tokenIn(jar);
    await inBrowser(jar, () => renewSession(before, "totp"));
    expect(tokenIn(jar)).toBe(token);
  });
});

describe("a stolen cookie", () => {
  test("opens nothing after its owner signed out", async () => {
    const jar = await signedIn();
    const stolen: Jar = new Map(jar);
    expect(await who(stolen)).toBe(user.id);
    await inBrowser(jar, endSession);
    expect(tokenIn(jar)).toBe("");
    expect(await who(stolen)).toBeNull();
  });

  test("is listed with its place, and ends by its owner's hand from elsewhere", async () => {
    const stolen = await signedIn();
    const own = await signedIn();
    const by = await inBrowser(own, requireSession);
    const devices = await listDevices(user.id, EVERY_SESSION);
    expect(devices.map(({ address }) => address)).toEqual(["203.0.113.9", "203.0.113.9"]);
    const { rows } = await owner.query(`SELECT "addressBox" FROM "Session"`);
    expect(JSON.stringify(rows)).not.toContain("203.0.113");
    const other = devices.find(({ id }) => id !== by.sessionHash);
    await signOutDevice(by, other?.id ?? "", unheard);
    expect([await who(stolen), await who(own)]).toEqual([null, user.id]);
    const again = await signedIn();
    await signOutOthers(by, unheard);
    expect([await who(again), await who(own)]).toEqual([null, user.id]);
  });

  test("is said not to have ended when it was proven anew and goes by another id", async () => {
    const stolen = await signedIn();
    const before = await inBrowser(stolen, currentSession);
    const id = before?.sessionHash ?? "";
    if (before) await inBrowser(stolen, () => renewSession(before, "totp"));
    const by = await acting(user.id);
    expect(await outcome(signOutDevice(by, id, unheard))).toBe("stale");
    const listed = (await listDevices(user.id, EVERY_SESSION)).find(
      (one) => one.id !== by.sessionHash,
    );
    for (const _ of ["once", "again"])
      expect(await outcome(signOutDevice(by, listed?.id ?? "", unheard))).toBe("ok");
    expect(await who(stolen)).toBeNull();
  });

  test("ends with a new password, and with another factor", async () => {
    const stolen = await signedIn();
    await changePassword(
      await acting(user.id),
      PASSWORD,
      "another long password",
      unheard,
      unheard,
    );
    expect(await who(stolen)).toBeNull();
    const { rows } = await owner.query(`SELECT "version" FROM "User" WHERE "id" = $1`, [user.id]);
    user = { id: user.id, version: rows[0].version };
    const later = await signedIn();
    expect(await who(later)).toBe(user.id);
    await changeFactors(
      await acting(user.id),
      setCodeFactor("email", null),
      { codes: [] },
      unheard,
    );
    expect(await who(later)).toBeNull();
  });

  test("cannot be made into another's by changing what stands in it", async () => {
    const [head = "", , mark = ""] = tokenIn(await signedIn()).split(".");
    const claims = { sub: lumen.owner.userId, aud: "standby-session", sid: "x", exp: 9e9 };
    const forged = `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${mark}`;
    expect(await who(new Map([[sessionCookie().name, forged]]))).toBeNull();
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const unsigned = `${none}.${forged.split(".")[1]}.`;
    expect(await who(new Map([[sessionCookie().name, unsigned]]))).toBeNull();
  });

  test("may do at the next request what its owner may then, and no more", async () => {
    const jar = await signedIn();
    const held = async () =>
      (await inBrowser(jar, () => requireMember("lumen"))).grants.map(
        ({ permission }) => permission,
      );
    expect(await held()).toContain("schedule.cover");
    const memberId = (await inBrowser(jar, () => requireMember("lumen"))).memberId;
    await as(lumen.owner, Date.now(), (context) =>
      changePermissions(context, {
        memberId,
        grants: [{ permission: "schedule.view", teamId: null }],
      }),
    );
    expect(await held()).toEqual(["schedule.view"]);
  });
});

describe("limits of an organisation", () => {
  const limit = (made: typeof lumen, idleMinutes: number, sessionHours: number) =>
    as(made.owner, Date.now(), (context) =>
      changeSessionLimits(
        context,
        sessionLimitsSchema.parse({
          idleMinutes: String(idleMinutes),
          sessionHours: String(sessionHours),
        }),
      ),
    );
  const age = (column: "seenAt" | "createdAt", ago: string) =>
    owner.query(`UPDATE "Session" SET "${column}" = now() - $1::interval WHERE "userId" = $2`, [
      ago,
      user.id,
    ]);
  beforeEach(async () => {
    await owner.query(`UPDATE "Organisation" SET "idleMinutes" = 720, "sessionHours" = 168`);
  });

  test("end who was idle, and who signed in long ago, and neither is listed", async () => {
    await limit(lumen, 30, 8);
    const listed = async () => (await listDevices(user.id, EVERY_SESSION)).length;
    const jar = await signedIn();
    await age("seenAt", "29 minutes");
    expect([await who(jar), await listed()]).toEqual([user.id, 1]);
    await age("seenAt", "30 minutes 1 second");
    expect([await who(jar), await listed()]).toEqual([null, 0]);
    const later = await signedIn();
    await age("createdAt", "7 hours 59 minutes");
    expect(await who(later)).toBe(user.id);
    await age("createdAt", "8 hours 1 second");
    expect(await who(later)).toBeNull();
  });

  test("hold for its members from the next request on, the shortest of a member's organisations", async () => {
    const jar = await signedIn();
    await age("seenAt", "20 minutes");
    await limit(harbour, 15, 8);
    expect(await who(new Map(jar))).toBe(user.id);
    await age("seenAt", "20 minutes");
    const account = { id: user.id, name: "Vera", email: `vera-${made}@example.com`, zone: "UTC" };
    await join(harbour.owner, account, "Viewer");
    expect(await who(jar)).toBeNull();
    const { memberId } = await actorOf(harbour.orgId, "harbour", account);
    await owner.query(`UPDATE "Member" SET "removedAt" = now() WHERE "id" = $1`, [memberId]);
    expect(await who(jar)).toBe(user.id);
  });

  test.each([
    ["14", "8"],
    ["721", "8"],
    ["15", "169"],
    ["", ""],
  ])("%s minutes and %s hours are none", (idleMinutes, sessionHours) => {
    expect(sessionLimitsSchema.safeParse({ idleMinutes, sessionHours }).success).toBe(false);
  });
});
