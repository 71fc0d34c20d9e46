import { afterAll, describe, expect, test, vi } from "vitest";
import { GET as events } from "@/app/o/[org]/events/route";
import { GET as logExport } from "@/app/o/[org]/log/export/route";
import { GET as now } from "@/app/o/[org]/now.json/route";
import { GET as shifts } from "@/app/o/[org]/schedules/[schedule]/shifts/route";
import { mintSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/token";
import { removeMember } from "@/lib/members/commands";
import type { KeysOf } from "@/lib/members/key-commands";
import { listKeys } from "@/lib/members/key-queries";
import { newKeySchema } from "@/lib/members/key-schema";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { ask, bearer, idOf, keysStage, make, NOW, statusOf } from "./keys-stage";
import { outcome, without } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { owner, lumen, harbour, scheduler, scheduleId, close } = await keysStage();
afterAll(close);

describe("a member's key", () => {
  test("answers who is on call now, with how to reach them, and is nowhere readable", async () => {
    const { key } = await make(scheduler);
    const answer = await ask(key);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const body = await answer.json();
    expect(body.schedules).toMatchObject([
      { id: scheduleId, name: "On call", published: true, tiers: [{ name: "Primary" }] },
    ]);
    expect(body.schedules[0].tiers[0].onCall).toMatchObject([
      { id: scheduler.person, name: "Sam Scheduler", phone: null, atLeast: true },
    ]);
    expect(body.schedules[0].tiers[0].why).toMatch(/^Layer “.+”, turn 1 of \d+.*; revision \d+\.$/);
    const secret = key.slice(key.lastIndexOf("_") + 1);
    const { rows } = await owner.query(
      `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM (
         SELECT to_jsonb(k) AS t FROM "ApiKey" k UNION ALL SELECT to_jsonb(e) FROM "ChangeLogEntry" e) a`,
    );
    expect(rows[0].text).toContain(key.slice(0, key.lastIndexOf("_")));
    expect(rows[0].text).not.toContain(secret);
  });

  test("opens its own organisation and no other", async () => {
    const { key } = await make(scheduler);
    expect(await statusOf(key, "harbour")).toBe(404);
    expect(await statusOf(key, "nowhere")).toBe(404);
    const theirs = await make(harbour.owner);
    const body = await (await ask(theirs.key, "harbour")).text();
    expect(body).not.toContain("Sam");
    const other = await get(
      shifts,
      `/x?from=2026-01-05T00:00:00Z&until=2026-01-06T00:00:00Z`,
      { org: "harbour", schedule: scheduleId },
      bearer(theirs.key),
    );
    expect(other.status).toBe(404);
  });

  test("is refused when it is mistyped, unknown, empty or sent beside a session", async () => {
    const { key } = await make(scheduler);
    const unknown = key.replace(/_[^_]{8}_/, "_00000000_");
    for (const wrong of [`${key.slice(0, -1)}!`, unknown, "", "standby"]) {
      const answer = await ask(wrong);
      expect([wrong, answer.status]).toEqual([wrong, 401]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
    const session = await mintSession({ id: scheduler.userId, version: 1 }, "a browser");
    const cookie = `${sessionCookie().name}=${session}`;
    const both = { ...bearer(key), cookie };
    expect((await get(now, "/", { org: "lumen" }, both)).status).toBe(400);
    expect((await get(now, "/", { org: "lumen" }, { cookie })).status).toBe(200);
    const proxy = { cookie, authorization: "Basic eDp5" };
    expect((await get(now, "/", { org: "lumen" }, proxy)).status).toBe(200);
    expect((await get(now, "/", { org: "lumen" })).status).toBe(401);
    expect((await get(events, "/", { org: "lumen" }, bearer(key))).status).toBe(400);
  });

  test("never does more than its member at that moment", async () => {
    const guest = await lumen.member("Gil Guest", "Approver");
    const { key } = await make(guest, { grants: ["schedule.view", "log.view"] });
    expect(await statusOf(key)).toBe(200);
    await owner.query(`UPDATE "Grant" SET "teamId" = $1 WHERE "memberId" = $2`, [
      lumen.teamId,
      guest.memberId,
    ]);
    expect((await (await ask(key)).json()).schedules).toHaveLength(1);
    await owner.query(`DELETE FROM "Grant" WHERE "memberId" = $1`, [guest.memberId]);
    expect(await statusOf(key)).toBe(404);
  });

  test("does nothing while its member lacks a second factor that the organisation asks for", async () => {
    const guest = await lumen.member("Fay Factor", "Viewer");
    const { key } = await make(guest);
    const ask = (sql: string) =>
      owner.query(`UPDATE "Organisation" SET ${sql} WHERE "orgId" = $1`, [lumen.orgId]);
    await ask(`"factorSince" = now(), "factorGraceDays" = 1`);
    expect(await statusOf(key)).toBe(200);
    await ask(`"factorGraceDays" = 0`);
    const answer = await get(now, "/", { org: "lumen" }, bearer(key));
    expect([answer.status, (await answer.json()).error.code]).toEqual([403, "factor_missing"]);
    await ask(`"ssoFactors" = true`);
    expect(await statusOf(key)).toBe(200);
    await ask(`"ssoFactors" = false`);
    await owner.query(`INSERT INTO "CodeFactor" ("userId", "kind") VALUES ($1, 'email')`, [
      guest.userId,
    ]);
    expect(await statusOf(key)).toBe(200);
    // Codes by mail stand in for lost factors, and are none.
    await owner.query(`UPDATE "User" SET "factorLostAt" = now() WHERE "id" = $1`, [guest.userId]);
    expect(await statusOf(key)).toBe(403);
    await ask(`"factorSince" = NULL`);
    expect(await statusOf(key)).toBe(403);
  });

  test("ends with the membership, and does not come back with it", async () => {
    const guest = await lumen.member("Rae Removed", "Viewer");
    const { key } = await make(guest);
    expect(await statusOf(key)).toBe(200);
    await as(lumen.owner, NOW, (context) => removeMember(context, { memberId: guest.memberId }));
    expect(await statusOf(key)).toBe(401);
    await owner.query(`UPDATE "Member" SET "removedAt" = NULL WHERE "id" = $1`, [guest.memberId]);
    expect(await statusOf(key)).toBe(401);
  });

  test.each([
    ["its time is over", `UPDATE "ApiKey" SET "expiresAt" = now() WHERE "id" = $1`],
    ["it is revoked", `UPDATE "ApiKey" SET "revokedAt" = now() WHERE "id" = $1`],
    [
      "the account is disabled",
      `UPDATE "User" SET "disabledAt" = now() WHERE "id" = (SELECT m."userId" FROM "Member" m
         JOIN "ApiKey" k ON k."memberId" = m."id" WHERE k."id" = $1)`,
    ],
  ])("ends when %s", async (_why, sql) => {
    const guest = await lumen.member("Ed Ended", "Viewer");
    const { key } = await make(guest);
    expect(await statusOf(key)).toBe(200);
    await owner.query(sql, [await idOf(lumen.owner, key)]);
    expect(await statusOf(key)).toBe(401);
  });

  test("says when and from where it was last used, written at most once a minute", async () => {
    const { key } = await make(scheduler);
    const id = await idOf(lumen.owner, key);
    const seen = async () =>
      (await as(scheduler, NOW, (context) => listKeys(context, "own"))).find(
        (one) => one.id === id,
      );
    expect(await seen()).toMatchObject({ usedAt: null, usedFrom: null });
    await Promise.all([ask(key), ask(key), ask(key)]);
    const first = await seen();
    expect(first).toMatchObject({ usedFrom: "203.0.113.9" });
    await ask(key);
    expect(await seen()).toEqual(first);
    await owner.query(
      `UPDATE "ApiKey" SET "usedAt" = now() - interval '61 seconds' WHERE "id" = $1`,
      [id],
    );
    await ask(key);
    expect((await seen())?.usedAt).toBeGreaterThanOrEqual(first?.usedAt ?? Number.NaN);
  });
});

describe("what a key may hold", () => {
  test("is what its maker holds, and nothing that administers", async () => {
    const outcomeOf = (actor: Actor, given: Parameters<typeof make>[1], of: KeysOf = "own") =>
      outcome(make(actor, given, of));
    expect(await outcomeOf(scheduler, { grants: ["log.view"] })).toBe("refused");
    expect(await outcomeOf(scheduler, { grants: [`schedule.view@${lumen.teamId}`] })).toBe("ok");
    const foreign = { grants: [`schedule.view@${lumen.teamId}`] };
    expect(await outcomeOf(harbour.owner, foreign)).toBe("invalid");
    for (const grants of [
      ["member.manage"],
      ["key.manage"],
      ["organisation.own"],
      ["schedule.edit"],
      [],
    ])
      expect(newKeySchema.safeParse({ name: "x", days: "30", grants }).success).toBe(false);
    expect(
      newKeySchema.safeParse({ name: "x", days: "never", grants: ["log.export"] }).success,
    ).toBe(false);
    expect(await outcomeOf(lumen.owner, { grants: ["log.export"], days: "365" })).toBe("ok");
    const former = without(lumen.owner, "log.export");
    expect(await outcomeOf(former, { grants: ["log.export"] }, "organisation")).toBe("refused");
  });

  test("a permission that was taken a moment ago does not slip into it", async () => {
    const admin = await lumen.member("Al Admin", "Admin");
    await owner.query(`DELETE FROM "Grant" WHERE "memberId" = $1 AND "permission" = 'log.view'`, [
      admin.memberId,
    ]);
    expect(await outcome(make(admin, { grants: ["log.view"] }, "organisation"))).toBe("refused");
  });

  test("an export waits for a second factor of its member; an organisation's key has none to wait for", async () => {
    const own = await make(lumen.owner, { grants: ["log.export"] });
    const refused = await get(logExport, "/", { org: "lumen" }, bearer(own.key));
    expect([refused.status, (await refused.json()).error.code]).toEqual([403, "factor_missing"]);
    const shared = await make(lumen.owner, { grants: ["log.export"] }, "organisation");
    const answer = await get(logExport, "/", { org: "lumen" }, bearer(shared.key));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('"type":"end"');
  });
});
