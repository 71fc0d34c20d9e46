import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { JobHelpers } from "graphile-worker";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "@/lib/auth/account";
import { findSupportDesk } from "@/lib/auth/support";
import { signLogHead } from "@/lib/log/head";
import { publicKeys } from "@/lib/log/key";
import { deliver } from "@/lib/notify/deliver";
import { listPeople, peopleSearchSchema } from "@/lib/people/queries";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { verifyLog } from "@/lib/roster/log-verify";
import { whoIsOnCall } from "@/lib/roster/now";
import { grantAccess } from "@/lib/support/commands";
import { supportTasks } from "@/lib/support/jobs";
import { listAccesses } from "@/lib/support/queries";
import { grantAccessSchema } from "@/lib/support/schema";
import type { Actor } from "@/lib/tenancy/actor";
import { actorTx, type TenantDb } from "@/lib/tenancy/db";
import { stillHolds } from "@/lib/tenancy/recheck";
import { recordLook } from "@/lib/tenancy/support";
import { recordRefused } from "@/lib/tenancy/tally";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { exported } from "./log-stage";
import { DAY, outcome, type Tenant } from "./stage";
import { ended, granted, STAFF, sessionOf, setFactor, supportStage } from "./support-stage";

const NOW = Date.now();

let made: Awaited<ReturnType<typeof supportStage>>;
let { owner, lumen, harbour, staff, enter, mails } = {} as typeof made;

beforeAll(async () => {
  made = await supportStage();
  ({ owner, lumen, harbour, staff, enter, mails } = made);
});
afterAll(() => made.close());

async function entered(slug: string): Promise<Actor> {
  const actor = await enter(slug);
  if (!actor) throw new Error(`${slug} lets nobody look`);
  return actor;
}

/** Moves the end of an access into the past, which nobody can do but who sits at the database. */
async function outlived(accessId: string): Promise<void> {
  await owner.query("SET session_replication_role = replica");
  await owner.query(
    `UPDATE "SupportAccess" SET "createdAt" = now() - interval '5 hours', "expiresAt" = now() - interval '1 second'
       WHERE "id" = $1`,
    [accessId],
  );
  await owner.query("SET session_replication_role = origin");
}

const onCall = (actor: Actor) =>
  actorTx(actor, (db) => whoIsOnCall({ actor, db, now: Date.now() }));

const looks = async (made: Tenant) => (await as(made.owner, Date.now(), listAccesses)).looks;

describe("before an owner lets it look", () => {
  test("support is nobody, and has no desk without a second factor", async () => {
    expect(await enter("lumen")).toBeNull();
    expect(await findSupportDesk(staff)).toEqual({ hasFactor: true, accesses: [] });
    await setFactor(staff.userId, null);
    expect(await findSupportDesk(staff)).toEqual({ hasFactor: false, accesses: [] });
    await setFactor(staff.userId, "a key");
    expect(await findSupportDesk(await sessionOf("other@operator.example"))).toBeNull();
  });

  test("an access that nobody granted shows nothing", async () => {
    const support = { accessId: randomUUID(), address: STAFF, until: Date.now() + DAY };
    const looked = actorTx({ orgId: lumen.orgId, support }, (db) => db.person.findMany());
    await expect(looked).rejects.toThrow();
  });

  test("nobody signs up with the address of staff", async () => {
    const input = { email: "x@operator.example", name: "X", password: "x", zone: "UTC" };
    expect(await outcome(createUser(input))).toBe("refused");
  });

  test("the form asks for a scope and 1 to 72 hours", () => {
    const parse = (form: object) => grantAccessSchema.safeParse(form).success;
    expect(parse({ scope: "whole", hours: "72" })).toBe(true);
    for (const form of [
      { scope: "whole", hours: "73" },
      { scope: "whole", hours: "0" },
      { scope: "teams", hours: "4" },
      { hours: "4" },
    ])
      expect(parse(form)).toBe(false);
  });
});

describe("while an owner lets it look", () => {
  test("it sees the roster of that organisation, without contacts, and no other's", async () => {
    const access = await granted(lumen);
    const actor = await entered("lumen");
    expect(actor.grants).toEqual([{ permission: "schedule.view", teamId: null }]);
    const { schedules, people } = await onCall(actor);
    expect(schedules).toHaveLength(1);
    expect(schedules[0]?.tiers[0]?.holders).toHaveLength(1);
    expect(Object.values(people).length).toBeGreaterThan(0);
    for (const { phone, email } of Object.values(people))
      expect([phone, email]).toEqual([null, null]);
    const { people: all } = await actorTx(actor, (db) =>
      listPeople({ actor, db, now: NOW }, peopleSearchSchema.parse({})),
    );
    expect(all.length).toBeGreaterThan(3);
    expect(all.every(({ email }) => email === null)).toBe(true);
    expect(await enter("harbour")).toBeNull();
    const foreign = { ...actor, orgId: harbour.orgId };
    await expect(onCall(foreign)).rejects.toThrow();
    await ended(lumen, access);
  });

  test("it changes nothing, and reads no secrets and no log", async () => {
    const access = await granted(lumen);
    const actor = await entered("lumen");
    const attempts: Record<string, (db: TenantDb) => Promise<unknown>> = {
      create: (db) => db.team.create({ data: { name: "x" } }),
      update: (db) => db.person.updateMany({ data: { name: "x" } }),
      remove: (db) => db.timeOff.deleteMany({}),
      prolong: (db) => db.supportAccess.updateMany({ data: { firstLookAt: new Date() } }),
      "why somebody may": (db) => db.grant.findMany(),
      invitations: (db) => db.invitation.findMany(),
      keys: (db) => db.apiKey.findMany(),
      "keys of persons": (db) => db.personKey.findMany(),
      outbox: (db) => db.outbox.findMany(),
      log: (db) => db.changeLogEntry.findMany(),
      "members' addresses": (db) => db.member.findMany({ select: { emailBox: true } }),
    };
    for (const [name, attempt] of Object.entries(attempts))
      await expect(actorTx(actor, attempt), name).rejects.toThrow(/permission|read-only/i);
    expect(await actorTx(actor, (db) => db.contactMethod.count())).toBe(0);
    await ended(lumen, access);
  });

  test("it sees only the teams that were named, in PostgreSQL too", async () => {
    const search = await as(lumen.owner, NOW, async ({ db }) => {
      const id = randomUUID();
      await db.team.create({ data: { id, name: "Search" } });
      return id;
    });
    const access = await granted(lumen, [search]);
    const actor = await entered("lumen");
    expect(actor.grants).toEqual([{ permission: "schedule.view", teamId: search }]);
    expect((await onCall(actor)).schedules).toEqual([]);
    const rows = await actorTx(actor, async (db) => [
      (await db.team.findMany()).map(({ name }) => name),
      await db.schedule.count(),
      await db.revision.count(),
      await db.draft.count(),
      await db.review.count(),
    ]);
    expect(rows).toEqual([["Search"], 0, 0, 0, 0]);
    await ended(lumen, access);
    const other = await granted(lumen, [lumen.teamId]);
    const wider = await entered("lumen");
    expect((await onCall(wider)).schedules).toHaveLength(1);
    await ended(lumen, other);
  });

  test("every look is one entry, by whom and on whose behalf; the first is told to the owners", async () => {
    const before = (await looks(lumen)).length;
    const access = await granted(lumen);
    const actor = await entered("lumen");
    await recordLook(actor, "/o/lumen");
    await recordLook(actor, "/o/lumen/schedules");
    await recordLook(lumen.owner, "/o/lumen");
    const [second, first, ...rest] = await looks(lumen);
    expect(rest).toHaveLength(before);
    expect([first?.path, second?.path]).toEqual(["/o/lumen", "/o/lumen/schedules"]);
    expect(first?.who).toBe(`Sam Staff, ${STAFF}`);
    const { rows } = await owner.query(
      `SELECT "actorId", "onBehalfOf", "body" FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" = $2`,
      [lumen.orgId, first?.number],
    );
    expect(rows[0]).toMatchObject({ actorId: staff.userId, onBehalfOf: lumen.owner.memberId });
    expect(rows[0]?.body).not.toContain(STAFF);
    const told = await owner.query(
      `SELECT payload->>'what' AS what FROM graphile_worker._private_jobs WHERE payload->>'id' = $1 ORDER BY id`,
      [access],
    );
    expect(told.rows.map(({ what }) => what)).toEqual(["granted", "looked"]);
    await ended(lumen, access);
  });

  test("its owners get a mail when it is granted and when it is used", async () => {
    const access = await granted(harbour);
    const { orgId } = harbour;
    for (const what of ["granted", "looked"])
      await supportTasks["support-told"]?.({ orgId, id: access, what }, {} as JobHelpers);
    const waiting = await as(harbour.owner, NOW, ({ db }) =>
      db.outbox.findMany({ where: { kind: "support" } }),
    );
    expect(waiting).toHaveLength(2);
    for (const { id } of waiting) await deliver(orgId, id);
    const texts = await Promise.all(
      (await readdir(mails)).map((file) => readFile(path.join(mails, file), "utf8")),
    );
    expect(texts.some((text) => /Support may look at harbour/.test(text))).toBe(true);
    expect(texts.some((text) => /Support has looked at harbour/.test(text))).toBe(true);
    await ended(harbour, access);
  });

  test("what it is refused is an entry of its own", async () => {
    const access = await granted(lumen);
    const actor = await entered("lumen");
    await as(lumen.owner, NOW, ({ db }) =>
      recordRefused(actor, db, { action: "permission.refused", door: "settings.manage" }, NOW),
    );
    const { entries } = await as(lumen.owner, Date.now(), (context) =>
      listEntries(context, logSearchSchema.parse({})),
    );
    expect(entries[0]).toMatchObject({
      actor: "Support, for Olga Owner",
      sentence: "was refused at “settings.manage”",
    });
    await ended(lumen, access);
  });

  test("there is one access at a time, also of two at once", async () => {
    const input = { reason: "", whole: true, teams: [], hours: 1 };
    const ends = await Promise.all(
      [1, 2, 3].map(() =>
        outcome(as(lumen.owner, Date.now(), (context) => grantAccess(context, input))),
      ),
    );
    expect(ends.sort()).toEqual(["conflict", "conflict", "ok"]);
    await ended(lumen, (await as(lumen.owner, Date.now(), listAccesses)).current?.id ?? "");
    const foreign = { ...input, whole: false, teams: [harbour.teamId] };
    expect(await outcome(as(lumen.owner, NOW, (context) => grantAccess(context, foreign)))).toBe(
      "invalid",
    );
  });
});

describe("when it is over", () => {
  test.each([
    ["its time has passed", outlived],
    ["an owner ended it", (accessId: string) => ended(lumen, accessId)],
  ])("%s: support is nobody at once, also in a page that is open", async (_, end) => {
    const access = await granted(lumen);
    const actor = await entered("lumen");
    expect((await onCall(actor)).schedules).toHaveLength(1);
    await end(access);
    expect(await enter("lumen")).toBeNull();
    await expect(onCall(actor)).rejects.toThrow(/support access has ended/);
    expect(await stillHolds(actor, "schedule.view")).toBe(false);
    expect(await outcome(ended(lumen, access))).toBe("stale");
    const { current, past } = await as(lumen.owner, Date.now(), listAccesses);
    expect(current).toBeNull();
    expect(past.map(({ id }) => id)).toContain(access);
  });
});

test("the log of it all verifies, here and without Standby", async () => {
  const { verdict } = await as(lumen.owner, Date.now(), (context) => verifyLog(context, 0));
  expect(verdict).toMatchObject({ whole: true });
  await signLogHead(lumen.orgId, "test", Date.now());
  const { problems } = await verifyExport(await exported(lumen.owner), await publicKeys());
  expect(problems).toEqual([]);
});
