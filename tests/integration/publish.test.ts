import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  openDraft,
  rebaseDraft,
  saveDraft,
  submitDraft,
  withdrawDraft,
} from "@/lib/roster/draft-commands";
import { emptyDefinition } from "@/lib/roster/draft-facts";
import { apply } from "@/lib/roster/apply";
import { EVERYTHING } from "@/lib/roster/merge-conflict";
import { operationSchema } from "@/lib/roster/operations";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { revisionsIn, toDefinition } from "@/lib/roster/published";
import { acknowledgeDraft, reviewAfterwards, reviewDraft } from "@/lib/roster/review-commands";
import { addSchedule } from "@/lib/roster/schedule-commands";
import { compile } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import {
  DAY,
  HOUR,
  openStage,
  outcome,
  published,
  replaced,
  type Tenant,
  tenant,
  weekly,
  without,
} from "./stage";

const NOW = Date.now();

type Member = Actor & { readonly person: string };
type Work = Parameters<typeof as<unknown>>[2];
type Seen = { readonly draftId: string; readonly version: number };

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let author: Member;
let editor: Member;
let reviewer: Member;
let second: Member;
let viewer: Member;
let stranger: Actor;
let owner: pg.Client;
let people: readonly [string, string];
let roster: Definition;
let scheduleId: string;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  stranger = (await tenant("harbour")).owner;
  author = await lumen.member("Ana Author", "Scheduler");
  editor = await lumen.member("Ed Editor", "Scheduler");
  reviewer = await lumen.member("Rita Reviewer", "Approver");
  second = await lumen.member("Sam Second", "Approver");
  viewer = await lumen.member("Vic Viewer", "Viewer");
  people = [await lumen.person("Chen"), await lumen.person("Farah")];
  roster = weekly(people);
  scheduleId = await published(lumen, author, reviewer, NOW - 3 * DAY, roster);
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});

const at = (actor: Actor, work: Work, now = NOW) => outcome(as(actor, now, work));
const head = async (): Promise<Definition> =>
  as(author, NOW, async ({ db }) => {
    const row = await db.revision.findFirst({ where: { scheduleId }, orderBy: { number: "desc" } });
    return toDefinition(row?.definition);
  });

/** A draft saved by its author: by default Farah stands in for Chen, `days` days from now, for a day. */
async function saved(document?: Definition, days = 10): Promise<Seen> {
  const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
  const [who, by] = people;
  const from = NOW + days * DAY;
  const next = document ?? replaced(await head(), who, by, from, from + 8 * DAY);
  const { version } = await as(author, NOW, (context) =>
    saveDraft(context, { draftId, version: 1, title: "Change", words: "", document: next }),
  );
  return { draftId, version };
}

async function submitted(document?: Definition, days?: number): Promise<Seen> {
  const seen = await saved(document, days);
  await as(author, NOW, (context) => submitDraft(context, seen));
  return seen;
}

const approve = (by: Actor, seen: Seen, waiver = "", now = NOW) =>
  at(
    by,
    (context) => reviewDraft(context, { ...seen, decision: "approve", words: "", waiver }),
    now,
  );
const publish = (by: Actor, seen: Seen, now = NOW) =>
  at(by, (context) => publishDraft(context, seen), now);
const said = (by: Actor, seen: Seen, now = NOW): Promise<string> =>
  as(by, now, (context) => publishDraft(context, seen)).then(
    () => "published",
    (error: Error) => error.message,
  );

test("the whole journey: draft, review, revision, log, outbox, queue, notification", async () => {
  const heard: string[] = [];
  const listener = new pg.Client({ connectionString: stage.appUrl });
  await listener.connect();
  listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
  await listener.query("LISTEN standby_published");
  const seen = await submitted();
  expect(await said(author, seen)).toMatch(/needs 1 more approval/);
  expect(await approve(reviewer, seen)).toBe("ok");
  const { revision } = await as(author, NOW, (context) => publishDraft(context, seen));
  const { row, log, outbox } = await as(author, NOW, async ({ db }) => ({
    row: await db.revision.findFirst({ where: { scheduleId, number: revision } }),
    log: await db.changeLogEntry.findMany({ orderBy: { number: "desc" }, take: 5 }),
    outbox: await db.outbox.findMany({ select: { id: true, kind: true, payload: true } }),
  }));
  expect(row).toMatchObject({
    draftId: seen.draftId,
    publishedBy: author.memberId,
    emergency: false,
  });
  expect(log.map(({ action }) => action).reverse()).toEqual([
    "draft.opened",
    "draft.saved",
    "draft.submitted",
    "draft.reviewed",
    "schedule.published",
  ]);
  const told = outbox.filter(({ payload }) =>
    JSON.stringify(payload).includes(`"revision":${revision}`),
  );
  expect(told.map(({ kind }) => kind)).toEqual(["shifts-changed", "shifts-changed"]);
  const { rows } = await owner.query(
    "SELECT payload->>'id' AS id FROM graphile_worker._private_jobs",
  );
  expect(rows.map(({ id }) => id).sort()).toEqual(outbox.map(({ id }) => id).sort());
  await expect
    .poll(() => heard.map((text) => JSON.parse(text)))
    .toContainEqual({
      orgId: lumen.orgId,
      scheduleId,
      number: revision,
    });
  await listener.end();
});

describe("who may", () => {
  test("nobody approves what they wrote or edited, nor what they may only see", async () => {
    const { draftId, version } = await saved();
    const next = await as(editor, NOW, async (context) =>
      saveDraft(context, {
        draftId,
        version,
        title: "Edited",
        words: "",
        document: (await draftOf(draftId)).document,
      }),
    );
    const seen = { draftId, ...next };
    await as(author, NOW, (context) => submitDraft(context, seen));
    const mighty = { grants: lumen.owner.grants };
    for (const member of [author, editor]) {
      await grant(member, "schedule.approve");
      expect(await approve({ ...member, ...mighty }, seen)).toBe("refused");
    }
    expect(await approve(viewer, seen)).toBe("refused");
    expect(await approve({ ...viewer, ...mighty }, seen)).toBe("refused");
    expect(await publish(author, seen)).toBe("refused");
    for (const member of [author, editor]) await ungrant(member, "schedule.approve");
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await publish(viewer, seen)).toBe("refused");
    expect(await publish({ ...viewer, ...mighty }, seen)).toBe("refused");
    expect(await publish(editor, seen)).toBe("ok");
  });

  test("for another organisation there is no such draft and no such schedule", async () => {
    const seen = await submitted();
    const { document } = await draftOf(seen.draftId);
    const works: Work[] = [
      (context) => openDraft(context, { scheduleId }),
      (context) => saveDraft(context, { ...seen, title: "x", words: "", document }),
      (context) => submitDraft(context, seen),
      (context) => withdrawDraft(context, seen),
      (context) => rebaseDraft(context, { ...seen, choices: {} }),
      (context) => publishDraft(context, seen),
      (context) => publishNow(context, { ...seen, words: "x" }),
      (context) =>
        reviewAfterwards(context, { draftId: seen.draftId, decision: "approve", words: "" }),
    ];
    for (const work of works) expect(await at(stranger, work)).toBe("not_found");
    expect(await approve(stranger, seen)).toBe("not_found");
    expect(await at(stranger, (context) => acknowledgeDraft(context, seen))).toBe("not_found");
  });

  test("a permission that was taken after the page was read counts no more", async () => {
    const seen = await submitted();
    await ungrant(reviewer, "schedule.approve");
    expect(await approve(reviewer, seen)).toBe("refused");
    await grant(reviewer, "schedule.approve");
    expect(await approve(reviewer, seen)).toBe("ok");
    await ungrant(author, "schedule.publish");
    expect(await publish(author, seen)).toBe("refused");
    await grant(author, "schedule.publish");
    await ungrant(reviewer, "schedule.approve");
    expect(await said(author, seen)).toMatch(/needs 1 more approval/);
    await grant(reviewer, "schedule.approve");
    expect(await publish(without(author, "schedule.edit"), seen)).toBe("ok");
  });

  test("a schedule is made for a team of the organisation only", async () => {
    const input = { name: "x", description: "", zone: "UTC" };
    const teamId = (await tenant("third")).teamId;
    expect(await at(lumen.owner, (context) => addSchedule(context, { ...input, teamId }))).toBe(
      "not_found",
    );
  });
});

async function draftOf(draftId: string): Promise<{ document: unknown; status: string }> {
  const draft = await as(author, NOW, ({ db }) => db.draft.findFirst({ where: { id: draftId } }));
  return { document: draft?.document, status: draft?.status ?? "" };
}

async function grant({ memberId }: Actor, permission: string): Promise<void> {
  await as(lumen.owner, NOW, ({ db }) => db.grant.create({ data: { memberId, permission } }));
}

async function ungrant({ memberId }: Actor, permission: string): Promise<void> {
  await as(lumen.owner, NOW, ({ db }) => db.grant.deleteMany({ where: { memberId, permission } }));
}

describe("stale pages and moved bases", () => {
  test("an old version can be neither saved, submitted, reviewed, published nor withdrawn", async () => {
    const seen = await submitted();
    const old = { ...seen, version: seen.version - 1 };
    const { document } = await draftOf(seen.draftId);
    expect(
      await at(author, (context) =>
        saveDraft(context, { ...old, title: "x", words: "", document }),
      ),
    ).toBe("stale");
    expect(await at(author, (context) => withdrawDraft(context, old))).toBe("stale");
    expect(await approve(reviewer, old)).toBe("stale");
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await publish(author, old)).toBe("stale");
    expect(await publish(author, seen)).toBe("ok");
  });

  test("an edit after the approval needs a new one", async () => {
    const seen = await submitted();
    await approve(reviewer, seen);
    const { document } = await draftOf(seen.draftId);
    const next = await as(author, NOW, (context) =>
      saveDraft(context, { ...seen, title: "Again", words: "", document }),
    );
    const later = { ...seen, ...next };
    expect(await publish(author, later)).toBe("refused");
    await as(author, NOW, (context) => submitDraft(context, later));
    expect(await said(author, later)).toMatch(/needs 1 more approval/);
  });

  test("a moved base is brought up to date, approved again and then published; both changes hold", async () => {
    const [mine, theirs] = [await submitted(undefined, 20), await submitted(undefined, 40)];
    for (const seen of [mine, theirs]) await approve(reviewer, seen);
    expect(await publish(author, theirs)).toBe("ok");
    expect(await publish(author, mine)).toBe("stale");
    const next = await as(author, NOW, (context) => rebaseDraft(context, { ...mine, choices: {} }));
    const rebased = { ...mine, ...next };
    expect(await publish(author, rebased)).toBe("refused");
    await as(author, NOW, (context) => submitDraft(context, rebased));
    expect(await approve(reviewer, rebased)).toBe("ok");
    const before = (await head()).overrides.length;
    expect(await publish(author, rebased)).toBe("ok");
    expect((await head()).overrides).toHaveLength(before + 1);
  });

  test("where both changed the same thing, nothing is lost silently", async () => {
    const base = await head();
    const renamed = (name: string): Definition => ({
      ...base,
      tiers: base.tiers.map((tier) => ({ ...tier, name })),
    });
    const [mine, theirs] = [await submitted(renamed("Mine")), await submitted(renamed("Theirs"))];
    await approve(reviewer, theirs);
    expect(await publish(author, theirs)).toBe("ok");
    expect(await at(author, (context) => rebaseDraft(context, { ...mine, choices: {} }))).toBe(
      "conflict",
    );
    expect((await draftOf(mine.draftId)).document).toMatchObject({ tiers: [{ name: "Mine" }] });
    const next = await as(author, NOW, (context) =>
      rebaseDraft(context, { ...mine, choices: { [EVERYTHING]: "theirs" } }),
    );
    expect((await draftOf(mine.draftId)).document).toMatchObject({ tiers: [{ name: "Theirs" }] });
    expect(await at(author, (context) => submitDraft(context, { ...mine, ...next }))).toBe(
      "refused",
    );
  });
});

describe("gates", () => {
  /** The rotation with a turn of nobody behind the others: a gap every third week, for ever. */
  async function withGap(): Promise<Definition> {
    const { tiers, ...rest } = await head();
    const open = tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => ({
        ...layer,
        rotation: {
          ...layer.rotation,
          turns: [...layer.rotation.turns, { id: "nobody", people: [] }],
        },
      })),
    }));
    return { ...rest, tiers: open };
  }

  test("a new gap needs a written waiver, which holds for as long as the draft waits", async () => {
    const seen = await submitted(await withGap());
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await said(author, seen)).toMatch(/Nobody is on call/);
    expect(await approve(reviewer, seen, "The jobs can wait a week.")).toBe("ok");
    expect(await publish(author, seen, NOW + 8 * DAY)).toBe("ok");
  });

  test("a waiver does not cover a gap that nobody could see when it was given", async () => {
    const document: Definition = { ...(await head()), overrides: [] };
    const gone = { ...document, tiers: document.tiers.map((tier) => ({ ...tier, layers: [] })) };
    const seen = await submitted(gone);
    expect(await approve(reviewer, seen, "Closed for the season.")).toBe("ok");
    expect(await said(author, seen, NOW + 60 * DAY)).toMatch(/Nobody is on call/);
    await as(author, NOW, (context) => withdrawDraft(context, seen));
  });
});

describe("what was published", () => {
  test("the past is answered as before, whatever is published", async () => {
    const yesterday = [NOW - 2 * DAY, NOW - DAY] as const;
    const resolve = () =>
      as(author, NOW, async (context) =>
        compile(await revisionsIn(context, scheduleId, ...yesterday), zones).resolve(...yesterday),
      );
    const before = await resolve();
    expect(before.length).toBeGreaterThan(0);
    const [who, by] = people;
    const past = replaced(
      replaced(await head(), who, by, NOW - 3 * DAY, NOW + DAY),
      by,
      who,
      NOW - 2 * DAY,
      NOW,
    );
    const seen = await submitted(past);
    await approve(reviewer, seen);
    expect(await publish(author, seen)).toBe("ok");
    expect(await resolve()).toEqual(before);
  });

  test("a machine whose clock is behind does not put a revision before the last one", async () => {
    const [one, two] = [await submitted(undefined, 50), await submitted(undefined, 51)];
    await approve(reviewer, one);
    await as(author, NOW, (context) => publishDraft(context, one));
    const next = await as(author, NOW, (context) => rebaseDraft(context, { ...two, choices: {} }));
    const rebased = { ...two, ...next };
    await as(author, NOW, (context) => submitDraft(context, rebased));
    await approve(reviewer, rebased);
    expect(await publish(author, rebased, NOW - 10 * DAY)).toBe("ok");
    const rows = await as(author, NOW, ({ db }) =>
      db.revision.findMany({ where: { scheduleId }, orderBy: { number: "asc" } }),
    );
    const times = rows.map(({ holdsFrom }) => holdsFrom.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("folding the log gives every published definition again", async () => {
    const { entries, rows } = await as(author, NOW, async ({ db }) => ({
      entries: await db.changeLogEntry.findMany({
        where: { scheduleId, action: "schedule.published" },
        orderBy: { number: "asc" },
        select: { body: true },
      }),
      rows: await db.revision.findMany({ where: { scheduleId }, orderBy: { number: "asc" } }),
    }));
    let folded = emptyDefinition("UTC");
    for (const [i, { body }] of entries.entries()) {
      folded = apply(folded, operationSchema.array().parse(JSON.parse(body).operations));
      expect(folded).toEqual(toDefinition(rows[i]?.definition));
    }
    expect(rows.length).toBe(entries.length);
    expect(rows.length).toBeGreaterThan(5);
    expect(folded.zone).toBe("Europe/London");
  });
});

describe("in an emergency", () => {
  test("a holder of the permission publishes at once, with words, and others review it afterwards", async () => {
    const seen = await saved();
    const now = (by: Actor, words: string) =>
      at(by, (context) => publishNow(context, { ...seen, words }));
    expect(await now(author, "The server room burns.")).toBe("refused");
    expect(await now({ ...author, grants: lumen.owner.grants }, "The server room burns.")).toBe(
      "refused",
    );
    await grant(author, "schedule.emergency");
    expect(await now(author, " ")).toBe("refused");
    expect(await now(author, "The server room burns.")).toBe("ok");
    await ungrant(author, "schedule.emergency");
    const afterwards = (by: Actor, decision: "approve" | "reject", words = "") =>
      at(by, (context) => reviewAfterwards(context, { draftId: seen.draftId, decision, words }));
    expect(await afterwards(author, "approve")).toBe("refused");
    expect(await afterwards(viewer, "approve")).toBe("refused");
    expect(await afterwards(reviewer, "reject")).toBe("invalid");
    expect(await afterwards(reviewer, "approve")).toBe("ok");
    const wanted = await as(author, NOW, ({ db }) =>
      db.outbox.findMany({ where: { kind: "review-wanted" }, select: { payload: true } }),
    );
    expect(
      wanted.filter(({ payload }) => JSON.stringify(payload).includes(seen.draftId)).length,
    ).toBeGreaterThan(1);
  });

  test("what was published in the ordinary way is not reviewed afterwards", async () => {
    const seen = await submitted(undefined, HOUR / DAY);
    await approve(second, seen);
    await as(author, NOW, (context) => publishDraft(context, seen));
    const late = at(reviewer, (context) =>
      reviewAfterwards(context, { draftId: seen.draftId, decision: "approve", words: "" }),
    );
    expect(await late).toBe("conflict");
  });
});
