import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticate, changePassword, createUser } from "@/lib/auth/account";
import { EVERY_SESSION } from "@/lib/auth/device-store";
import { signOutOthers } from "@/lib/auth/devices";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { listIdentities } from "@/lib/auth/identity-store";
import { resetPassword } from "@/lib/auth/reset";
import { change, factorOf } from "@/lib/auth/second-factor";
import { insertSession, listSessions } from "@/lib/auth/session-store";
import { insertReset } from "@/lib/auth/store";
import { fingerprint } from "@/lib/crypto/secret";
import { acceptInvitation, invite } from "@/lib/members/commands";
import { linkIdentity, unlinkIdentity } from "@/lib/sso/identity";
import { readyAccountAct } from "@/lib/tenancy/account-log";
import { as } from "@/scripts/demo-stage";
import { acting, nowhere, openStage, type Tenant, tenant, unheard } from "./stage";

const NOW = Date.now();
const PASSWORD = "a long password of theirs";
const OTHER = "another long password of theirs";
const ORIGIN = { address: "203.0.113.7", device: "Firefox" };

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
});
afterAll(() => stage.close());

const unwritable = async () => {
  throw new Error("the log cannot be written");
};

async function account() {
  const email = `${randomUUID()}@example.com`;
  const { id } = await createUser({ name: "Ana", email, password: PASSWORD, zone: "UTC" });
  const enter = async (password: string) => (await authenticate(email, password))?.id ?? null;
  return { id, email, enter };
}

test("without its entry no password is changed or set by a link, and the link works still", async () => {
  const { id, enter } = await account();
  await expect(
    changePassword(await acting(id), PASSWORD, OTHER, unwritable, unheard),
  ).rejects.toThrow(/cannot be written/);
  const secret = randomUUID();
  await insertReset(fingerprint(secret), id, new Date(NOW + 60_000));
  const reset = resetPassword(secret, OTHER, async () => unwritable, nowhere);
  await expect(reset).rejects.toThrow(/cannot be written/);
  expect(await enter(OTHER)).toBeNull();
  expect(await enter(PASSWORD)).toBe(id);
  expect(await resetPassword(secret, OTHER, async () => unheard, nowhere)).toBe(id);
  expect(await enter(OTHER)).toBe(id);
});

test("without its entry no factor is added, and no device signed out", async () => {
  const { id } = await account();
  const session = (idHash: string) => ({ idHash, userId: id, userVersion: 1, device: "a phone" });
  const times = {
    expiresAt: new Date(NOW + 3_600_000),
    provenBy: "password",
    provenAt: new Date(),
  };
  for (const idHash of [randomUUID(), randomUUID()])
    await insertSession({ ...session(idHash), ...times } as never);
  const [kept] = await listSessions(id, EVERY_SESSION);
  const by = { userId: id, sessionHash: kept?.idHash ?? "", ...EVERY_SESSION };
  const signOut = signOutOthers(by, unwritable);
  await expect(signOut).rejects.toThrow(/cannot be written/);
  const added = change(by, setCodeFactor("email", null), unwritable);
  await expect(added).rejects.toThrow(/cannot be written/);
  expect((await factorOf(id)).on).toBe(false);
  expect(await listSessions(id, EVERY_SESSION)).toHaveLength(2);
  await change(by, setCodeFactor("email", null), unheard);
  expect((await factorOf(id)).on).toBe(true);
});

test("without its entry nobody is linked to a provider or unlinked, and what changes nothing has no entry", async () => {
  const { id } = await account();
  const by = await acting(id);
  const google = { provider: "google", subjectHash: randomUUID(), label: "ana" };
  const linked = async () => (await listIdentities(id)).length;
  let told = 0;
  const heard = async () => {
    told += 1;
  };
  await expect(linkIdentity(by, google, unwritable)).rejects.toThrow(/cannot be written/);
  expect(await linked()).toBe(0);
  await linkIdentity(by, google, heard);
  await expect(linkIdentity(by, google, heard)).rejects.toMatchObject({ code: "P2002" });
  await acting(id);
  await expect(unlinkIdentity(by, google, unwritable)).rejects.toThrow(/cannot be written/);
  expect([await linked(), (await listSessions(id, EVERY_SESSION)).length]).toEqual([1, 2]);
  await unlinkIdentity(by, google, heard);
  expect((await listSessions(id, EVERY_SESSION)).map(({ idHash }) => idHash)).toEqual([
    by.sessionHash,
  ]);
  await expect(unlinkIdentity(by, google, heard)).rejects.toMatchObject({ code: "stale" });
  expect([await linked(), told]).toEqual([0, 2]);
});

test("the entry is there when the act is, in each organisation; joining says from where and by which provider", async () => {
  const { id, email } = await account();
  await as(lumen.owner, NOW, (context) =>
    invite(context, { name: "Ana", email, grants: [], person: "", personId: null } as never),
  );
  const entries = (action: string) =>
    as(lumen.owner, NOW, ({ db }) => db.changeLogEntry.findMany({ where: { action } }));
  const [invited] = await entries("member.invited");
  const user = { id, name: "Ana", email, zone: "UTC" };
  const invitation = invited?.subjectId ?? "";
  await acceptInvitation(lumen.orgId, invitation, user, ORIGIN, undefined, "google");
  const [joined] = await entries("member.joined");
  expect(joined?.origin).not.toBe("");
  const [linked] = await entries("member.identity-linked");
  expect(linked).toMatchObject({ requestId: joined?.requestId, body: '{"provider":"google"}' });
  const log = await readyAccountAct("member.password-changed", { userId: id, origin: ORIGIN }, {});
  await changePassword(await acting(id), PASSWORD, OTHER, log, unheard);
  expect(await entries("member.password-changed")).toHaveLength(1);
});
