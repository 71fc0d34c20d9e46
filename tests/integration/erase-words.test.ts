import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markSeen } from "@/lib/alerts/commands";
import { publicKeys } from "@/lib/log/key";
import { enqueueAll, type Message } from "@/lib/notify/outbox";
import { erasePerson } from "@/lib/personal/erase";
import { exportMe } from "@/lib/personal/export";
import { saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { verifyLog } from "@/lib/roster/log-verify";
import { reviewDraft } from "@/lib/roster/review-commands";
import { addSchedule } from "@/lib/roster/schedule-commands";
import type { Definition } from "@/lib/schedule/types";
import { grantAccess } from "@/lib/support/commands";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { exported } from "./log-stage";
import { openStage, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
let scheduler: Actor & { readonly person: string };

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  lumen = await tenant("lumen");
  scheduler = await lumen.member("Sam Scheduler", "Scheduler");
});
afterAll(() => stage.close());

/** What the database holds in clear, and what it keeps of who wrote what. */
async function dump(): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const parts: unknown[] = [];
  for (const { name } of rows)
    parts.push((await owner.query(`SELECT t::text AS row FROM ${name} t`)).rows);
  return JSON.stringify(parts);
}

/** On call every other week, so that publishing takes a waiver. */
function half(person: string): Definition {
  const whole = weekly([person], "UTC");
  return {
    ...whole,
    tiers: whole.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map(({ rotation, ...layer }) => ({
        ...layer,
        rotation: { ...rotation, turns: [...rotation.turns, { id: randomUUID(), people: [] }] },
      })),
    })),
  };
}

test("erasing takes along what they wrote: of reviews, waivers, drafts, alerts and grants to support, and nobody else's", async () => {
  const approves = await lumen.member("Wanda Words", "Owner");
  const other = await lumen.member("Otto Other", "Approver");
  const mine = (what: string) => `Wanda's own words: ${what}`;
  const document = half(scheduler.person);
  const draftOf = async (author: Actor, words: string) => {
    const { draftId } = await as(author, NOW, (context) =>
      addSchedule(context, { name: "Gaps", teamId: lumen.teamId, description: "", zone: "UTC" }),
    );
    const edited = { draftId, version: 1, title: "Half", words, document };
    const { version } = await as(author, NOW, (context) => saveDraft(context, edited));
    await as(author, NOW, (context) => submitDraft(context, { draftId, version }));
    return { draftId, version };
  };
  const first = await draftOf(scheduler, "Sam's words");
  const decided = {
    ...first,
    decision: "approve" as const,
    words: mine("fine"),
    waiver: mine("gap"),
  };
  await as(approves, NOW, (context) => reviewDraft(context, decided));
  const second = await draftOf(approves, mine("why"));
  const judged = {
    ...second,
    decision: "approve" as const,
    words: "Otto's",
    waiver: "Otto's gap",
  };
  await as(other, NOW, (context) => reviewDraft(context, judged));
  await as(approves, NOW, async (context) => {
    await grantAccess(context, { reason: mine("help"), whole: true, teams: [], hours: 1 });
    const window = { at: new Date(NOW), windowAt: new Date(NOW), facts: {} };
    const { id } = await context.db.alert.create({
      data: { rule: "spike", subject: "x", ...window },
    });
    await markSeen(context, { alertId: id, note: mine("seen") });
    const { draftId, version: draftVersion } = first;
    const { person: personId } = approves;
    await context.db.acknowledgement.create({ data: { draftId, draftVersion, personId } });
  });
  const taken = await as(approves, NOW, (context) => exportMe(context, false));
  expect(taken).toMatchObject({
    drafts: {
      written: [{ id: second.draftId, words: mine("why") }],
      reviewed: [{ draftId: first.draftId, words: mine("fine") }],
      waived: expect.arrayContaining([
        expect.objectContaining({ draftId: first.draftId, words: mine("gap") }),
      ]),
      acknowledged: [{ draftId: first.draftId, draftVersion: first.version }],
    },
    security: { alerts: [{ note: mine("seen") }], support: [{ reason: mine("help") }] },
  });
  for (const part of ["Sam's words", "Otto's"]) expect(JSON.stringify(taken)).not.toContain(part);
  const words = `UPDATE "Review" SET "words" = '' WHERE "memberId" = $1`;
  await expect(owner.query(words, [approves.memberId])).rejects.toThrow(/append-only/);
  const before = await dump();
  for (const what of ["fine", "gap", "why", "help", "seen"]) expect(before).toContain(mine(what));

  await as(lumen.owner, NOW, (context) => erasePerson(context, { personId: approves.person }));
  const after = await dump();
  expect(after).not.toContain(mine(""));
  for (const part of ["Sam's words", "Otto's", "Otto's gap"]) expect(after).toContain(part);
  await expect(
    owner.query(`UPDATE "Review" SET "decision" = 'reject', "words" = '' WHERE "memberId" = $1`, [
      approves.memberId,
    ]),
  ).rejects.toThrow(/append-only/);
  const { verdict } = await as(lumen.owner, NOW, (context) => verifyLog(context, 0));
  expect(verdict).toMatchObject({ whole: true });
  const { keys } = await publicKeys();
  expect((await verifyExport(await exported(lumen.owner), { keys })).problems).toEqual([]);
});

test("erasing takes along the messages to them that wait; those to others stay", async () => {
  const gone = await lumen.member("Mona Messages", "Scheduler");
  const messages = ({ memberId, person }: typeof gone): Message[] => [
    { kind: "notice", memberId, secret: "sealed" },
    { kind: "review-wanted", draftId: randomUUID(), memberId },
    { kind: "shifts-changed", personId: person, ...shifts },
  ];
  const shifts = {
    scheduleId: randomUUID(),
    revision: 1,
    emergency: false,
    gained: [],
    lost: [],
  };
  const { memberId } = gone;
  const toAuthor = {
    kind: "reviewed",
    draftId: randomUUID(),
    memberId,
    decision: "approve",
  } as const;
  const others = [...messages(scheduler), toAuthor];
  await as(lumen.owner, NOW, async (context) => {
    await context.db.outbox.deleteMany({});
    await enqueueAll(context, [...messages(gone), ...others]);
    await erasePerson(context, { personId: gone.person });
    const rows = await context.db.outbox.findMany({ select: { kind: true } });
    expect(rows.map(({ kind }) => kind).sort()).toEqual(others.map(({ kind }) => kind).sort());
  });
});
