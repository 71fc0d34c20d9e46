import { randomUUID } from "node:crypto";
import { generate } from "otplib";
import type pg from "pg";
import { acceptAsNew, acceptSignedIn, setNewPassword, signIn } from "@/app/(account)/actions";
import {
  askToConfirm,
  confirmByCode,
  confirmByPasskey,
  confirmByPassword,
} from "@/app/(account)/confirm/actions";
import { askForNewPasskey, changeFactor } from "@/app/(account)/second-factor/actions";
import { askForPasskey, giveCode, signInWithPasskey } from "@/app/(account)/sign-in/actions";
import { POST as signOut } from "@/app/(account)/sign-out/route";
import { changePassword, signOutDevice, signOutOthers } from "@/app/o/[org]/me/actions";
import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { mintSession } from "@/lib/auth/session";
import { invite } from "@/lib/members/commands";
import { foundOrganisation } from "@/lib/organisation/commands";
import { as } from "@/scripts/demo-stage";
import { Authenticator } from "./authenticator";
import { given, send } from "./form-browser";
import { setupKey } from "./setup-key";
import type { Tenant } from "./stage";

const PASSWORD = "correct horse battery";
/** Where the browser of these tests is. */
export const ADDRESS = "203.0.113.9";

/** Where acts are looked at that need more than somebody of their own. */
type Ground = { readonly owner: pg.Client; readonly lumen: Tenant };

type Someone = { readonly email: string; readonly userId: string; readonly orgId: string };
let made = 0;

/** Somebody with a password and an organisation of their own, in whose log everything about them is. */
export async function somebody(): Promise<Someone> {
  made += 1;
  const user = {
    name: `Somebody ${made}`,
    email: `somebody.${made}@entries.example`,
    password: PASSWORD,
    zone: "UTC",
  };
  const { id } = await createUser(user);
  const place = { organisation: "Own", slug: `own-${made}`, zone: "UTC" };
  const { orgId } = await foundOrganisation({ ...user, id }, place);
  return { email: user.email, userId: id, orgId };
}

export const wrongCode = () => send(giveCode, { code: "000000" });
export const enter = ({ email }: Someone, password = PASSWORD) => send(signIn, { email, password });

export async function withApp(
  someone: Someone,
): Promise<{ secret: string; codes: readonly string[] }> {
  await enter(someone);
  await given(changeFactor, { step: "app-begin" });
  const secret = await setupKey();
  const code = await generate({ secret });
  const { codes } = await given(changeFactor, { step: "app-finish", code });
  return { secret, codes };
}

async function withPasskey(someone: Someone): Promise<Authenticator> {
  const device = new Authenticator({ origin: "http://localhost:3000", rpID: "localhost" });
  await enter(someone);
  const response = JSON.stringify(device.make(await given(askForNewPasskey, {})));
  await given(changeFactor, { step: "passkey-finish", name: "Phone", response });
  return device;
}

async function invitationFor({ lumen }: Ground, email: string): Promise<string> {
  const grants = [{ permission: "schedule.view", teamId: null } as const];
  const input = { name: "Invited", email, grants };
  const { link } = await as(lumen.owner, Date.now(), (context) => invite(context, input));
  return link.replace("/invitation/", "");
}

/** Prepares; what it gives back is the act that is looked at, and in whose log if not in their own. */
export type Case = (
  someone: Someone,
  at: Ground,
) => Promise<{ act: () => Promise<unknown>; orgId?: string }>;

export const cases: readonly (readonly [string, readonly string[], Case])[] = [
  ["a sign-in", ["member.signed-in"], async (one) => ({ act: () => enter(one) })],
  [
    "a wrong password",
    ["member.sign-in-failed"],
    async (one) => ({ act: () => enter(one, "wrong") }),
  ],
  [
    "the guess that locks an account",
    ["member.locked-out"],
    async (one) => {
      for (let i = 0; i < 10; i += 1) await enter(one, "wrong");
      return { act: () => enter(one, "wrong") };
    },
  ],
  [
    "the guess at one’s own password that locks whoever uses the session",
    ["member.locked-out"],
    async (one) => {
      await enter(one);
      const guess = () =>
        send(changePassword, { presentPassword: "wrong", password: `${PASSWORD} anew` });
      for (let i = 0; i < 10; i += 1) await guess();
      return { act: guess };
    },
  ],
  [
    "a right code",
    ["member.signed-in"],
    async (one) => {
      const { codes } = await withApp(one);
      await enter(one);
      return { act: () => send(giveCode, { code: codes[0] ?? "" }) };
    },
  ],
  [
    "a wrong code",
    ["member.sign-in-failed"],
    async (one) => {
      await withApp(one);
      await enter(one);
      return { act: wrongCode };
    },
  ],
  [
    "a passkey",
    ["member.signed-in"],
    async (one) => {
      const device = await withPasskey(one);
      const response = JSON.stringify(device.sign(await given(askForPasskey, { at: "sign-in" })));
      return { act: () => send(signInWithPasskey, { at: "sign-in", response }) };
    },
  ],
  [
    "a wrong passkey after the password",
    ["member.sign-in-failed"],
    async (one) => {
      const device = await withPasskey(one);
      await enter(one);
      const asked = await given(askForPasskey, { at: "code" });
      const response = JSON.stringify(device.sign(asked, { unverified: true }));
      return { act: () => send(signInWithPasskey, { at: "code", response }) };
    },
  ],
  [
    "a copied passkey",
    ["member.passkey-refused"],
    async (one) => {
      const device = await withPasskey(one);
      for (const counter of [50, 3]) {
        const asked = await given(askForPasskey, { at: "sign-in" });
        const response = JSON.stringify(device.sign(asked, { counter }));
        const act = () => send(signInWithPasskey, { at: "sign-in", response });
        if (counter === 3) return { act };
        await act();
      }
      throw new Error("not reached");
    },
  ],
  [
    "confirming by password",
    ["member.confirmed"],
    async (one) => {
      await enter(one);
      return { act: () => send(confirmByPassword, { password: PASSWORD }) };
    },
  ],
  [
    "confirming by a wrong password",
    ["member.sign-in-failed"],
    async (one) => {
      await enter(one);
      return { act: () => send(confirmByPassword, { password: "wrong" }) };
    },
  ],
  [
    "confirming by code",
    ["member.confirmed"],
    async (one) => {
      const { codes } = await withApp(one);
      return { act: () => send(confirmByCode, { code: codes[1] ?? "" }) };
    },
  ],
  [
    "confirming by a wrong code",
    ["member.sign-in-failed"],
    async (one) => {
      await withApp(one);
      return { act: () => send(confirmByCode, { code: "000000" }) };
    },
  ],
  [
    "confirming by passkey",
    ["member.confirmed"],
    async (one) => {
      const device = await withPasskey(one);
      const response = JSON.stringify(device.sign(await given(askToConfirm, {})));
      return { act: () => send(confirmByPasskey, { response }) };
    },
  ],
  [
    "another password",
    ["member.password-changed"],
    async (one) => {
      await enter(one);
      const form = { presentPassword: PASSWORD, password: `${PASSWORD} anew` };
      return { act: () => send(changePassword, form) };
    },
  ],
  [
    "another password without the present one",
    ["member.sign-in-failed"],
    async (one) => {
      await enter(one);
      const form = { presentPassword: "wrong", password: `${PASSWORD} anew` };
      return { act: () => send(changePassword, form) };
    },
  ],
  [
    "a password by mail",
    ["member.password-reset"],
    async (one) => {
      let secret = "";
      await requestReset(one.email, async (letter) => {
        secret = letter.secret;
      });
      return { act: () => send(setNewPassword, { secret, password: `${PASSWORD} anew` }) };
    },
  ],
  [
    "a second factor on",
    ["member.second-factor-on"],
    async (one) => {
      await enter(one);
      await given(changeFactor, { step: "app-begin" });
      const secret = await setupKey();
      const code = await generate({ secret });
      return { act: () => send(changeFactor, { step: "app-finish", code }) };
    },
  ],
  [
    "a second factor off",
    ["member.second-factor-off"],
    async (one) => {
      await withApp(one);
      return { act: () => send(changeFactor, { step: "app-off" }) };
    },
  ],
  [
    "backup codes anew",
    ["member.backup-codes-renewed"],
    async (one) => {
      await withApp(one);
      return { act: () => send(changeFactor, { step: "renew" }) };
    },
  ],
  [
    "a sign-out",
    ["member.signed-out"],
    async (one) => {
      await enter(one);
      return { act: () => signOut() };
    },
  ],
  [
    "another device signed out",
    ["member.device-signed-out"],
    async (one, { owner }) => {
      await mintSession({ id: one.userId, version: 1 }, "an old phone");
      const { rows } = await owner.query(`SELECT "idHash" FROM "Session" WHERE "userId" = $1`, [
        one.userId,
      ]);
      await enter(one);
      return { act: () => send(signOutDevice, { session: String(rows[0]?.idHash) }) };
    },
  ],
  [
    "all other devices signed out",
    ["member.device-signed-out"],
    async (one) => {
      await mintSession({ id: one.userId, version: 1 }, "an old phone");
      await enter(one);
      return { act: () => send(signOutOthers, {}) };
    },
  ],
  [
    "an invitation accepted with a new account",
    ["member.joined", "member.signed-in"],
    async (_, at) => {
      const token = await invitationFor(at, `${randomUUID()}@entries.example`);
      return { act: () => send(acceptAsNew, { token, password: PASSWORD }), orgId: at.lumen.orgId };
    },
  ],
  [
    "an invitation accepted by who is signed in",
    ["member.joined"],
    async (one, at) => {
      const token = await invitationFor(at, one.email);
      await enter(one);
      return { act: () => send(acceptSignedIn, { token }), orgId: at.lumen.orgId };
    },
  ],
];
