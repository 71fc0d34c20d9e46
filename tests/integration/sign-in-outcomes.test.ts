import type { JobHelpers } from "graphile-worker";
import { generate } from "otplib";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { askReset, setNewPassword, signIn } from "@/app/(account)/actions";
import { signInTasks } from "@/app/(account)/half-sign-in";
import { changeFactor } from "@/app/(account)/second-factor/actions";
import { askForPasskey, giveCode, signInWithPasskey } from "@/app/(account)/sign-in/actions";
import { POST as signOut } from "@/app/(account)/sign-out/route";
import { changePassword, createFeed } from "@/app/o/[org]/me/actions";
import { createKey, recycleKey } from "@/app/o/[org]/me/keys/actions";
import { createUser, emailIndex } from "@/lib/auth/account";
import { askerFor } from "@/lib/auth/known-device";
import { addPasskey, beginPasskey } from "@/lib/auth/passkey";
import { requestReset } from "@/lib/auth/reset";
import { take } from "@/lib/limits/spend";
import { join } from "@/scripts/demo-stage";
import { toForm } from "@/tests/doors/call";
import { Authenticator } from "./authenticator";
import { lettersTo, send } from "./forms";
import { setupKey } from "./setup-key";
import { jar, settled } from "./sso-jar";
import { acting, openStage, tenant, unheard } from "./stage";

// What Next gives a request of the one browser of this test.
vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const stage = await openStage();
afterAll(() => stage.close());
const owner = await stage.openOwner();
const lumen = await tenant("lumen");
const PASSWORD = "correct horse battery";
const OTHER = "seven quiet lanterns";
const SITE = { origin: "http://localhost:3000", rpID: "localhost" };
const stranger = new Authenticator(SITE);
let made = 0;

beforeEach(() => jar.clear());

/** A member of the organisation with a password; with an authenticator app if asked for. */
async function member(factor = false) {
  made += 1;
  const account = { name: "Vera", email: `vera.${made}@example.com`, zone: "UTC" };
  const { id } = await createUser({ ...account, password: PASSWORD });
  await join(lumen.owner, { ...account, id }, "Viewer");
  if (!factor) return { ...account, id, codes: [] as readonly string[] };
  await send(signIn, { email: account.email, password: PASSWORD });
  await send(changeFactor, { step: "app-begin" });
  const secret = await setupKey();
  const { data } = await send(changeFactor, {
    step: "app-finish",
    code: await generate({ secret }),
  });
  jar.clear();
  return { ...account, id, codes: data?.codes ?? [] };
}

type Member = Awaited<ReturnType<typeof member>>;

/** The log's entries that an act leaves behind, by action. */
async function logged(act: () => Promise<unknown>): Promise<string[]> {
  const count = `SELECT coalesce(max("number"), 0) AS last FROM "ChangeLogEntry" WHERE "orgId" = $1`;
  await settled();
  const before = await owner.query(count, [lumen.orgId]);
  await act();
  await settled();
  const { rows } = await owner.query(
    `SELECT "action" FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" > $2 ORDER BY "number"`,
    [lumen.orgId, before.rows[0].last],
  );
  return rows.map(({ action }) => String(action));
}

/** With what is done once the answer is out: the entries of two attempts are in the attempts' order. */
async function withPassword({ email }: Member, password = PASSWORD) {
  const answer = await send(signIn, { email, password });
  await settled();
  return answer;
}

async function resetLink({ email }: Member): Promise<string> {
  let secret = "";
  await requestReset(email, async (letter) => {
    secret = letter.secret;
  });
  return secret;
}

/** Every way in which signing in and out can end, and the one entry that tells of it. */
const OUTCOMES: readonly (readonly [
  string,
  boolean,
  (who: Member) => Promise<unknown>,
  string[],
])[] = [
  ["a right password", false, (who) => withPassword(who), ["member.signed-in"]],
  ["a wrong password", false, (who) => withPassword(who, "wrong"), ["member.sign-in-failed"]],
  ["a right password that owes a code", true, (who) => withPassword(who), []],
  [
    "a wrong code",
    true,
    async (who) => {
      await withPassword(who);
      await send(giveCode, { code: "000000" });
    },
    ["member.sign-in-failed"],
  ],
  [
    "a backup code",
    true,
    async (who) => {
      await withPassword(who);
      await send(giveCode, { code: who.codes[0] ?? "" });
    },
    ["member.signed-in"],
  ],
  [
    "a passkey that nobody has",
    true,
    async (who) => {
      await withPassword(who);
      const { data = { challenge: "" } } = await send(askForPasskey, { at: "code" });
      const response = JSON.stringify(stranger.sign(data));
      await send(signInWithPasskey, { at: "code", response });
    },
    ["member.sign-in-failed"],
  ],
  [
    "the account's own passkey that signed something else",
    false,
    async (who) => {
      const own = new Authenticator(SITE);
      const by = await acting(who.id);
      const response = own.make(await beginPasskey(by.userId, by.sessionHash, Date.now()));
      await addPasskey(by, { name: "Key", response }, Date.now(), unheard);
      const signed = JSON.stringify(own.sign({ challenge: "b3RoZXI" }));
      await send(signInWithPasskey, { at: "sign-in", to: "/", response: signed });
    },
    ["member.sign-in-failed"],
  ],
  [
    "signing out",
    false,
    async (who) => {
      await withPassword(who);
      await signOut();
    },
    ["member.signed-in", "member.signed-out"],
  ],
  [
    "a new password by a link",
    false,
    async (who) => {
      const secret = await resetLink(who);
      await send(setNewPassword, { secret, password: OTHER });
    },
    ["member.password-reset"],
  ],
  [
    "a lock after too many wrong passwords",
    false,
    async (who) => {
      // Failures are an entry for each minute: all of them here would be of several on a busy machine.
      for (let nth = 0; nth < 9; nth += 1) await take("guess-stranger", emailIndex(who.email));
      for (let nth = 0; nth < 2; nth += 1) await withPassword(who, `wrong ${nth}`);
    },
    ["member.sign-in-failed", "member.locked-out"],
  ],
  [
    "the same on a device that the account knows",
    false,
    async (who) => {
      await withPassword(who);
      const index = emailIndex(who.email);
      const { device } = await askerFor([index]);
      for (let nth = 0; nth < 9; nth += 1) await take("guess-device", `${index} ${device}`);
      for (let nth = 0; nth < 3; nth += 1) await withPassword(who, `wrong ${nth}`);
    },
    ["member.signed-in", "member.sign-in-failed", "member.locked-out"],
  ],
];

test.each(OUTCOMES)("%s is logged, once", async (_, factor, act, entries) => {
  const who = await member(factor);
  expect(await logged(() => act(who))).toEqual(entries);
});

test("nobody's address leaves no entry, and no mail", async () => {
  const email = "nobody@example.com";
  expect(
    await logged(async () => {
      await send(signIn, { email, password: PASSWORD });
      await send(askReset, { email });
    }),
  ).toEqual([]);
  expect(await lettersTo(owner, email)).toEqual([]);
});

test("a new password by mail does not replace the second factor: the code is asked for all the same", async () => {
  const who = await member(true);
  const secret = await resetLink(who);
  expect(await send(setNewPassword, { secret, password: OTHER })).toEqual({
    to: "/sign-in?reset=1",
  });
  const { to } = await withPassword(who, OTHER);
  expect(to).toMatch(/^\/sign-in\/code/);
  expect([...jar.keys()].filter((name) => !/pending|device/.test(name))).toEqual([]);
  const code = who.codes[0] ?? "";
  expect(await send(giveCode, { code })).toEqual({ to: "/organisations" });
});

test.each([
  ["a mailed link", async (who: Member) => ({ secret: await resetLink(who) }), setNewPassword],
  [
    "the one before",
    async (who: Member) => {
      await withPassword(who);
      return { presentPassword: PASSWORD };
    },
    changePassword,
  ],
] as const)(
  "where a password was set by %s it opens the account, whoever guesses on elsewhere",
  async (_, by, act) => {
    const who = await member();
    const fields = await by(who);
    await send<unknown>(act, { ...fields, password: OTHER });
    const own = [...jar].filter(([name]) => name.endsWith("-device"));
    jar.clear();
    for (let nth = 0; nth < 11; nth += 1) await take("guess-stranger", emailIndex(who.email));
    expect(await withPassword(who, OTHER)).toMatchObject({ error: "busy" });
    for (const [name, value] of own) jar.set(name, value);
    expect(await withPassword(who, OTHER)).toEqual({ to: "/organisations" });
  },
);

test("each change of what opens an account is mailed to its owner", async () => {
  const who = await member(true);
  const subjects = async () => (await lettersTo(owner, who.email)).map(({ subject }) => subject);
  const before = await subjects();
  expect(before).toContain("Your second factor for Standby has changed");
  await withPassword(who);
  await send(giveCode, { code: who.codes[0] ?? "" });
  await send(changePassword, { presentPassword: PASSWORD, password: OTHER });
  await send(changeFactor, { step: "renew" });
  await send(changeFactor, { step: "app-off" });
  const secret = await resetLink(who);
  await send(setNewPassword, { secret, password: PASSWORD });
  const since = (await subjects()).slice(before.length);
  const changes = since.filter((subject) => !/new device/.test(subject));
  expect(changes).toEqual([
    "Your password for Standby has changed",
    "Your second factor for Standby has changed",
    "Your second factor for Standby has changed",
    "Your password for Standby has changed",
  ]);
});

/** The time of all second steps is over, and the jobs that wait for that are done. */
async function timeIsUp(): Promise<void> {
  await owner.query(`UPDATE "PendingSignIn" SET "expiresAt" = now() - interval '1 second'`);
  const { rows } = await owner.query(
    `DELETE FROM graphile_worker._private_jobs job USING graphile_worker._private_tasks task
     WHERE task.id = job.task_id AND task.identifier = 'half-sign-in' RETURNING job.payload`,
  );
  const task = signInTasks["half-sign-in"];
  for (const { payload } of rows) await task?.(payload, {} as JobHelpers);
}

/** A member with a second factor, who proved it last an hour ago. */
async function settledMember(): Promise<Member> {
  await timeIsUp();
  const who = await member(true);
  await owner.query(`UPDATE "Session" SET "createdAt" = now() - interval '1 hour'`);
  return who;
}

const warnings = async ({ email }: Member) =>
  (await lettersTo(owner, email)).filter(({ subject }) => subject.includes("knows your password"));

test("a right password without the second factor is logged and mailed once an hour, when its time is over", async () => {
  const who = await settledMember();
  await withPassword(who);
  await send(giveCode, { code: "000000", to: "/" });
  await settled();
  expect(await logged(timeIsUp)).toEqual(["member.half-signed-in"]);
  expect(await warnings(who)).toHaveLength(1);
  await withPassword(who);
  expect(await logged(timeIsUp)).toEqual([]);
  expect(await warnings(who)).toHaveLength(1);
});

test("whoever gives the second factor in time, or at the second try, is not warned of themselves", async () => {
  const who = await settledMember();
  await withPassword(who);
  jar.clear();
  await withPassword(who);
  await send(giveCode, { code: who.codes[0] ?? "", to: "/" });
  expect(await logged(timeIsUp)).toEqual([]);
  expect(await warnings(who)).toEqual([]);
});

test("whatever opens an organisation without a password is mailed to whoever's account made it", async () => {
  const who = await member();
  await withPassword(who);
  const { slug } = lumen;
  const made = async (act: () => Promise<{ readonly ok: boolean }>) => {
    const before = (await lettersTo(owner, who.email)).length;
    expect(await act()).toMatchObject({ ok: true });
    return (await lettersTo(owner, who.email)).slice(before).map(({ subject }) => subject);
  };
  const form = (fields: Record<string, string | string[]>) => toForm(fields);
  const key = { name: "Panel", days: "30", grants: ["schedule.view"] };
  expect(await made(() => createKey(slug, null, form(key)))).toEqual([
    "An API key for lumen organisation was made",
  ]);
  const { rows } = await owner.query(
    `SELECT "id" FROM "ApiKey" WHERE "orgId" = $1 ORDER BY "createdAt" DESC LIMIT 1`,
    [lumen.orgId],
  );
  const recycled = form({ keyId: rows[0].id, overlap: "1" });
  expect(await made(() => recycleKey(slug, null, recycled))).toEqual([
    "An API key for lumen organisation was replaced by a new one",
  ]);
  expect(await made(() => createFeed(slug, null, form({})))).toEqual([
    "A calendar feed for lumen organisation was made",
  ]);
});
