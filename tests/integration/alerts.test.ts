import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { simpleParser } from "mailparser";
import pg from "pg";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { markSeen } from "@/lib/alerts/commands";
import { alertTasks } from "@/lib/alerts/jobs";
import { actionsOf } from "@/lib/alerts/log-kinds";
import { isOffHours } from "@/lib/alerts/off-hours";
import { listAlerts, listSignInDays } from "@/lib/alerts/queries";
import { watchLog } from "@/lib/alerts/watch";
import { planExport } from "@/lib/log/export";
import { changePermissions } from "@/lib/members/commands";
import { deliver } from "@/lib/notify/deliver";
import { startWorker } from "@/lib/notify/worker";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { recordAccountAct, recordFailedSignIn } from "@/lib/tenancy/account-log";
import type { Actor } from "@/lib/tenancy/actor";
import { zoneNames, zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { makeToken, newUser, setActive } from "./scim-stage";
import { openStage, outcome, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const MAILS = await mkdtemp(path.join(tmpdir(), "standby-alerts-"));
const stage = await openStage(() => ({ MAIL_DIR: MAILS }));
const owner = new pg.Client({ connectionString: stage.ownerUrl });
await owner.connect();
const harbour = await tenant("harbour");
const hugo = await harbour.member("Hugo Marsh", "Viewer");

type Member = Awaited<ReturnType<Tenant["member"]>>;
let lumen: Tenant;
let bo: Member;
let dana: Member;
let eli: Member;
let made = 0;

afterAll(async () => {
  await owner.end();
  await stage.close();
  await rm(MAILS, { recursive: true });
});

const ATTACKER = "203.0.113.9";
const at = (address: string, location?: { country: string; point: null }) => ({
  address,
  device: "a browser",
  ...(location && { location }),
});
const fail = ({ userId }: Actor, address = ATTACKER) =>
  recordFailedSignIn({ userId, origin: at(address) }, "password");
const enter = ({ userId }: Actor, address: string, country?: string) =>
  recordAccountAct(
    "member.signed-in",
    { userId, origin: at(address, country ? { country, point: null } : undefined) },
    { by: "password" },
  );
const watch = ({ orgId }: { readonly orgId: string }) => watchLog(orgId, "test", Date.now());

type Row = { readonly rule: string; readonly subject: string; readonly mailedAt: Date | null };
async function rowsOf(orgId: string): Promise<Row[]> {
  const sql = `SELECT "rule", "subject", "mailedAt" FROM "Alert" WHERE "orgId" = $1 ORDER BY "createdAt"`;
  return (await owner.query<Row>(sql, [orgId])).rows;
}
async function notices(orgId: string): Promise<{ id: string; payload: object }[]> {
  const sql = `SELECT "id", "payload" FROM "Outbox" WHERE "orgId" = $1 AND "kind" = 'notice'`;
  return (await owner.query<{ id: string; payload: object }>(sql, [orgId])).rows;
}

// Of each test's own: the log forgets nothing.
beforeEach(async () => {
  made += 1;
  lumen = await tenant(`lumen-${made}`);
  bo = await lumen.member("Bo Lind", "Scheduler");
  dana = await lumen.member("Dana Ruiz", "Approver");
  eli = await lumen.member("Eli Kaplan", "Viewer");
  await watch(lumen);
  await watch(harbour);
  await owner.query(`DELETE FROM "Alert"`);
});

async function spray(): Promise<void> {
  for (const member of [bo, dana, eli]) await fail(member);
}

describe("passwords tried at several accounts", () => {
  test("raise one alert and one mail, however many servers look and however often", async () => {
    await spray();
    const raised = await Promise.all(Array.from({ length: 8 }, () => watch(lumen)));
    expect(raised.flat()).toEqual(["spray"]);
    expect(await watch(lumen)).toEqual([]);
    expect(await rowsOf(lumen.orgId)).toMatchObject([{ rule: "spray" }]);
    expect(await notices(lumen.orgId)).toHaveLength(1);

    await owner.query(`DELETE FROM "LogTally"`);
    await spray();
    expect(await watch(lumen)).toEqual([]);
  });

  test("are found by whoever tries again after a server that died half-way", async () => {
    await spray();
    await owner.query(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'died'; END $$;
       CREATE TRIGGER die BEFORE INSERT ON "Outbox" FOR EACH ROW EXECUTE FUNCTION die()`,
    );
    await expect(watch(lumen)).rejects.toThrow("died");
    await owner.query(`DROP TRIGGER die ON "Outbox"; DROP FUNCTION die()`);
    expect(await rowsOf(lumen.orgId)).toEqual([]);
    expect(await watch(lumen)).toEqual(["spray"]);
    expect(await notices(lumen.orgId)).toHaveLength(1);
  });

  test("are no alert where whoever mistyped got in, or from places apart", async () => {
    await fail(bo);
    await fail(eli);
    await enter(eli, ATTACKER);
    await fail(dana);
    expect(await watch(lumen)).toEqual([]);
    await owner.query(`DELETE FROM "LogTally"`);
    await fail(bo, "192.0.2.1");
    await fail(dana, "198.51.100.1");
    await fail(eli, "2001:db8::1");
    expect(await watch(lumen)).toEqual([]);
  });

  test("are told to owners with who, from where and what to do, and lie in the outbox unreadable", async () => {
    await spray();
    await watch(lumen);
    const [notice] = await notices(lumen.orgId);
    for (const word of ["203.0.113", "Bo Lind", "tries"])
      expect(JSON.stringify(notice)).not.toContain(word);
    await deliver(lumen.orgId, notice?.id ?? "");
    const [file] = await readdir(MAILS);
    const mail = await simpleParser(await readFile(path.join(MAILS, file ?? "")));
    expect(mail.subject).toBe(
      `Security of ${lumen.slug} organisation: Somebody tries passwords at several accounts`,
    );
    for (const word of ["Bo Lind", "Dana Ruiz", "Eli Kaplan", ATTACKER, "Networks", "nobody"])
      expect(mail.text?.toLowerCase()).toContain(word.toLowerCase());
    expect(mail.text).toContain(`/o/${lumen.slug}/settings/alerts`);
    const stored = await owner.query(`SELECT to_jsonb(a)::text AS row FROM "Alert" a`);
    expect(JSON.stringify(stored.rows)).not.toContain("203.0.113");
  });

  test("in one organisation are nothing to another", async () => {
    await spray();
    await watch(lumen);
    expect(await watch(harbour)).toEqual([]);
    expect(await rowsOf(harbour.orgId)).toEqual([]);
    expect(await notices(harbour.orgId)).toEqual([]);
    const seen = await as(lumen.owner, Date.now(), listAlerts);
    expect(seen[0]?.happened).toContain("Bo Lind, Dana Ruiz and Eli Kaplan");
    expect(await as(harbour.owner, Date.now(), listAlerts)).toEqual([]);
    const steal = { alertId: seen[0]?.id ?? "", note: "mine" };
    expect(await outcome(as(harbour.owner, Date.now(), (one) => markSeen(one, steal)))).toBe(
      "stale",
    );
  });

  test("are marked as seen by one of two, with what they say, and an entry", async () => {
    await spray();
    await watch(lumen);
    const [alert] = await as(lumen.owner, Date.now(), listAlerts);
    const mark = (actor: Actor, note: string) =>
      outcome(as(actor, Date.now(), (one) => markSeen(one, { alertId: alert?.id ?? "", note })));
    const ended = await Promise.all([mark(lumen.owner, "a test"), mark(dana, "another")]);
    expect(ended.toSorted()).toEqual(["ok", "stale"]);
    const [after] = await as(lumen.owner, Date.now(), listAlerts);
    expect(after?.seen?.note).toBe(ended[0] === "ok" ? "a test" : "another");
    const { entries } = await as(lumen.owner, Date.now(), (one) =>
      listEntries(one, logSearchSchema.parse({}), actionsOf("alert")),
    );
    expect(entries.slice(0, 2).map(({ actor, sentence }) => `${actor} ${sentence}`)).toEqual([
      expect.stringMatching(/^(Olga Owner|Dana Ruiz) marked a security alert as seen: “/),
      "Standby raised a security alert: passwords tried at several accounts",
    ]);
  });

  test("wake the job by themselves", async () => {
    const said: string[] = [];
    const written = vi
      .spyOn(process.stderr, "write")
      .mockImplementation((text) => said.push(String(text)) > 0);
    const worker = await startWorker(alertTasks);
    await spray();
    await expect.poll(async () => (await rowsOf(lumen.orgId)).length, { timeout: 20_000 }).toBe(1);
    await worker.stop();
    written.mockRestore();
    // The same call tells Sentry: sentry.test.ts.
    const told = said.filter((line) => line.includes("alert.raised"));
    expect(told.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ rule: "spray", organisation: lumen.orgId }),
    ]);
  });
});

test("far more sign-ins than ever in an hour raise one alert", async () => {
  for (let i = 0; i < 49; i += 1) await enter(hugo, "192.0.2.7");
  expect(await watch(harbour)).toEqual([]);
  for (let i = 0; i < 5; i += 1) await enter(hugo, "192.0.2.7");
  expect(await watch(harbour)).toEqual(["spike"]);
  const days = await as(harbour.owner, Date.now(), listSignInDays);
  expect(days).toHaveLength(28);
  expect(days.at(-1)).toMatchObject({ signedIn: 54, failed: 0 });
});

test("one account in two countries within the hour is an alert, and its owner is named", async () => {
  await enter(bo, "192.0.2.7", "GB");
  await enter(bo, "198.51.100.7", "GB");
  expect(await watch(lumen)).toEqual([]);
  await enter(bo, "203.0.113.8", "JP");
  expect(await watch(lumen)).toEqual(["travel"]);
  const [alert] = await as(lumen.owner, Date.now(), listAlerts);
  expect(alert?.title).toBe("Bo Lind signed in at two places at once");
  expect(alert?.happened).toContain("198.51.100.7 (GB) and 203.0.113.8 (JP)");
});

test("five exports of one member in an hour are an alert, and mails are one an hour of a kind", async () => {
  const take = (actor: Actor) =>
    as({ ...actor, origin: at("192.0.2.7") }, Date.now(), (context) => planExport(context));
  for (let i = 0; i < 4; i += 1) await take(lumen.owner);
  expect(await watch(lumen)).toEqual([]);
  await take(lumen.owner);
  expect(await watch(lumen)).toEqual(["export"]);
  for (let i = 0; i < 5; i += 1) await take(dana);
  expect(await watch(lumen)).toEqual(["export"]);
  const rows = await rowsOf(lumen.orgId);
  expect(rows.map(({ subject }) => subject)).toEqual([lumen.owner.memberId, dana.memberId]);
  expect(rows.map(({ mailedAt }) => mailedAt !== null)).toEqual([true, false]);
  expect(await notices(lumen.orgId)).toHaveLength(1);
});

const zoneWhere = (isNight: boolean) =>
  zoneNames.find((name) => isOffHours(Date.now(), zones(name)) === isNight);
const setZone = (zone: string | undefined) =>
  owner.query(`UPDATE "Organisation" SET "zone" = $1 WHERE "orgId" = $2`, [zone, lumen.orgId]);

test("administrative permissions given at night are an alert; by day, and others, are none", async () => {
  const give = (permission: "log.export" | "log.view") =>
    as(lumen.owner, Date.now(), (context) =>
      changePermissions(context, {
        memberId: eli.memberId,
        grants: [{ permission, teamId: null }],
      }),
    );
  await setZone(zoneWhere(true));
  await give("log.view");
  expect(await watch(lumen)).toEqual([]);
  await give("log.export");
  expect(await watch(lumen)).toEqual(["off-hours"]);
  const [alert] = await as(lumen.owner, Date.now(), listAlerts);
  expect(alert?.happened).toContain("1 permission that only administrators have was given to Eli");
  const day = zoneWhere(false);
  if (day) {
    await owner.query(`DELETE FROM "Alert"`);
    await setZone(day);
    await give("log.view");
    await give("log.export");
    expect(await watch(lumen)).toEqual([]);
  }
});

test("a provider that invites with administrative permissions at night, or lets such a member in again, is an alert", async () => {
  const plain = await makeToken(lumen, "Responder");
  const token = await makeToken(lumen, "Admin");
  await watch(lumen);
  await owner.query(`DELETE FROM "Alert"`);
  await setZone(zoneWhere(true));
  await newUser(plain, "plain@provider.example");
  expect(await watch(lumen)).toEqual([]);

  const pending = await newUser(token, "pending@provider.example");
  expect(await watch(lumen)).toEqual(["off-hours"]);
  const [alert] = await as(lumen.owner, Date.now(), listAlerts);
  expect(alert?.title).toBe("SCIM gave administrative permissions outside working hours");
  expect(alert?.happened).toContain("were given in an invitation");
  expect(alert?.links.map(({ text }) => text)).toContain("Provisioning");

  await owner.query(`DELETE FROM "Alert"`);
  await setActive(token, pending, false);
  expect(await watch(lumen)).toEqual([]);
  await setActive(token, pending, true);
  expect(await watch(lumen)).toEqual(["off-hours"]);
});

test("what a provider does that may be a raise wakes the job", async () => {
  const sql = `DELETE FROM graphile_worker._private_jobs WHERE "key" = $1`;
  const woken = async () => (await owner.query(sql, [`alert-watch:${lumen.orgId}`])).rowCount;
  const token = await makeToken(lumen);
  await woken();
  const id = await newUser(token, "woken@provider.example");
  expect(await woken()).toBe(1);
  await setActive(token, id, false);
  await woken();
  await setActive(token, id, true);
  expect(await woken()).toBe(1);
});
