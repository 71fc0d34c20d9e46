import ICAL from "ical.js";
import { afterAll, describe, expect, test, vi } from "vitest";
import { GET } from "@/app/feeds/[token]/route";
import { spendRead } from "@/lib/doors/budget";
import { LIMITS } from "@/lib/limits/limits";
import { removeMember } from "@/lib/members/commands";
import { headOf, openDraft } from "@/lib/roster/draft-commands";
import { createFeed, type FeedsOf, recycleFeed, revokeFeed } from "@/lib/roster/feed-commands";
import { listFeeds } from "@/lib/roster/feed-queries";
import type { Actor } from "@/lib/tenancy/actor";
import { approve, as } from "@/scripts/demo-stage";
import { keysStage, make, NOW, statusOf } from "./keys-stage";
import { DAY, HOUR, outcome, replaced } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { owner, lumen, harbour, scheduler, scheduleId, close } = await keysStage();
afterAll(close);

const create = async (actor: Actor, of: string | null = null, days: number | null = null) =>
  (await as(actor, NOW, (context) => createFeed(context, { scheduleId: of, days }))).path;
const recycle = (actor: Actor, feedId: string, overlap: number) =>
  as(actor, NOW, (context) => recycleFeed(context, { feedId, overlap }));
const revoke = (actor: Actor, feedId: string, of: FeedsOf = "own") =>
  as(actor, NOW, (context) => revokeFeed(context, of, { feedId }));

const ask = (path: string, headers: Record<string, string> = {}) =>
  get(GET as Parameters<typeof get>[0], path, { token: path.replace("/feeds/", "") }, headers);

async function eventsOf(path: string) {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  return calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
}

/** The feed of this address, as its owner sees it. */
async function feedAt(path: string, actor: Actor = scheduler) {
  const all = await as(actor, NOW, (context) => listFeeds(context, "own"));
  const found = all.find(({ prefix }) => path.startsWith(`/feeds/${prefix}_`));
  if (!found) throw new Error("no such feed");
  return found;
}

/** What was wrong, as the caller is told. */
async function refusal(path: string) {
  const answer = await ask(path);
  const headers = [...answer.headers].filter(([name]) => name !== "date");
  return { status: answer.status, text: await answer.text(), headers };
}

describe("a feed", () => {
  test("holds one's own shifts, or all of a schedule, for a calendar of any make", async () => {
    const mine = await eventsOf(await create(scheduler));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine[0]?.summary).toBe("On call: On call (Primary)");
    const approver = await lumen.member("Ida Idle", "Viewer");
    expect(await eventsOf(await create(approver))).toEqual([]);
    const all = await eventsOf(await create(approver, scheduleId));
    expect(all[0]?.summary).toBe("Sam Scheduler (Primary)");
    for (const event of [mine[0], all[0]]) {
      expect(event?.description).toMatch(/\nLayer “.+”, turn 1 of \d+.*; revision \d+\.$/);
    }
    expect(all[0]?.component.getFirstPropertyValue("url")).toBe(
      `http://localhost:3000/o/lumen/schedules/${scheduleId}`,
    );
  });

  test("stays the same until something changes, and says so; a changed shift keeps its name", async () => {
    const path = await create(scheduler, scheduleId);
    const first = await ask(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await ask(path, { "if-none-match": known });
      expect([known, again.status, await again.text()]).toEqual([known, 304, ""]);
    }
    const before = await eventsOf(path);
    const by = await lumen.person("Farah Cover");
    const reviewer = await lumen.member("Rita Reviewer", "Approver");
    const next = before.find(({ startDate }) => startDate.toUnixTime() * 1000 > NOW);
    const startsAt = (next?.startDate.toUnixTime() ?? 0) * 1000;
    const endsAt = Math.min(startsAt + DAY, (next?.endDate.toUnixTime() ?? 0) * 1000);
    const { draftId } = await as(scheduler, NOW, (context) => openDraft(context, { scheduleId }));
    const head = await as(scheduler, NOW, (context) =>
      headOf(context, { id: scheduleId, headRevision: 1 }),
    );
    const document = replaced(head, scheduler.person, by, startsAt, endsAt);
    await approve(scheduler, reviewer, NOW, draftId, "Cover", document);
    const changed = await ask(path, { "if-none-match": etag });
    expect(changed.status).toBe(200);
    const after = await eventsOf(path);
    const same = after.find(({ uid }) => uid === next?.uid);
    expect(same?.summary).toBe("Farah Cover (Primary)");
    expect(same?.description).toContain("override: Farah Cover instead of Sam Scheduler");
    expect(same?.sequence).toBeGreaterThan(next?.sequence ?? Number.NaN);
    expect(new Set(after.map(({ uid }) => uid)).size).toBe(after.length);
  });

  test("is refused in the same words and headers, whatever is wrong, and not at once", async () => {
    const good = await create(scheduler);
    const revoked = await create(scheduler);
    const { id } = await feedAt(revoked);
    await revoke(scheduler, id);
    const ended = await create(scheduler);
    await owner.query(`UPDATE "Feed" SET "expiresAt" = now() WHERE "id" = $1`, [
      (await feedAt(ended)).id,
    ]);
    const { key } = await make(scheduler);
    const wrong = [
      revoked,
      ended,
      good.replace(".ics", ""),
      good.replace("/standbyfeed_", "/standbyfeed_x"),
      good.replace(/_[^_]{8}_/, "_00000000_"),
      `/feeds/${key}.ics`,
      "/feeds/.ics",
      "/feeds/x.ics",
    ];
    const first = await refusal(revoked);
    expect(first).toMatchObject({ status: 404, text: "There is no such calendar.\n" });
    for (const path of wrong) {
      const began = performance.now();
      expect(await refusal(path)).toEqual(first);
      expect(performance.now() - began).toBeGreaterThan(140);
    }
    expect((await ask(good)).status).toBe(200);
  });

  test("ends with the membership, and shows no more than the member may see", async () => {
    const guest = await lumen.member("Gil Guest", "Viewer");
    const [own, all] = [await create(guest), await create(guest, scheduleId)];
    await owner.query(`DELETE FROM "Grant" WHERE "memberId" = $1`, [guest.memberId]);
    expect((await ask(all)).status).toBe(404);
    expect(await eventsOf(own)).toEqual([]);
    await as(lumen.owner, NOW, (context) => removeMember(context, { memberId: guest.memberId }));
    expect((await ask(own)).status).toBe(404);
    await owner.query(`UPDATE "Member" SET "removedAt" = NULL WHERE "id" = $1`, [guest.memberId]);
    expect((await ask(own)).status).toBe(404);
  });

  test("is one's own organisation's, and oneself's to recycle and revoke", async () => {
    expect(await outcome(create(harbour.owner, scheduleId))).toBe("not_found");
    const path = await create(scheduler, scheduleId);
    const { id: feedId } = await feedAt(path);
    for (const other of [lumen.owner, harbour.owner]) {
      expect(await outcome(recycle(other, feedId, 0))).toBe("stale");
      expect(await outcome(revoke(other, feedId))).toBe("stale");
    }
    expect(await outcome(revoke(harbour.owner, feedId, "organisation"))).toBe("stale");
    const next = await recycle(scheduler, feedId, 0);
    expect([(await ask(path)).status, (await ask(next.path)).status]).toEqual([404, 200]);
    const { id } = await feedAt(next.path);
    const all = await as(lumen.owner, NOW, (context) => listFeeds(context, "organisation"));
    expect(all.find((one) => one.id === id)).toMatchObject({ member: "Sam Scheduler" });
    expect(await outcome(revoke(lumen.owner, id, "organisation"))).toBe("ok");
    expect((await ask(next.path)).status).toBe(404);
  });

  test("works on beside the one that it was recycled into, for so long and no longer; of two at once one wins", async () => {
    const path = await create(scheduler, scheduleId, 90);
    const { id: feedId, expiresAt } = await feedAt(path);
    const next = await recycle(scheduler, feedId, 1);
    expect([(await ask(path)).status, (await ask(next.path)).status]).toEqual([200, 200]);
    expect(await feedAt(path)).toMatchObject({ replaced: true, expiresAt: NOW + HOUR });
    expect(await feedAt(next.path)).toMatchObject({ replaced: false, expiresAt });
    expect(await outcome(recycle(scheduler, feedId, 1))).toBe("stale");
    await owner.query(
      `UPDATE "Feed" SET "expiresAt" = "expiresAt" - interval '1 hour' WHERE "id" = $1`,
      [feedId],
    );
    expect([(await ask(path)).status, (await ask(next.path)).status]).toEqual([404, 200]);
    const { id } = await feedAt(next.path);
    const ends = await Promise.all([
      outcome(recycle(scheduler, id, 24)),
      outcome(recycle(scheduler, id, 24)),
    ]);
    expect(ends.sort()).toEqual(["ok", "stale"]);
  });

  test("has a budget of its own: who has its address, or a key, leaves its member's pages to them", async () => {
    const path = await create(scheduler);
    const { key } = await make(scheduler);
    const status = async (of: string) => (await ask(of)).status;
    for (let left = LIMITS["read-feed"].points; left > 0; left -= 1)
      expect(await status(path)).toBe(200);
    expect(await status(path)).toBe(429);
    expect(await status(await create(scheduler))).toBe(200);
    const program = { ...scheduler, key: { id: "any", createdBy: scheduler.memberId } };
    while ((await outcome(spendRead(program))) === "ok");
    expect([await statusOf(key), await status(await create(scheduler))]).toEqual([429, 429]);
    expect(await outcome(spendRead(scheduler))).toBe("ok");
    const other = await lumen.member("Olga Other", "Viewer");
    expect(await status(await create(other))).toBe(200);
  });

  test("is nowhere readable; its last use is", async () => {
    const path = await create(scheduler);
    await ask(path, { "x-forwarded-for": "198.51.100.4" });
    expect(await feedAt(path)).toMatchObject({
      usedAt: expect.any(Number),
      usedFrom: "198.51.100.4",
    });
    const secret = path.slice(path.lastIndexOf("_") + 1, -4);
    const { rows } = await owner.query(
      `SELECT string_agg(t::text, ' ') AS text FROM (
         SELECT to_jsonb(f) AS t FROM "Feed" f UNION ALL SELECT to_jsonb(e) FROM "ChangeLogEntry" e) a`,
    );
    expect(rows[0].text).toContain((await feedAt(path)).prefix);
    expect(rows[0].text).not.toContain(secret);
  });
});
