import { randomUUID } from "node:crypto";
import bcrypt from "bcrypt";
import { afterAll, describe, expect, test, vi } from "vitest";
import { changePassword, createUser } from "@/lib/auth/account";
import type { Acting } from "@/lib/auth/acting-store";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { signOutDevice, signOutOthers } from "@/lib/auth/devices";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { takeIdentity } from "@/lib/auth/identity-store";
import { peerHeader } from "@/lib/auth/peer";
import { resetPassword } from "@/lib/auth/reset";
import {
  beginSetup,
  change,
  factorOf,
  renewBackupCodes,
  setupOf,
  turnAppOff,
} from "@/lib/auth/second-factor";
import { mintSession } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/session-store";
import { findUser, insertReset } from "@/lib/auth/store";
import { fingerprint } from "@/lib/crypto/secret";
import { linkIdentity, unlinkIdentity } from "@/lib/sso/identity";
import { accountsTx } from "@/lib/tenancy/accounts";
import { csrfOfNextAuth, postNextAuth } from "@/tests/doors/next-auth";
import { asRequest } from "@/tests/doors/request";
import { accountOf, acting, nowhere, openStage, outcome, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  ...(await import("@/tests/doors/request")).serverOfRequest,
}));

const PASSWORD = "a long password of theirs";
const OTHER = "another long password of theirs";

const stage = await openStage();
afterAll(() => stage.close());
const owner = await stage.openOwner();

type Log = () => Promise<void>;

/** Somebody's own new password, by a mailed link. */
async function reset(userId: string, log: Log = unheard): Promise<void> {
  const secret = randomUUID();
  await insertReset(fingerprint(secret), userId, new Date(Date.now() + 60_000));
  await resetPassword(secret, OTHER, async () => log, nowhere);
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** Does an act up to its entries: all else of it is written, and nothing committed until `finish`. */
async function held(act: (log: Log) => Promise<unknown>): Promise<{ finish: Log }> {
  const [reached, released] = [gate(), gate()];
  const done = act(async () => {
    reached.open();
    await released.opened;
  });
  await Promise.race([reached.opened, done]);
  return {
    finish: async () => {
      released.open();
      await done;
    },
  };
}

/** Begins an act, and waits until it waits for somebody's lock. */
async function waiting(act: Promise<unknown>): Promise<{ end: Promise<string> }> {
  const end = outcome(act);
  const over = end.then((how) => Promise.reject(new Error(`it ended at once: ${how}`)));
  const stuck = vi.waitFor(
    async () => {
      const { rows } = await owner.query(
        `SELECT FROM pg_stat_activity WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'`,
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 4_000, interval: 20 },
  );
  await Promise.race([stuck, over]);
  return { end };
}

/** Everything by which an account can be entered, and that is being made to be. */
async function ways(userId: string) {
  const user = await findUser(userId);
  const { rows } = await owner.query(
    `SELECT (SELECT max("totpSetupBox") FROM "Session" WHERE "userId" = $1) AS "setup",
       (SELECT count(*)::int FROM "Identity" WHERE "userId" = $1) AS "identities",
       (SELECT count(*)::int FROM "BackupCode" WHERE "userId" = $1) AS "codes"`,
    [userId],
  );
  const { kinds } = await factorOf(userId);
  const sessions = await listSessions(userId, EVERY_SESSION);
  return { ...rows[0], kinds, sessions, version: user?.version };
}

const google = () => ({ provider: "google", subjectHash: randomUUID(), label: "thief" });
const theirs = { provider: "google", subjectHash: "theirs", label: "owner" };

/** Everything that somebody who is signed in does to an account. */
const ACTS: Readonly<Record<string, (by: Acting) => Promise<unknown>>> = {
  "a second factor": (by) => change(by, setCodeFactor("email", null), unheard),
  "a second factor taken off": (by) => turnAppOff(by, unheard),
  "new backup codes": (by) => renewBackupCodes(by, unheard),
  "an app that is being set up": (by) => beginSetup(by, Date.now()),
  "an identity at a provider": (by) => linkIdentity(by, google(), unheard),
  "an identity taken off": (by) => unlinkIdentity(by, theirs, unheard),
  "signing all others out": (by) => signOutOthers({ ...by, ...EVERY_SESSION }, unheard),
  "signing a device out": (by) =>
    signOutDevice({ ...by, ...EVERY_SESSION }, by.sessionHash, unheard),
};

/** What ends a session, up to the entry in a log. */
const ENDS: Readonly<Record<string, (by: Acting, log: Log) => Promise<unknown>>> = {
  "a new password by mail": ({ userId }, log) => reset(userId, log),
  "another factor": async ({ userId }, log) =>
    change(await acting(userId), setCodeFactor("sms", "a number"), log),
  "its owner, who signs all others out": async ({ userId }, log) =>
    signOutOthers(await acting(userId), log),
  "its owner, who signs it out": async ({ userId, sessionHash }, log) =>
    signOutDevice(await acting(userId), sessionHash, log),
  "an administrator": ({ userId }, log) =>
    accountsTx(async (accounts) => {
      await accounts.endSessions(userId, "", null);
      await log();
    }),
  "an administrator, who takes lost factors": ({ userId }, log) =>
    accountsTx(async (accounts) => {
      await accounts.takeFactors(userId, null);
      await log();
    }),
};

describe("a session that a new password ends brings nothing about while it is being set", () => {
  test.each(Object.entries(ACTS))("%s", async (_name, act) => {
    const { id } = await accountOf("Ana");
    await linkIdentity(await acting(id), { ...theirs, subjectHash: `theirs of ${id}` }, unheard);
    const thief = await acting(id);
    const { finish } = await held((log) => reset(id, log));
    const { end } = await waiting(act(thief));
    await finish();
    expect(await end).toBe("signed_out");
    expect(await ways(id)).toMatchObject({
      setup: null,
      identities: 1,
      codes: 0,
      kinds: [],
      sessions: [],
      version: 2,
    });
  });
});

describe("no factor is set up in a session that is being ended by", () => {
  test.each(Object.entries(ENDS))("%s", async (_name, finishWith) => {
    const { id } = await accountOf("Ana");
    await change(await acting(id), setCodeFactor("sms", "a number"), unheard);
    const thief = await acting(id);
    const { finish } = await held((log) => finishWith(thief, log));
    const { end } = await waiting(change(thief, setCodeFactor("email", null), unheard));
    await finish();
    expect(await end).toBe("signed_out");
  });
});

test("an identity that is taken off opens nothing any more, not to whom it was signing in, nor where it had", async () => {
  const { id } = await accountOf("Ana");
  const named = { ...theirs, subjectHash: `theirs of ${id}` };
  await linkIdentity(await acting(id), named, unheard);
  const by = await acting(id);
  const signingIn = await takeIdentity(named.provider, named.subjectHash);
  if (!signingIn) throw new Error("it is linked");
  const { finish } = await held((log) => unlinkIdentity(by, named, log));
  expect((await ways(id)).sessions).toHaveLength(2);
  await finish();
  await mintSession(signingIn, "a thief's", { provenBy: "sso" });
  const { sessions, identities } = await ways(id);
  expect([sessions.map(({ idHash }: { idHash: string }) => idHash), identities]).toEqual([
    [by.sessionHash],
    0,
  ]);
  expect(await outcome(linkIdentity(by, named, unheard))).toBe("ok");
});

/** An account, and what becomes of it when its owner sets another password in the moment that bcrypt takes. */
async function overtaken(method: "hash" | "compare") {
  const email = `${randomUUID()}@example.com`;
  const { id } = await createUser({ name: "Ana", email, password: PASSWORD, zone: "UTC" });
  const meanwhile = async () => {
    vi.restoreAllMocks();
    await reset(id);
  };
  const work = bcrypt[method] as (text: string, with_: never) => Promise<unknown>;
  const during = () =>
    vi.spyOn(bcrypt, method).mockImplementation((async (text: string, with_: never) => {
      const done = await work(text, with_);
      await meanwhile();
      return done;
    }) as never);
  return { id, email, during };
}

test("the password before does not take the place of one that was set while the next was hashed", async () => {
  const { id, during } = await overtaken("hash");
  const thief = await acting(id);
  during();
  expect(
    await outcome(changePassword(thief, PASSWORD, "the thief's own password", unheard, unheard)),
  ).toBe("signed_out");
  expect(await ways(id)).toMatchObject({ version: 2, sessions: [] });
});

test("the password before opens nothing at next-auth's form when another was set while it was looked at", async () => {
  const { id, email, during } = await overtaken("compare");
  const { csrfToken, cookie } = await csrfOfNextAuth();
  during();
  const fields = { csrfToken, json: "true", email, password: PASSWORD };
  const sent = { "sec-fetch-site": "same-origin", ...peerHeader("192.0.2.7") };
  await asRequest(cookie, () => postNextAuth("callback/credentials", fields), sent);
  const { rows } = await owner.query(
    `SELECT s."userVersion" = u."version" AS live FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE u."id" = $1`,
    [id],
  );
  expect(rows).toEqual([{ live: false }]);
});

test("a key that was being set up before a new password is none after it", async () => {
  const { id } = await accountOf("Ana");
  const by = await acting(id);
  await beginSetup(by, Date.now());
  expect(await setupOf(by, Date.now())).not.toBeNull();
  await reset(id);
  expect([await setupOf(by, Date.now()), await setupOf(await acting(id), Date.now())]).toEqual([
    null,
    null,
  ]);
});
