import { generate } from "otplib";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { signIn } from "@/app/(account)/actions";
import { askToConfirm, confirmByPasskey, confirmByPassword } from "@/app/(account)/confirm/actions";
import { askForNewPasskey, changeFactor } from "@/app/(account)/second-factor/actions";
import { askForPasskey, giveCode, signInWithPasskey } from "@/app/(account)/sign-in/actions";
import { createUser } from "@/lib/auth/account";
import { foundOrganisation } from "@/lib/organisation/commands";
import { Authenticator } from "./authenticator";
import { given, jar, send } from "./form-browser";
import { setupKey } from "./setup-key";
import { openStage } from "./stage";

// What Next gives a request: a browser's cookies, and that the form was one of ours.
vi.mock("next/headers", async () => (await import("./form-browser")).nextHeaders);
vi.mock("next/cache", async () => (await import("./form-browser")).nextCache);
vi.mock("next/server", async () => (await import("./form-browser")).nextServer);

const SITE = { origin: "http://localhost:3000", rpID: "localhost" };
const EMAIL = "ana@actions.example";
const PASSWORD = "correct horse battery";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let userId: string;
let codes: readonly string[];
const device = new Authenticator(SITE);

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  const founder = { name: "Ana", email: EMAIL, password: PASSWORD, zone: "UTC" };
  const user = await createUser(founder);
  userId = user.id;
  await foundOrganisation(
    { ...user, ...founder },
    { organisation: "A", slug: "a-org", zone: "UTC" },
  );
  codes = await setUp();
});
afterAll(() => stage.close());
beforeEach(() => jar.clear());

/** An app and a passkey; gives back the backup codes. */
async function setUp(): Promise<readonly string[]> {
  await send(signIn, { email: EMAIL, password: PASSWORD });
  await given(changeFactor, { step: "app-begin" });
  const secret = await setupKey();
  const first = await given(changeFactor, {
    step: "app-finish",
    code: await generate({ secret }),
  });
  const response = JSON.stringify(device.make(await given(askForNewPasskey, {})));
  const second = await given(changeFactor, { step: "passkey-finish", name: "Phone", response });
  expect(second.codes).toEqual([]);
  return first.codes;
}

const answered = async (
  act: Parameters<typeof given<{ challenge: string }>>[0],
  fields = {},
  lies = {},
) => JSON.stringify(device.sign(await given(act, fields), lies));

async function logged(action: string): Promise<readonly unknown[]> {
  const { rows } = await owner.query(
    `SELECT "body" FROM "ChangeLogEntry" WHERE "action" = $1 ORDER BY "number"`,
    [action],
  );
  return rows.map(({ body }): unknown => JSON.parse(body));
}

describe("signing in", () => {
  test("by password asks for the second factor; a backup code stands in for it, once", async () => {
    const owed = { to: "/sign-in/code?to=%2Fo%2Fa-org" };
    const [code = ""] = codes;
    for (const outcome of [{ to: "/o/a-org" }, { error: "invalid" }]) {
      expect(await send(signIn, { email: EMAIL, password: PASSWORD, to: "/o/a-org" })).toEqual(
        owed,
      );
      expect(await send(giveCode, { code, to: "/o/a-org" })).toEqual(outcome);
    }
  });

  test("by a passkey needs no password, leads on, and is logged", async () => {
    const response = await answered(askForPasskey, { at: "sign-in" });
    const form = { at: "sign-in", response, to: "/o/a-org" };
    expect(await send(signInWithPasskey, form)).toEqual({ to: "/o/a-org" });
    expect((await logged("member.signed-in")).at(-1)).toEqual({ by: "passkey" });
    expect(await send(changeFactor, { step: "app-begin" })).toEqual({ error: "conflict" });
    expect(await send(signInWithPasskey, form), "once").toEqual({ error: "invalid" });
  });

  test("by a passkey after the password takes that account's passkey, asked for then", async () => {
    const early = await answered(askForPasskey, { at: "sign-in" });
    await send(signIn, { email: EMAIL, password: PASSWORD });
    const at = "code";
    expect(await send(signInWithPasskey, { at, response: early })).toEqual({ error: "invalid" });
    const response = await answered(askForPasskey, { at });
    expect(await send(signInWithPasskey, { at, response })).toEqual({ to: "/organisations" });
  });

  test("by a passkey that counts backwards is refused and logged", async () => {
    const response = await answered(askForPasskey, { at: "sign-in" }, { counter: 1 });
    expect(await send(signInWithPasskey, { at: "sign-in", response })).toEqual({
      error: "invalid",
    });
    expect(await logged("member.passkey-refused")).toEqual([{}]);
    device.counter = 1_000;
  });

  test.each(["", "no JSON", "{}", "[]", "null", '{"id":1}'])(
    "by %j is refused",
    async (response) => {
      const end = await send(signInWithPasskey, { at: "sign-in", response });
      expect(end).toEqual({ error: "invalid" });
    },
  );
});

test("a session that was proven long ago changes no factor, until the passkey has proven it again", async () => {
  const response = await answered(askForPasskey, { at: "sign-in" });
  await send(signInWithPasskey, { at: "sign-in", response });
  await owner.query(
    `UPDATE "Session" SET "provenAt" = now() - interval '6 minutes' WHERE "userId" = $1`,
    [userId],
  );
  expect(await send(changeFactor, { step: "renew" })).toEqual({ error: "confirm" });
  expect(await send(askForNewPasskey, {})).toEqual({ error: "confirm" });
  // The password is no proof of an account that has a factor.
  expect(await send(confirmByPassword, { password: PASSWORD })).toEqual({ error: "invalid" });
  expect(await send(changeFactor, { step: "renew" })).toEqual({ error: "confirm" });
  const proof = await answered(askToConfirm);
  expect(await send(confirmByPasskey, { response: proof, to: "/second-factor" })).toEqual({
    to: "/second-factor",
  });
  expect(await logged("member.confirmed")).toEqual([{ by: "passkey" }]);
  const renewed = await given(changeFactor, { step: "renew" });
  expect(renewed.codes).toHaveLength(10);
});
