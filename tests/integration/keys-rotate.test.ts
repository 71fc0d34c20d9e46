import { spawn } from "node:child_process";
import { once } from "node:events";
import { generate } from "otplib";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { beginSecondStep } from "@/app/(account)/half-sign-in";
import { createUser } from "@/lib/auth/account";
import { newBackupCodes, tidyCode } from "@/lib/auth/backup-code";
import { setCodeFactor, setTotpSetup } from "@/lib/auth/factor-store";
import { change, finishSetup } from "@/lib/auth/second-factor";
import { beginCodeFactor } from "@/lib/auth/sent-code";
import { mintSession } from "@/lib/auth/session";
import { newTotpKey } from "@/lib/auth/totp";
import { boxPrefix, seal, sealUnder } from "@/lib/crypto/box";
import { deriveKey } from "@/lib/crypto/keys";
import { phonePlace, totpSetupPlace } from "@/lib/crypto/places";
import { installContextKey } from "@/lib/db/context-key";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { readContact } from "@/lib/directory/read";
import { publicKeys } from "@/lib/log/key";
import { queueLetter } from "@/lib/notify/worker";
import { setContact } from "@/lib/people/store";
import { tenantTx } from "@/lib/tenancy/db";
import { openDetails } from "@/lib/tenancy/person-key";
import { account, as, PASSWORD } from "@/scripts/demo-stage";
import { asRequest } from "@/tests/doors/request";
import { MASTER_KEY } from "@/tests/support/database";
import { fullTenant } from "./every-model";
import { readAll, singleSignOnOf } from "./keys-rotate-stage";
import { make } from "./keys-stage";
import { acting, openStage, type Tenant, tryCode, unheard } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const AUTUMN = Buffer.alloc(32, "another key of these tests").toString("base64");
const MASTER = `master:${MASTER_KEY}`;
const NEW = `autumn:${AUTUMN}`;
const NOW = Date.now();
const PATIENT = 240_000;

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let harbour: Tenant;
let ana: Awaited<ReturnType<typeof account>>;
let apiKey: string;
let backupCode: string;

/** This process is the server that was started before the change, and knows of the new key already. */
beforeAll(async () => {
  stage = await openStage(() => ({
    STANDBY_MASTER_KEY: "",
    STANDBY_KEYS: `${MASTER},${NEW}`,
    SMS_COUNTRIES: "GB",
  }));
  owner = await stage.openOwner();
  lumen = await fullTenant("lumen");
  harbour = await fullTenant("harbour");
  ana = await account("Ana", "ana@rotation.example", "UTC");
  const secret = newTotpKey();
  const by = await acting(ana.id);
  await setTotpSetup(by, seal(`${NOW + 60_000} ${secret}`, totpSetupPlace(ana.id)));
  const code = await generate({ secret, epoch: Math.floor(NOW / 1000) });
  backupCode = (await finishSetup(by, code, NOW, unheard)).codes[0] ?? "";
  await change(
    await acting(ana.id),
    setCodeFactor("sms", seal("+447400123456", phonePlace(ana.id))),
    unheard,
  );
  const sentFor = { userId: ana.id, kind: "sms", scope: "a test" } as const;
  await beginCodeFactor(sentFor, "+447400123456", async () => undefined, NOW);
  await setTotpSetup(
    await acting(lumen.owner.userId),
    seal("later", totpSetupPlace(lumen.owner.userId)),
  );
  // As a server of the version before does.
  await owner.query(`UPDATE "User" SET "totpSetupBox" = $1 WHERE "id" = $2`, [
    seal("before", totpSetupPlace(lumen.owner.userId)),
    lumen.owner.userId,
  ]);
  await queueLetter({ to: { name: "Ana", address: ana.email }, subject: "x", paragraphs: ["y"] });
  await asRequest(null, () => beginSecondStep({ id: ana.id, version: 1 }));
  await singleSignOnOf(ana, [lumen, harbour]);
  await mintSession({ id: ana.id, version: 1 }, "a test", undefined, "203.0.113.9");
  apiKey = (await make(lumen.owner)).key;
  await installContextKey(stage.ownerUrl, deriveKey(AUTUMN, CONTEXT_PURPOSE));
});
afterAll(() => stage.close());

/** The rooms of a server that was started with these keys. */
async function started(keys: string) {
  vi.resetModules();
  vi.stubEnv("STANDBY_KEYS", keys);
  return {
    ...(await import("@/lib/keys/rotate")),
    ...(await import("@/lib/keys/count")),
    ...(await import("@/lib/keys/columns")),
    account: await import("@/lib/auth/account"),
    people: await import("@/lib/people/store"),
    tenancy: await import("@/lib/tenancy/db"),
  };
}

const quiet = () => undefined;
const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `+4930${String(100_000 + from + i)}`);

async function peopleWith(tenant: Tenant, phones: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const phone of phones) {
    const id = await tenant.person(`Person ${phone}`);
    await as(tenant.owner, NOW, ({ db }) => setContact(db, tenant.orgId, id, "phone", phone));
    ids.push(id);
  }
  return ids;
}

/** Runs the command as an operator would; `killed` ends it when it has printed so many lines. */
async function command(keys: string, args: readonly string[] = [], killed = Number.MAX_VALUE) {
  const node = ["--conditions=react-server", "--import", "tsx", "scripts/keys-rotate.ts", ...args];
  const child = spawn(process.execPath, node, {
    env: { ...process.env, STANDBY_KEYS: keys, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk) => {
    text += String(chunk);
  });
  child.stdout.on("data", (chunk) => {
    text += String(chunk);
    if (text.split("\n").length > killed) child.kill("SIGKILL");
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, text };
}

test("a key that is not here is said, and nothing is touched", async () => {
  const { code, text } = await command(NEW);
  expect([code, text]).toEqual([1, expect.stringContaining("master key of a ciphertext is not")]);
});

describe("a server with the new key first, beside one that has it second", () => {
  test("finds accounts of before, and lets no second one have their address", async () => {
    const { account: now } = await started(`${NEW},${MASTER}`);
    expect(await now.findUserId(ana.email)).toBe(ana.id);
    const again = { email: ana.email, name: "Ana", password: PASSWORD, zone: "UTC" };
    await expect(now.createUser(again)).rejects.toMatchObject({ code: "P2002" });
    const both = { ...again, email: "twin@rotation.example" };
    const ends = await Promise.allSettled([now.createUser(both), createUser(both)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("keeps a person's number when it is the same, under either key", async () => {
    const [id = ""] = await peopleWith(lumen, ["+493012345678"]);
    const { people, tenancy } = await started(`${NEW},${MASTER}`);
    const set = () =>
      tenancy.tenantTx(lumen.orgId, (db) =>
        people.setContact(db, lumen.orgId, id, "phone", "+493012345678"),
      );
    expect(await set()).toBe(false);
  });
});

test("changes while it runs are not lost, and end up under the new key", {
  timeout: PATIENT,
}, async () => {
  const ids = await peopleWith(lumen, numbers(0, 60));
  const { rotateAll, countByKey, isAllPresent } = await started(`${NEW},${MASTER}`);
  const last = new Map<string, string>();
  let running = true;
  const writers = [0, 1, 2].map(async (lane) => {
    for (let round = 0; running; round += 1) {
      const id = ids[(round * 3 + lane) % ids.length] ?? "";
      const phone = `+4940${String(1_000_000 + round * 3 + lane)}`;
      await tenantTx(lumen.orgId, (db) => setContact(db, lumen.orgId, id, "phone", phone));
      last.set(id, phone);
    }
  });
  await rotateAll("test", quiet);
  running = false;
  await Promise.all(writers);
  expect(last.size).toBeGreaterThan(10);
  expect(await rotateAll("test", quiet)).toEqual([]);
  expect(isAllPresent(await countByKey())).toBe(true);
  const rows = await tenantTx(lumen.orgId, (db) =>
    db.contactMethod.findMany({ where: { kind: "phone", personId: { in: [...last.keys()] } } }),
  );
  const kept = new Map(rows.map((row) => [row.personId, readContact(lumen.orgId, row)]));
  expect(kept).toEqual(last);
});

test("killed half-way it is begun again, and then says that nothing is under the old key", {
  timeout: PATIENT,
}, async () => {
  await peopleWith(harbour, numbers(5_000, 30));
  const [one] = await peopleWith(lumen, ["+493055555555"]);
  // As it was written before ciphertexts named their key.
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM "ContactMethod" WHERE "personId" = $1 AND kind = 'phone'`,
    [one],
  );
  const place = {
    table: "ContactMethod",
    column: "value",
    orgId: lumen.orgId,
    row: rows[0]?.id ?? "",
  };
  const unnamed = sealUnder(
    deriveKey(MASTER_KEY, "box:ContactMethod.value"),
    "+493055555555",
    place,
  );
  await owner.query(`UPDATE "ContactMethod" SET "valueBox" = $1 WHERE id = $2`, [
    unnamed,
    place.row,
  ]);
  const first = await command(`${NEW},${MASTER}`, [], 2);
  expect(first.signal).toBe("SIGKILL");
  const check = await command(`${NEW},${MASTER}`, ["--check"]);
  expect([check.code, check.text]).toEqual([1, expect.stringContaining("Not everything is under")]);
  const second = await command(`${NEW},${MASTER}`);
  expect([second.code, second.text]).toEqual([
    0,
    expect.stringContaining("Everything is under autumn"),
  ]);
  const third = await command(NEW, ["--check"]);
  expect([third.code, third.text]).toEqual([
    0,
    expect.stringMatching(/ContactMethod.valueBox +\d+ under autumn\n/),
  ]);
});

describe("when the old key was taken away", () => {
  test("everything is readable, and everything that was hashed fits", async () => {
    const keys = await publicKeys();
    const { account: now, TENANT_COLUMNS, IDENTITY_COLUMNS, tenancy } = await started(NEW);
    const { identityTx } = await import("@/lib/auth/sealed-store");
    for (const column of IDENTITY_COLUMNS) await readAll({ orgId: "", tx: identityTx }, column);
    for (const { orgId } of [lumen, harbour])
      for (const column of TENANT_COLUMNS)
        await readAll({ orgId, tx: (run) => tenancy.tenantTx(orgId, run) }, column);
    expect(await now.authenticate(ana.email, PASSWORD)).toMatchObject({ id: ana.id });
    const { tokenIndex } = await import("@/lib/tenancy/token-index");
    const { findLiveKey } = await import("@/lib/auth/key-store");
    expect(await findLiveKey(await tokenIndex("key", apiKey), "")).toMatchObject({
      orgId: lumen.orgId,
    });
    expect(await tryCode(ana.id, backupCode, NOW)).toBe("right");
    expect(await tryCode(ana.id, tidyCode(newBackupCodes()[0] ?? ""), NOW)).toBe("wrong");
    const { publicKeys: keysNow } = await import("@/lib/log/key");
    expect(await keysNow()).toEqual(keys);
  });

  test("what waits in the queue is under the new key", async () => {
    const { rows } = await owner.query<{ task: string; box: string }>(
      `SELECT t.identifier AS task, j.payload->>'box' AS box
       FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE j.payload->>'box' IS NOT NULL`,
    );
    const kinds = rows.map(({ task }) => task);
    expect(kinds).toEqual(expect.arrayContaining(["letter", "half-sign-in"]));
    expect(rows.filter(({ box }) => !box.startsWith(boxPrefix("autumn")))).toEqual([]);
  });

  test("the log's details are open, it verifies, and it says who did what", async () => {
    const { tenancy } = await started(NEW);
    const { openDetails: openNow } = await import("@/lib/tenancy/person-key");
    const entries = await tenancy.tenantTx(lumen.orgId, (db) =>
      db.changeLogEntry.findMany({ where: { action: { in: ["person.added", "keys.rotated"] } } }),
    );
    expect(entries.filter(({ action }) => action === "keys.rotated").length).toBeGreaterThan(0);
    const added = entries.find(({ action }) => action === "person.added");
    const { details } = JSON.parse(added?.body ?? "{}");
    const boxes = [{ holderId: details.holder, box: details.box }];
    const [now] = await tenancy.tenantTx(lumen.orgId, (db) => openNow(db, lumen.orgId, boxes));
    const [before] = await tenantTx(lumen.orgId, (db) => openDetails(db, lumen.orgId, boxes));
    expect(now).toEqual(before);
    expect(now).toMatchObject({ after: { name: expect.any(String) } });
  });

  test.each([
    [
      "row",
      `${MASTER},${NEW}`,
      `UPDATE "Member" a SET "emailBox" = b."emailBox" FROM "Member" b WHERE a."orgId" = b."orgId" AND a."id" = $1 AND b."id" <> $1`,
    ],
    [
      "organisation",
      `${NEW},${MASTER}`,
      `UPDATE "Member" a SET "emailBox" = b."emailBox" FROM "Member" b WHERE a."orgId" <> b."orgId" AND a."id" = $1`,
    ],
    [
      "column",
      `${MASTER},${NEW}`,
      `UPDATE "Member" SET "emailBox" = (SELECT "valueBox" FROM "ContactMethod" LIMIT 1) WHERE "id" = $1`,
    ],
    [
      "table",
      `${NEW},${MASTER}`,
      `UPDATE "Member" SET "emailBox" = (SELECT "emailBox" FROM "User" WHERE "id" = "userId") WHERE "id" = $1`,
    ],
  ])(
    "a ciphertext that was moved to another %s opens nothing, and stops nothing",
    async (_, keys, move) => {
      const { rotateAll } = await started(keys);
      const { listMembers } = await import("@/lib/members/queries");
      const { memberId } = lumen.owner;
      const where = `WHERE "id" = '${memberId}'`;
      const { rows } = await owner.query<{ box: string }>(
        `SELECT "emailBox" AS box FROM "Member" ${where}`,
      );
      await owner.query(move, [memberId]);
      await expect(as(lumen.owner, NOW, (context) => listMembers(context))).rejects.toThrow();
      expect(await rotateAll("test", quiet)).toEqual([`Member.emailBox of ${memberId}`]);
      await owner.query(`UPDATE "Member" SET "emailBox" = $1 ${where}`, [rows[0]?.box]);
      expect(await rotateAll("test", quiet)).toEqual([]);
    },
  );
});
