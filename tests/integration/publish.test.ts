import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import {
  openDraft,
  rebaseDraft,
  saveDraft,
  submitDraft,
  withdrawDraft,
} from "@/lib/roster/draft-commands";
import { EVERYTHING } from "@/lib/roster/merge-conflict";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { acknowledgeDraft, reviewAfterwards } from "@/lib/roster/review-commands";
import { addSchedule } from "@/lib/roster/schedule-commands";
import type { Definition } from "@/lib/schedule/types";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage, type Work } from "./roster-stage";
import { tenant, without } from "./stage";

const {
  stage,
  lumen,
  stranger,
  author,
  editor,
  reviewer,
  viewer,
  scheduleId,
  at,
  head,
  saved,
  submitted,
  approve,
  publish,
  said,
  draftOf,
  grant,
  ungrant,
} = await rosterStage();
afterAll(() => stage.close());

test("the whole journey: draft, review, revision, log, outbox, queue, notification", async () => {
  const heard: string[] = [];
  const listener = new pg.Client({ connectionString: stage.appUrl });
  await listener.connect();
  listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
  await listener.query("LISTEN standby_published");
  const owner = await stage.openOwner();
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
    `SELECT payload->>'id' AS id FROM graphile_worker._private_jobs AS job
     JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id AND task.identifier = 'deliver'`,
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
