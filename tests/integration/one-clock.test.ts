import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { whoIsOnCall } from "@/lib/roster/now";
import { publishDraft } from "@/lib/roster/publish";
import type { Definition, Override } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { NOW, rosterStage, type Seen } from "./roster-stage";
import { HOUR, published, replaced, weekly } from "./stage";

const { stage, lumen, author, reviewer, people, scheduleId, head, submitted, approve } =
  await rosterStage();
const owner = await stage.openOwner();
afterEach(() => vi.useRealTimers());
afterAll(() => stage.close());

/** What is done on a server whose clock is so far ahead of the database's: as the doors do it. */
async function onServer<T>(
  ahead: number,
  actor: Actor,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: performance.timeOrigin + performance.now() + ahead });
  return tenantTx(actor.orgId, (db, now) =>
    work({ actor: { ...actor, requestId: randomUUID() }, db, now }),
  ).finally(() => vi.useRealTimers());
}

/** The same at once with others: only what the request takes for the present is wrong. */
const mistaken = <T>(ahead: number, actor: Actor, work: (context: Context) => Promise<T>) =>
  tenantTx(actor.orgId, (db, now) =>
    work({ actor: { ...actor, requestId: randomUUID() }, db, now: now + ahead }),
  );

const databaseTime = async (): Promise<number> =>
  Number(
    (await owner.query(`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at`)).rows[0]?.at,
  );

async function approved(seen?: Seen): Promise<Seen> {
  const draft = seen ?? (await submitted());
  expect(await approve(reviewer, draft)).toBe("ok");
  return draft;
}

/** A schedule whose first roster holds since an hour, and an approved draft of its second. */
async function another(next: (roster: Definition) => Definition, roster = weekly(people)) {
  const own = await published(lumen, author, reviewer, NOW - HOUR, roster);
  const { rows } = await owner.query(
    `INSERT INTO "Draft" ("orgId", "scheduleId", "authorId", "editors", "title", "status", "baseRevision", "document", "submittedAt")
       VALUES ($1, $2, $3, '{}', 'Next', 'submitted', 1, $4, now()) RETURNING "id"`,
    [lumen.orgId, own, author.memberId, JSON.stringify(next(roster))],
  );
  return { own, seen: await approved({ draftId: rows[0]?.id, version: 1 }) };
}

type Published = { readonly revision: number; readonly holdsFrom: number; readonly at: number };

/** The publications as the log has them, in its order: of one schedule or of all. */
async function logged(schedules: readonly string[]): Promise<readonly Published[]> {
  const { rows } = await owner.query(
    `SELECT "body", extract(epoch FROM "at") * 1000 AS at FROM "ChangeLogEntry"
      WHERE "action" = 'schedule.published' AND "scheduleId" = ANY($1) ORDER BY "number"`,
    [schedules],
  );
  return rows.map(({ body, at }) => ({ ...JSON.parse(body), at: Number(at) }));
}

const inOrder = (numbers: readonly number[]) =>
  numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));

describe("two servers whose clocks disagree by hours", () => {
  test("publish in the order of the log, by the database's clock", async () => {
    const before = await databaseTime();
    for (const [round, ahead] of [HOUR, -HOUR, 3 * HOUR, -3 * HOUR].entries()) {
      const seen = await approved();
      await onServer(ahead, round % 2 === 0 ? author : reviewer, (context) =>
        publishDraft(context, seen),
      );
    }
    const after = await databaseTime();
    const [, ...all] = await logged([scheduleId]);
    expect(all).toHaveLength(4);
    expect(inOrder(all.map(({ revision }) => revision))).toBe(true);
    expect(inOrder(all.map(({ holdsFrom }) => holdsFrom))).toBe(true);
    for (const { holdsFrom, at } of all) {
      expect(holdsFrom).toBeGreaterThanOrEqual(Math.floor(before));
      expect(holdsFrom).toBeLessThanOrEqual(at);
      expect(at).toBeLessThanOrEqual(after);
    }
  });

  test("answer who is on call now by the new revision, for the same instant", async () => {
    const [chen, farah] = people;
    const { own, seen } = await another(
      (roster) => replaced(roster, chen, farah, NOW - 60_000, NOW + HOUR),
      weekly([chen]),
    );
    await onServer(2 * HOUR, author, (context) => publishDraft(context, seen));
    for (const ahead of [-2 * HOUR, 0, 2 * HOUR]) {
      const view = await onServer(ahead, author, whoIsOnCall);
      const found = view.schedules.find(({ id }) => id === own);
      expect(found?.tiers[0]?.holders.map(({ person }) => person)).toEqual([farah]);
      expect(Math.abs(view.at - (await databaseTime()))).toBeLessThan(5_000);
    }
  });

  test("judge a draft by the database's clock: a gap of the coming hour is seen", async () => {
    const [startsAt, endsAt] = [Date.now() + HOUR / 3, Date.now() + HOUR / 2];
    const gap: Override = {
      id: randomUUID(),
      kind: "remove",
      target: { scope: "schedule" },
      people: people.concat(),
      startsAt,
      endsAt,
    };
    const roster = await head();
    const seen = await approved(
      await submitted({ ...roster, overrides: [...roster.overrides, gap] }),
    );
    const publish = mistaken(HOUR, author, (context) => publishDraft(context, seen));
    await expect(publish).rejects.toThrow(/Nobody is on call/);
  });
});

test("who waited for another's turn holds from their own", async () => {
  const seen = await approved();
  await owner.query("BEGIN");
  await owner.query(`SELECT FROM "ChangeLogHead" WHERE "orgId" = $1 FOR UPDATE`, [lumen.orgId]);
  const publishing = mistaken(0, author, (context) => publishDraft(context, seen));
  await pause(500);
  const free = await databaseTime();
  await owner.query("COMMIT");
  await publishing;
  expect((await logged([scheduleId])).at(-1)?.holdsFrom).toBeGreaterThanOrEqual(Math.floor(free));
});

test("schedules published at once hold from instants in the order of the log", async () => {
  const all: Awaited<ReturnType<typeof another>>[] = [];
  for (let i = 0; i < 6; i += 1)
    all.push(
      await another((roster) => replaced(roster, people[0], people[1], NOW + HOUR, NOW + 2 * HOUR)),
    );
  await Promise.all(
    all.map(({ seen }, i) =>
      mistaken((i % 2 === 0 ? -1 : 1) * HOUR, author, (context) => publishDraft(context, seen)),
    ),
  );
  const seconds = (await logged(all.map(({ own }) => own))).filter(
    ({ revision }) => revision === 2,
  );
  expect(seconds).toHaveLength(6);
  expect(inOrder(seconds.map(({ holdsFrom }) => holdsFrom))).toBe(true);
});

test.each([
  ["that leaves a number out", `"number" + 2, "holdsFrom" + interval '1 minute'`],
  ["that holds from before the last one", `"number" + 1, "holdsFrom" - interval '1 minute'`],
  ["that holds from the same instant as the last one", `"number" + 1, "holdsFrom"`],
])("PostgreSQL refuses a revision %s", async (_, place) => {
  const insert = owner.query(
    `INSERT INTO "Revision" ("orgId", "scheduleId", "number", "holdsFrom", "definition", "operations", "zonesVersion", "draftId", "publishedBy")
       SELECT "orgId", "scheduleId", ${place}, "definition", "operations", "zonesVersion", "draftId", "publishedBy"
       FROM "Revision" WHERE "scheduleId" = $1 ORDER BY "number" DESC LIMIT 1`,
    [scheduleId],
  );
  await expect(insert).rejects.toThrow(/must follow the last one/);
});
