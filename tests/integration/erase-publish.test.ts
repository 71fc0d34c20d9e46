import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { erasePerson } from "@/lib/personal/erase";
import { openDraft, saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { reviewOf } from "@/lib/roster/draft-queries";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, outcome, published, replaced, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let watcher: pg.Client;
let lumen: Tenant;
let author: Actor & { readonly person: string };
let reviewer: Actor & { readonly person: string };

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  watcher = await stage.openOwner();
  lumen = await tenant("lumen");
  author = await lumen.member("Bo Author", "Scheduler");
  reviewer = await lumen.member("Dana Reviewer", "Approver");
});
afterAll(() => stage.close());

/** A draft that puts somebody on call for a day to come, saved by a member. */
async function naming(person: string, by = author) {
  const roster = weekly([author.person]);
  const scheduleId = await published(lumen, author, reviewer, NOW - DAY, roster);
  const { draftId } = await as(by, NOW, (context) => openDraft(context, { scheduleId }));
  const document = replaced(roster, author.person, person, NOW + DAY, NOW + 2 * DAY);
  const edited = { draftId, version: 1, title: "Change", words: "Why", document };
  const { version } = await as(by, NOW, (context) => saveDraft(context, edited));
  return { draftId, version };
}

type Seen = Awaited<ReturnType<typeof naming>>;

async function approved(person: string): Promise<Seen> {
  const seen = await naming(person);
  await as(author, NOW, (context) => submitDraft(context, seen));
  const approval = { ...seen, decision: "approve", words: "", waiver: "" } as const;
  await as(reviewer, NOW, (context) => reviewDraft(context, approval));
  return seen;
}

const erase = (personId: string) =>
  as(lumen.owner, NOW, (context) => erasePerson(context, { personId }));
const publish = (seen: Seen) => as(author, NOW, (context) => publishDraft(context, seen));
const publishAtOnce = (seen: Seen) =>
  as(lumen.owner, NOW, (context) => publishNow(context, { ...seen, words: "Now." }));

const WAITING = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/** How they end when each begins as soon as the ones before it wait for the lock of the log. */
async function inTurn(...acts: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  await owner.query("BEGIN");
  await owner.query(`SELECT FROM "ChangeLogHead" WHERE "orgId" = $1 FOR UPDATE`, [lumen.orgId]);
  const endings: Promise<string>[] = [];
  for (const act of acts) {
    endings.push(outcome(act()));
    const waits = async () => {
      const { rows } = await watcher.query(WAITING);
      expect(rows[0]?.count).toBe(endings.length);
    };
    await vi.waitFor(waits, { timeout: 20_000, interval: 10 });
  }
  await owner.query("COMMIT");
  return Promise.all(endings);
}

const isErased = (id: string) =>
  as(lumen.owner, NOW, async ({ db }) => {
    const person = await db.person.findFirst({ where: { id }, select: { erasedAt: true } });
    return person?.erasedAt !== null;
  });

describe("a roster that names somebody, and erasing them, at once", () => {
  test("published first: nobody is erased, and all of it is undone", async () => {
    const person = await lumen.person("Early");
    const seen = await approved(person);
    expect(
      await inTurn(
        () => publish(seen),
        () => erase(person),
      ),
    ).toEqual(["ok", "conflict"]);
    expect(await isErased(person)).toBe(false);
    await as(lumen.owner, NOW, async ({ db }) => {
      expect(await db.contactMethod.count({ where: { personId: person } })).toBe(1);
      expect(
        await db.changeLogEntry.count({ where: { subjectId: person, action: "person.erased" } }),
      ).toBe(0);
    });
  });

  test("published at once first: the same", async () => {
    const person = await lumen.person("Urgent");
    const seen = await naming(person);
    expect(
      await inTurn(
        () => publishAtOnce(seen),
        () => erase(person),
      ),
    ).toEqual(["ok", "conflict"]);
    expect(await isErased(person)).toBe(false);
  });

  test.each([
    ["publishing", approved, publish],
    ["publishing at once", naming, publishAtOnce],
  ])("erased first: %s is refused", async (_, draftOf, how) => {
    const person = await lumen.person("Gone");
    const seen = await draftOf(person);
    expect(
      await inTurn(
        () => erase(person),
        () => how(seen),
      ),
    ).toEqual(["ok", "refused"]);
    expect(await isErased(person)).toBe(true);
  });

  test("erased first, who wrote the draft and another: neither waits for the other", async () => {
    const writer = await lumen.member("Wes Writer", "Scheduler");
    const seen = [await naming(reviewer.person, writer), await naming(reviewer.person, writer)];
    const acts = seen.map((one) => () => publishAtOnce(one));
    expect(await inTurn(() => erase(writer.person), ...acts)).toEqual(["ok", "ok", "ok"]);
  });
});

test("a draft from before somebody was erased is not published, and says whom to replace", async () => {
  const person = await lumen.person("Lena Long Ago");
  const seen = await naming(person);
  const { name } = await erase(person);
  await expect(publishAtOnce(seen)).rejects.toThrow(
    `The draft puts somebody on call who was erased (${name}); put somebody else in their place.`,
  );
  const { reasons } = await as(author, NOW, (context) => reviewOf(context, seen.draftId));
  expect(reasons).toContainEqual(expect.objectContaining({ code: "erased" }));
});

test("who is on call no more when it is published may have been erased", async () => {
  const person = await lumen.person("Olaf Over");
  const roster = weekly([author.person]);
  const scheduleId = await published(lumen, author, reviewer, NOW - 9 * DAY, roster);
  const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
  const document = replaced(roster, author.person, person, NOW - 3 * DAY, NOW - 2 * DAY);
  const edited = { draftId, version: 1, title: "Past", words: "", document };
  const { version } = await as(author, NOW, (context) => saveDraft(context, edited));
  await erase(person);
  expect(await outcome(publishAtOnce({ draftId, version }))).toBe("ok");
});
