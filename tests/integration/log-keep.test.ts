import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { signLogHead } from "@/lib/log/head";
import { publicKeys } from "@/lib/log/key";
import { sealLog } from "@/lib/log/seal";
import { changePerson } from "@/lib/people/commands";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { verifyLog } from "@/lib/roster/log-verify";
import { recordAccountAct, recordFailedSignIn } from "@/lib/tenancy/account-log";
import { destroyKeys, openDetails } from "@/lib/tenancy/person-key";
import { noteRefusal } from "@/lib/tenancy/require";
import { recordTallies } from "@/lib/tenancy/tally";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { exported } from "./log-stage";
import { enter } from "./signed";
import { openStage, published, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();
const ORIGIN = { address: "203.0.113.7", device: "Firefox on the old laptop" };

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;
let owner: pg.Client;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  owner = await stage.openOwner();
});
afterAll(() => stage.close());

const entries = ({ owner: reader }: Tenant, action: string) =>
  as(reader, NOW, ({ db }) =>
    db.changeLogEntry.findMany({ where: { action }, orderBy: { number: "asc" } }),
  );
const bodies = async (made: Tenant, action: string): Promise<unknown[]> =>
  (await entries(made, action)).map(({ body }) => JSON.parse(body));
const verdict = ({ owner: reader }: Tenant) =>
  as(reader, NOW, async (context) => (await verifyLog(context, 0)).verdict);

describe("what must be in it", () => {
  test("a flood of refusals is two entries a minute, with a count", async () => {
    const refused = new AppError("refused", "No.");
    for (let i = 0; i < 12; i += 1) await noteRefusal(lumen.owner, "log.view", refused);
    await noteRefusal(lumen.owner, "log.view", new AppError("stale", "No."));
    const minute = NOW + 10 * 60_000;
    await as(lumen.owner, NOW, ({ db }) => recordTallies(db, "test", minute));
    await as(lumen.owner, NOW, ({ db }) => recordTallies(db, "test", minute));
    const all = await bodies(lumen, "permission.refused");
    const counted = all.map((body) => Number(Reflect.get(body as object, "count")));
    // The loop may have met the end of a minute.
    expect(counted.length).toBeLessThanOrEqual(4);
    expect(counted.reduce((sum, count) => sum + count)).toBe(12);
    expect(await bodies(harbour, "permission.refused")).toEqual([]);
  });

  test("a sign-in, in every organisation of the account, from where", async () => {
    const { userId } = lumen.owner;
    await recordAccountAct("member.signed-in", { userId, origin: ORIGIN }, { by: "password" });
    await recordFailedSignIn({ userId, origin: ORIGIN }, "password");
    await recordFailedSignIn({ userId: randomUUID(), origin: ORIGIN }, "password");
    const [entry, ...others] = await entries(lumen, "member.signed-in");
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ actorId: lumen.owner.memberId, version: 2 });
    expect(entry?.origin).not.toContain("Firefox");
    expect(await bodies(lumen, "member.sign-in-failed")).toEqual([{ count: 1 }]);
    expect(await entries(harbour, "member.signed-in")).toEqual([]);
    const search = logSearchSchema.parse({ number: Number(entry?.number) });
    const { entries: shown } = await as(lumen.owner, NOW, (context) =>
      listEntries(context, search),
    );
    expect(shown).toMatchObject([{ origin: ORIGIN, sentence: "signed in" }]);
  });
});

test("an INSERT with ON CONFLICT leaves no gap behind the head", async () => {
  const app = new pg.Client({ connectionString: stage.appUrl });
  await app.connect();
  await enter(app, lumen.orgId, false);
  for (let i = 0; i < 3; i += 1) {
    await app.query(
      `INSERT INTO "ChangeLogEntry" ("number", "action", "subjectKind", "subjectId", "requestId", "body")
         VALUES (1, 'probe.written', 'x', 'x', 'x', '{}') ON CONFLICT DO NOTHING`,
    );
  }
  await app.end();
  expect(await entries(lumen, "probe.written")).toHaveLength(3);
  expect(await verdict(lumen)).toMatchObject({ whole: true });
});

test("a head can only be of an entry, and is never changed", async () => {
  const app = new pg.Client({ connectionString: stage.appUrl });
  await app.connect();
  await enter(app, lumen.orgId, false);
  const insert = `INSERT INTO "SignedHead" ("number", "hash", "root", "frontier", "keyId", "jws") VALUES (1, 'x', 'x', '{}', 'x', 'x')`;
  await expect(app.query(insert)).rejects.toThrow(/must be of an entry/);
  await app.end();
  await signLogHead(lumen.orgId, "test", NOW);
  await expect(owner.query(`UPDATE "SignedHead" SET "jws" = ''`)).rejects.toThrow(/append-only/);
  await expect(owner.query(`DELETE FROM "SignedHead"`)).rejects.toThrow(/append-only/);
  expect(await signLogHead(lumen.orgId, "test", NOW)).toBeNull();
});

test("a signed head is written by the application's role alone, and changed by nobody, its owner included", async () => {
  const held = await owner.query<{ role: string; right: string }>(
    `SELECT grantee AS role, privilege_type AS right FROM information_schema.role_table_grants
       WHERE table_name = 'SignedHead' AND grantee LIKE 'standby!_%' ESCAPE '!' AND grantee <> 'standby_owner' ORDER BY 2`,
  );
  expect(held.rows).toEqual([
    { role: "standby_app", right: "INSERT" },
    { role: "standby_app", right: "SELECT" },
  ]);
  const insert = `INSERT INTO "SignedHead" ("orgId", "number", "hash", "root", "frontier", "keyId", "jws")
    SELECT "orgId", "number", "hash", 'x', '{}', 'x', 'x' FROM "ChangeLogEntry" LIMIT 1`;
  const changes = [
    `UPDATE "SignedHead" SET "jws" = ''`,
    `DELETE FROM "SignedHead"`,
    `TRUNCATE "SignedHead"`,
  ];
  const { appUrl, authUrl, jobsUrl } = stage;
  const roles = [
    { url: appUrl, sql: changes },
    { url: authUrl, sql: [insert, ...changes] },
    { url: jobsUrl, sql: [insert, ...changes] },
  ];
  for (const { url, sql } of roles) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await enter(client, lumen.orgId, false);
    for (const one of sql)
      await expect(client.query(one), one).rejects.toThrow(/permission denied/);
    await client.end();
  }
  for (const one of changes) await expect(owner.query(one), one).rejects.toThrow(/append-only/);
});

test("who is erased cannot be read any more, and the chain still verifies", async () => {
  const personId = await lumen.person("Erika Erased");
  const change = { personId, name: "Erika Renamed", zone: "UTC", phone: null, email: null };
  await as({ ...lumen.owner, origin: ORIGIN }, NOW, (context) =>
    changePerson(context, { ...change, teams: [lumen.teamId] }),
  );
  const [entry] = (await entries(lumen, "person.changed")).slice(-1);
  const { details } = JSON.parse(entry?.body ?? "{}");
  const read = () =>
    as(lumen.owner, NOW, ({ db }) =>
      openDetails(db, lumen.orgId, [{ holderId: details.holder, box: details.box }]),
    );
  expect(entry?.body).not.toContain("Erika");
  expect(await read()).toMatchObject([
    { before: { name: "Erika Erased" }, after: { name: "Erika Renamed" } },
  ]);
  const destroy = () =>
    as(lumen.owner, NOW, ({ db }) => destroyKeys(db, [personId, randomUUID()], NOW));
  expect(await destroy()).toBe(1);
  expect(await destroy()).toBe(0);
  expect(await read()).toEqual([null]);
  await as(lumen.owner, NOW, (context) =>
    changePerson(context, { ...change, name: "Again", teams: [lumen.teamId] }),
  );
  expect((await bodies(lumen, "person.changed")).at(-1)).not.toHaveProperty("details");
  const back = owner.query(
    `UPDATE "PersonKey" SET "keyBox" = 'x', "destroyedAt" = NULL WHERE "holderId" = $1`,
    [personId],
  );
  await expect(back).rejects.toThrow(/does not come back/);
  expect(await verdict(lumen)).toMatchObject({ whole: true });
});

describe("what is no longer kept", () => {
  /** Makes the signed heads of a log look as old as they would be after some days. */
  async function age(orgId: string, days: number): Promise<void> {
    await owner.query(`ALTER TABLE "SignedHead" DISABLE TRIGGER append_only`);
    await owner.query(
      `UPDATE "SignedHead" SET "createdAt" = "createdAt" - make_interval(days => $2) WHERE "orgId" = $1`,
      [orgId, days],
    );
    await owner.query(`ALTER TABLE "SignedHead" ENABLE TRIGGER append_only`);
  }

  test("is sealed at a signed head and removed; what follows verifies from there", async () => {
    const author = await harbour.member("Ana Author", "Scheduler");
    const reviewer = await harbour.member("Rita Reviewer", "Approver");
    const make = () => published(harbour, author, reviewer, NOW, weekly([author.person]));
    await make();
    const signed = await signLogHead(harbour.orgId, "test", NOW);
    await make();
    expect(await sealLog(harbour.orgId, "test", NOW)).toBeNull();
    await age(harbour.orgId, 366);
    expect(await sealLog(harbour.orgId, "test", NOW)).toBe(signed);
    expect(await sealLog(harbour.orgId, "test", NOW)).toBeNull();
    const { rows } = await owner.query(
      `SELECT min("number")::int AS first FROM "ChangeLogEntry" WHERE "orgId" = $1`,
      [harbour.orgId],
    );
    expect(rows).toEqual([{ first: (signed ?? 0) + 1 }]);
    expect(await verdict(harbour)).toMatchObject({ whole: true });

    const { keys } = await publicKeys();
    await signLogHead(harbour.orgId, "test", NOW);
    const lines = await exported(harbour.owner);
    const outcome = await verifyExport(lines, { keys });
    expect(outcome).toMatchObject({
      problems: [],
      first: (signed ?? 0) + 1,
      heads: 2,
      schedules: 2,
    });
    expect(outcome.notes.join()).toMatch(/were sealed and removed/);

    const base = lines.map((line) =>
      line.startsWith('{"type":"base"')
        ? line.replace('"zone":"Europe/London"', '"zone":"UTC"')
        : line,
    );
    expect((await verifyExport(base, { keys })).problems.join()).toMatch(/ended otherwise/);
    const silent = lines.filter((line) => !line.includes('"log.sealed"'));
    expect((await verifyExport(silent, { keys })).problems.join()).toMatch(/no entry says/);
  });

  test("is removed in no other way", async () => {
    const app = new pg.Client({ connectionString: stage.appUrl });
    await app.connect();
    await enter(app, lumen.orgId, false);
    const seal = (body: string) =>
      app.query(
        `INSERT INTO "ChangeLogEntry" ("action", "subjectKind", "subjectId", "requestId", "body")
           VALUES ('log.sealed', 'log', 'x', 'x', $1)`,
        [body],
      );
    const { rows } = await owner.query(
      `SELECT "number"::int AS number, "hash" FROM "SignedHead" WHERE "orgId" = $1`,
      [lumen.orgId],
    );
    const through = { through: rows[0].number, hash: rows[0].hash };
    await expect(seal(JSON.stringify(through))).rejects.toThrow(/old signed head/);
    await expect(seal(JSON.stringify({ ...through, hash: "x" }))).rejects.toThrow(
      /old signed head/,
    );
    await expect(seal(JSON.stringify({ through: 2, hash: "x" }))).rejects.toThrow();
    await expect(seal("{}")).rejects.toThrow();
    await expect(app.query(`DELETE FROM "ChangeLogEntry"`)).rejects.toThrow(/permission denied/);
    await expect(owner.query(`DELETE FROM "ChangeLogEntry"`)).rejects.toThrow(/append-only/);
    await app.end();
    expect(await verdict(lumen)).toMatchObject({ whole: true });
  });
});

test("a new key is announced in the log, and the former one vouches for it", async () => {
  const { keys: old } = await publicKeys();
  vi.stubEnv("LOG_KEY_GENERATION", "2");
  vi.resetModules();
  const { signLogHead: signAgain } = await import("@/lib/log/head");
  const { publicKeys: keysNow } = await import("@/lib/log/key");
  await lumen.person("Somebody after the change");
  expect(await signAgain(lumen.orgId, "test", NOW)).not.toBeNull();
  const { keys } = await keysNow();
  expect(keys.map(({ kid }) => kid)).toEqual([expect.any(String), old[0]?.kid]);
  const lines = await exported(lumen.owner);
  expect((await verifyExport(lines, { keys: old })).problems).toEqual([]);
  const unvouched = lines.map((line) =>
    line.replace(/\\"vouched\\":\\"[^"]*\\"/, '\\"vouched\\":null'),
  );
  expect(unvouched).not.toEqual(lines);
  expect((await verifyExport(unvouched, { keys: old })).problems.join()).toMatch(
    /not trusted here/,
  );
});

test("a hundred thousand entries verify line by line", async () => {
  const [first = "", ...rest] = await exported(harbour.owner);
  expect(rest.length).toBeGreaterThan(3);
  const { entryHash } = await import("@/lib/log/chain");
  const { orgId } = JSON.parse(first);
  let made = 0;
  async function* many() {
    const log = { orgId, after: 0, afterHash: "", frontier: [], keys: [] };
    yield JSON.stringify({ type: "log", format: 2, ...log });
    let previous = "";
    for (let number = 1; number <= 100_000; number += 1) {
      const entry = {
        ...{ orgId, number, at: number, version: 2, actorId: null, onBehalfOf: null },
        ...{ action: "probe.written", subjectKind: "x", subjectId: "x", scheduleId: null },
        ...{ requestId: "x", origin: "", body: "{}", previous, hash: "" },
      };
      previous = entryHash(entry);
      made += 1;
      yield JSON.stringify({ ...entry, hash: previous });
    }
    yield JSON.stringify({ type: "end", number: made, hash: previous });
  }
  expect(await verifyExport(many())).toMatchObject({ problems: [], last: 100_000 });
  expect(made).toBe(100_000);
}, 180_000);
