import { generate } from "otplib";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { askReset, setNewPassword, signIn } from "@/app/(account)/actions";
import { changeFactor } from "@/app/(account)/second-factor/actions";
import { askForPasskey, giveCode, signInWithPasskey } from "@/app/(account)/sign-in/actions";
import { POST as signOut } from "@/app/(account)/sign-out/route";
import { changePassword } from "@/app/o/[org]/me/actions";
import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { setupOf } from "@/lib/auth/second-factor";
import { join } from "@/scripts/demo-stage";
import { Authenticator } from "./authenticator";
import { lettersTo, send } from "./forms";
import { jar, settled } from "./sso-jar";
import { openStage, tenant } from "./stage";

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
const stranger = new Authenticator({ origin: "http://localhost:3000", rpID: "localhost" });
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
  const { secret = "" } = (await setupOf(id, Date.now())) ?? {};
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

const withPassword = ({ email }: Member, password = PASSWORD) => send(signIn, { email, password });

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
      for (let nth = 0; nth < 11; nth += 1) await withPassword(who, `wrong ${nth}`);
    },
    ["member.sign-in-failed", "member.locked-out"],
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
  expect([...jar.keys()].filter((name) => !/pending/.test(name))).toEqual([]);
  const code = who.codes[0] ?? "";
  expect(await send(giveCode, { code })).toEqual({ to: "/organisations" });
});

test("each change of what opens an account is mailed to its owner", async () => {
  const who = await member(true);
  const subjects = async () => (await lettersTo(owner, who.email)).map(({ subject }) => subject);
  const before = await subjects();
  expect(before).toContain("Your second factor for Standby has changed");
  await withPassword(who);
  await send(giveCode, { code: who.codes[0] ?? "" });
  await send(changePassword, { present: PASSWORD, password: OTHER });
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
