import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticate, createUser } from "@/lib/auth/account";
import { eraseAccount } from "@/lib/auth/erase";
import { acceptInvitation, invite } from "@/lib/members/commands";
import { createKey } from "@/lib/members/key-commands";
import { addTimeOff, changeMyself } from "@/lib/people/commands";
import { addWish } from "@/lib/people/wish-commands";
import { eraseMe, erasePerson } from "@/lib/personal/erase";
import { exportMe } from "@/lib/personal/export";
import { erasureOf } from "@/lib/personal/queries";
import { askForCover, askForSwap } from "@/lib/roster/cover-commands";
import { dutiesOf } from "@/lib/roster/duties";
import { createFeed } from "@/lib/roster/feed-commands";
import { askToHandOver } from "@/lib/roster/hand-over-commands";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { verifyLog } from "@/lib/roster/log-verify";
import { publishDraft } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Actor } from "@/lib/tenancy/actor";
import { toLocal } from "@/lib/zones/local";
import { actorOf, as, join, PASSWORD } from "@/scripts/demo-stage";
import { exported } from "./log-stage";
import { DAY, openStage, outcome, published, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();
const PHONE = "+447400987654";
const ORIGIN = { address: "203.0.113.77", device: "a browser of hers" };

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let harbour: Tenant;
let scheduler: Actor & { readonly person: string };
let approver: Actor & { readonly person: string };

beforeAll(async () => {
  stage = await openStage();
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  scheduler = await lumen.member("Sam Scheduler", "Scheduler");
  approver = await lumen.member("Ann Approver", "Approver");
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});

/** Somebody with an account, and something of everything, in lumen; in harbour too if asked. */
async function somebody(name: string, also = false) {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@leaving.example`;
  const { id } = await createUser({ email, name, password: PASSWORD, zone: "UTC" });
  const user = { id, name, email, zone: "UTC" };
  const person = await join(lumen.owner, user, "Scheduler");
  if (also) await join(harbour.owner, user, "Viewer");
  const actor = { ...(await actorOf(lumen.orgId, "lumen", user)), origin: ORIGIN };
  const span = { from: toLocal(NOW + DAY, "UTC"), until: toLocal(NOW + 2 * DAY, "UTC") };
  await as(actor, NOW, async (context) => {
    await changeMyself(context, { name, zone: "UTC", phone: PHONE, email });
    await addTimeOff(context, { personId: person, ...span, note: `The wedding of ${name}` });
    await addWish(context, {
      personId: person,
      kind: "avoids",
      weekday: 5,
      weight: 2,
      note: "choir on Fridays",
    });
    await createFeed(context, { scheduleId: null, days: null });
    const grants = [{ permission: "schedule.view", teamId: null } as const];
    await createKey(context, "own", { name: `${name}'s panel`, days: 30, grants });
  });
  return { actor, user, person, email };
}

const verdict = ({ owner: reader }: Tenant) =>
  as(reader, NOW, async (context) => (await verifyLog(context, 0)).verdict);

async function dump(): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  const parts: unknown[] = [];
  for (const { name } of rows)
    parts.push((await owner.query(`SELECT t::text AS row FROM ${name} t`)).rows);
  return JSON.stringify(parts);
}

describe("an export", () => {
  test("holds everything of its member, and nothing of anybody else or of another organisation", async () => {
    const { actor, person, email } = await somebody("Elsa Export", true);
    const roster = weekly([person, scheduler.person], "UTC");
    await published(lumen, scheduler, approver, NOW - 20 * DAY, roster);
    const data = await as(actor, NOW, (context) => exportMe(context, true));
    const text = JSON.stringify(data);
    for (const part of [
      email,
      PHONE,
      "The wedding of Elsa Export",
      "choir on Fridays",
      "Elsa Export's panel",
    ])
      expect(text).toContain(part);
    expect(data).toMatchObject({
      account: { name: "Elsa Export", email, devices: [], secondFactor: { kinds: [] } },
      organisation: { address: "lumen" },
      person: { contacts: [{ value: expect.any(String) }, { value: expect.any(String) }] },
    });
    expect(data).toHaveProperty("shifts.length");
    expect(text.match(/"schedule":"On call"/g)?.length).toBeGreaterThan(20);
    expect(text).toContain(ORIGIN.address);
    expect(text).toContain("person.changed");
    for (const part of ["harbour", "Hash", "Box", "Sam Scheduler", "Olga Owner", "passwordHash"])
      expect([part, text.includes(part)]).toEqual([part, false]);
    const [entry] = (
      await as(lumen.owner, NOW, (context) => listEntries(context, logSearchSchema.parse({})))
    ).entries;
    expect(entry?.sentence).toBe("took their own data with them");
  });

  test("is nothing for a key", async () => {
    const { actor } = await somebody("Kay Key");
    const key = { id: actor.memberId, createdBy: actor.memberId };
    const asKey = as({ ...actor, key }, NOW, (context) => exportMe(context, true));
    expect(await outcome(asKey)).toBe("refused");
  });
});

describe("erasing", () => {
  test("is refused while a published roster needs them, until somebody took over", async () => {
    const { actor, person, user } = await somebody("Rosa Roster");
    const scheduleId = await published(
      lumen,
      scheduler,
      approver,
      NOW - DAY,
      weekly([person, approver.person], "UTC"),
    );
    const [duty] = await as(actor, NOW, (context) => dutiesOf(context, person));
    expect(duty?.schedule.id).toBe(scheduleId);
    expect(await outcome(as(actor, NOW, (context) => eraseMe(context)))).toBe("conflict");
    const byBoss = as(lumen.owner, NOW, (context) => erasePerson(context, { personId: person }));
    expect(await outcome(byBoss)).toBe("conflict");
    const span = { from: toLocal(NOW + DAY, "UTC"), until: toLocal(NOW + 2 * DAY, "UTC") };
    await as(actor, NOW, (context) =>
      askForCover(context, { scheduleId, person, by: approver.person, ...span, reason: "" }),
    );
    const strange = { personId: person, by: harbour.ownerPerson };
    expect(await outcome(as(actor, NOW, (context) => askToHandOver(context, strange)))).toBe(
      "invalid",
    );
    await as(actor, NOW, (context) =>
      askToHandOver(context, { personId: person, by: scheduler.person }),
    );
    const draft = await as(actor, NOW, ({ db }) =>
      db.draft.findFirst({
        where: { scheduleId, title: "Somebody takes over", status: "submitted" },
      }),
    );
    if (!draft) throw new Error("no draft");
    const seen = { draftId: draft.id, version: draft.version };
    await as(lumen.owner, NOW, (context) =>
      reviewDraft(context, { ...seen, decision: "approve", words: "", waiver: "" }),
    );
    await as(actor, NOW, (context) => publishDraft(context, seen));
    const view = await as(actor, NOW, (context) => erasureOf(context, person));
    expect(view.duties).toEqual([]);
    const { name } = await as(actor, NOW, (context) => eraseMe(context));
    expect(name).toMatch(/^Former member \d+$/);
    const drafts = await as(lumen.owner, NOW, ({ db }) => db.draft.findMany());
    expect(drafts.map(({ title }) => title)).toContainEqual(expect.stringMatching(/^Cover of /));
    expect(await eraseAccount(user.id)).toBe(true);
    expect((await dump()).includes("Rosa Roster")).toBe(false);
  });

  test("leaves nothing of them that can be read, and a log that verifies", async () => {
    const { actor, user, email, person } = await somebody("Nora Nothing");
    await as(lumen.owner, NOW, (context) =>
      invite(context, {
        name: "Nora Nothing",
        email: "nora.nothing@leaving.example",
        grants: [{ permission: "schedule.view", teamId: null }],
      }),
    ).catch(() => undefined);
    expect(await dump()).toContain("Nora Nothing");
    const before = await exported(lumen.owner);
    await as(actor, NOW, (context) => eraseMe(context));
    expect(await authenticate(email, PASSWORD)).not.toBeNull();
    expect(await eraseAccount(user.id)).toBe(true);
    const after = await dump();
    for (const part of ["Nora", email, PHONE.slice(1), ORIGIN.address])
      expect([part, after.includes(part)]).toEqual([part, false]);
    expect(await authenticate(email, PASSWORD)).toBeNull();
    expect(await verdict(lumen)).toMatchObject({ whole: true });
    const lines = before.filter((line) => line.includes('"action":'));
    expect(lines.length).toBeGreaterThan(3);
    expect(await exported(lumen.owner)).toEqual(expect.arrayContaining(lines));
    const { entries } = await as(lumen.owner, NOW, (context) =>
      listEntries(context, logSearchSchema.parse({ actor: actor.memberId })),
    );
    expect(entries.every(({ origin }) => origin === null)).toBe(true);
    expect(entries[0]?.actor).toMatch(/^Former member/);
    expect(entries[0]?.sentence).toMatch(/^erased Former member \d+$/);
    const again = as(lumen.owner, NOW, (context) => erasePerson(context, { personId: person }));
    expect(await outcome(again)).toBe("stale");
  });

  test("of somebody without an account leaves no name, and garbles none that begins alike", async () => {
    // Their title with both names would have been cut off within the second.
    const long = `Quentin ${"of the very long name ".repeat(3)}`.trim();
    const quentin = await lumen.person(long);
    const anna = await lumen.person("Quentina Stays");
    const roster = weekly([quentin, anna], "UTC");
    const scheduleId = await published(lumen, scheduler, approver, NOW - DAY, roster);
    const span = { from: toLocal(NOW + 7 * DAY, "UTC"), until: toLocal(NOW + 8 * DAY, "UTC") };
    const back = {
      backFrom: toLocal(NOW + 14 * DAY, "UTC"),
      backUntil: toLocal(NOW + 15 * DAY, "UTC"),
    };
    await as(scheduler, NOW, async (context) => {
      const asked = { scheduleId, person: quentin, by: anna, ...span, reason: "" };
      await askForCover(context, asked);
      await askForCover(context, { ...asked, person: anna, by: quentin });
      await askForSwap(context, { ...asked, ...back });
    });
    expect((await dump()).includes(long)).toBe(true);
    await as(scheduler, NOW, (context) =>
      askToHandOver(context, { personId: quentin, by: approver.person }),
    );
    const draft = await as(approver, NOW, ({ db }) =>
      db.draft.findFirst({ where: { scheduleId, kind: "edit", status: "submitted" } }),
    );
    if (!draft) throw new Error("no draft");
    const seen = { draftId: draft.id, version: draft.version };
    await as(approver, NOW, (context) =>
      reviewDraft(context, { ...seen, decision: "approve", words: "", waiver: "" }),
    );
    await as(scheduler, NOW, (context) => publishDraft(context, seen));
    await as(lumen.owner, NOW, (context) => erasePerson(context, { personId: quentin }));
    const after = await dump();
    expect(after.includes("Quentin of")).toBe(false);
    expect(after.includes("Quentina Stays")).toBe(true);
    const drafts = await as(lumen.owner, NOW, ({ db }) =>
      db.draft.findMany({ where: { scheduleId, kind: { in: ["cover", "swap"] } } }),
    );
    const titles = drafts.map(({ title }) => title).toSorted();
    expect(titles).toEqual([
      expect.stringMatching(/^Cover of \w{3} \d+ \w{3}$/),
      expect.stringMatching(/^Cover of \w{3} \d+ \w{3}$/),
      expect.stringMatching(/^Swap of \w{3} \d+ \w{3} and \w{3} \d+ \w{3}$/),
    ]);
  });

  test("leaves another organisation as it is, and the account that is a member there", async () => {
    const { actor, user, email } = await somebody("Mia Moves", true);
    const rows = async () =>
      (await owner.query(`SELECT * FROM "Member" WHERE "orgId" = $1 ORDER BY id`, [harbour.orgId]))
        .rows;
    const before = await rows();
    await as(actor, NOW, (context) => eraseMe(context));
    expect(await eraseAccount(user.id)).toBe(false);
    expect(await rows()).toEqual(before);
    expect(await authenticate(email, PASSWORD)).toMatchObject({ id: user.id, name: "Mia Moves" });
    await expect(actorOf(lumen.orgId, "lumen", user)).rejects.toThrow("is no member");
  });

  test("who comes back is somebody new", async () => {
    const { actor, user, email } = await somebody("Cora Comes", true);
    await as(actor, NOW, (context) => eraseMe(context));
    const grants = [{ permission: "schedule.view", teamId: null } as const];
    await as(lumen.owner, NOW, (context) => invite(context, { name: "Cora Comes", email, grants }));
    const invitation = await as(lumen.owner, NOW, ({ db }) =>
      db.invitation.findFirst({ where: { name: "Cora Comes" }, select: { id: true } }),
    );
    await acceptInvitation(lumen.orgId, invitation?.id ?? "", user);
    const back = await actorOf(lumen.orgId, "lumen", user);
    expect(back.memberId).not.toBe(actor.memberId);
  });

  test("never takes the last owner, and nobody above whoever erases", async () => {
    const own = as(harbour.owner, NOW, (context) => eraseMe(context));
    expect(await outcome(own)).toBe("refused");
    const manager = await lumen.member("Max Manager", "Scheduler");
    await as(lumen.owner, NOW, ({ db }) =>
      db.grant.createMany({
        data: [{ permission: "member.manage", teamId: null, memberId: manager.memberId }],
      }),
    );
    const max = await actorOf(lumen.orgId, "lumen", { ...manager, id: manager.userId, email: "" });
    const erase = (actor: Actor, personId: string) =>
      outcome(as(actor, NOW, (context) => erasePerson(context, { personId })));
    expect(await erase(max, lumen.ownerPerson)).toBe("refused");
    expect(await erase(approver, await lumen.person("Nobody's"))).toBe("refused");
    expect(await erase(harbour.owner, await lumen.person("Not theirs"))).toBe("not_found");
    expect(await erase(max, await lumen.person("Without an account"))).toBe("ok");
  });

  test("of ten at once each gets a name of their own", async () => {
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, i) => lumen.person(`One of ten ${i}`)),
    );
    const names = await Promise.all(
      people.map((personId) =>
        as(lumen.owner, NOW, (context) => erasePerson(context, { personId })),
      ),
    );
    expect(new Set(names.map(({ name }) => name)).size).toBe(10);
  });
});
