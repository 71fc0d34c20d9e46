import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { acceptAsNew, setNewPassword, signIn } from "@/app/(account)/actions";
import { signUp } from "@/app/(account)/sign-up/actions";
import { changePassword } from "@/app/o/[org]/me/actions";
import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { newSignUp } from "@/lib/auth/sign-up";
import { invite } from "@/lib/members/commands";
import { as, join } from "@/scripts/demo-stage";
import { send } from "./forms";
import { jar, settled } from "./sso-jar";
import { openStage, tenant } from "./stage";

// What Next gives a request of the one browser of this test.
vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const stage = await openStage();
afterAll(() => stage.close());
const lumen = await tenant("lumen");
const PRESENT = "correct horse battery";
const GOOD = "seven quiet lanterns";
let made = 0;

beforeEach(() => jar.clear());

/** Somebody of the organisation, signed in. */
async function member() {
  made += 1;
  const account = {
    name: "Wilhelmina Vogt",
    email: `willa.vogt.${made}@harbour.example`,
    zone: "UTC",
  };
  const user = await createUser({ ...account, password: PRESENT });
  await join(lumen.owner, { ...account, id: user.id }, "Viewer");
  await send(signIn, { email: account.email, password: PRESENT });
  return { ...account, id: user.id };
}

/** Each way to choose a password, ready to be tried with one. */
const WAYS: Readonly<Record<string, () => Promise<(password: string) => ReturnType<typeof send>>>> =
  {
    "signing up": async () => {
      made += 1;
      const secret = await newSignUp(`willa.vogt.${made}@harbour.example`, Date.now());
      const rest = { name: "Wilhelmina Vogt", organisation: "lumen organisation", zone: "UTC" };
      return (password) =>
        send(signUp, { ...rest, secret: secret ?? "", slug: `lumen-${made}`, password });
    },
    "an invitation": async () => {
      made += 1;
      const email = `willa.vogt.${made}@harbour.example`;
      const grants = [{ permission: "schedule.view", teamId: null } as const];
      const { link } = await as(lumen.owner, Date.now(), (context) =>
        invite(context, { name: "Wilhelmina Vogt", email, grants }),
      );
      const token = link.split("/").at(-1) ?? "";
      return (password) => send(acceptAsNew, { token, password });
    },
    "a mailed link": async () => {
      const { email } = await member();
      let secret = "";
      await requestReset(email, async (letter) => {
        secret = letter.secret;
      });
      return (password) => send(setNewPassword, { secret, password });
    },
    "a change": async () => {
      await member();
      return (password) => send(changePassword, { presentPassword: PRESENT, password });
    },
  };

const REFUSED = {
  "one that many had": ["unbelievable", "administrator", "q1w2e3r4t5y6", "Password123456"],
  "one of names that are known": [
    "lumen-organisation",
    "Standby-2026!!",
    "WilhelminaVogt",
    "willa.vogt.1999",
    "harbour.example",
  ],
} as const;

test.each(Object.entries(WAYS))(
  "%s refuses passwords that are stolen often or made of known names, says why, and takes another",
  async (_, prepare) => {
    const choose = await prepare();
    for (const [why, passwords] of Object.entries(REFUSED)) {
      for (const password of passwords) {
        const { error, fields } = await choose(password);
        expect(error, `${why}: ${password}`).toBe("invalid");
        const [words = ""] = fields?.password ?? [];
        expect(words).toMatch(
          why === "one that many had" ? /lists of stolen/ : /lists of stolen|your name/,
        );
        expect(words).not.toContain(password);
      }
    }
    const taken = await choose(GOOD);
    expect(taken.error, JSON.stringify(taken)).toBeUndefined();
  },
);

test("to the log, a new password that is refused is no wrong one: the present one was right", async () => {
  const owner = await stage.openOwner();
  const failures = async () => {
    await settled();
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM "ChangeLogEntry" WHERE "action" = 'member.sign-in-failed'`,
    );
    return rows[0].n;
  };
  await member();
  const before = await failures();
  const change = (presentPassword: string) =>
    send(changePassword, { presentPassword, password: "administrator" });
  expect((await change(PRESENT)).fields).toHaveProperty("password");
  expect(await failures()).toBe(before);
  expect((await change("wrong")).fields).toHaveProperty("presentPassword");
  expect(await failures()).toBe(before + 1);
});
