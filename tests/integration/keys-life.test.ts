import { afterAll, describe, expect, test, vi } from "vitest";
import { GET as logExport } from "@/app/o/[org]/log/export/route";
import { createFeed } from "@/app/o/[org]/me/actions";
import { createKey } from "@/app/o/[org]/me/keys/actions";
import { mintSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/token";
import { removeMember } from "@/lib/members/commands";
import { type KeysOf, recycleKey, revokeKey } from "@/lib/members/key-commands";
import { listKeys } from "@/lib/members/key-queries";
import { recycleKeySchema } from "@/lib/members/key-schema";
import { REQUEST_KEY } from "@/lib/result";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { verifyLog } from "@/lib/roster/log-verify";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { asRequest } from "@/tests/doors/request";
import { ask, bearer, idOf, keysStage, make, NOW, statusOf } from "./keys-stage";
import { exported } from "./log-stage";
import { DAY, HOUR, outcome, without } from "./stage";
import { get } from "./web";

vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { owner, lumen, harbour, scheduler, close } = await keysStage();
afterAll(close);

describe("an organisation's key", () => {
  test("lives on when whoever made it leaves, and is no member", async () => {
    const admin = await lumen.member("Lea Leaver", "Admin");
    const { key } = await make(admin, {}, "organisation");
    await as(lumen.owner, NOW, (context) => removeMember(context, { memberId: admin.memberId }));
    const answer = await ask(key);
    expect(answer.status).toBe(200);
    expect((await answer.json()).zone).toBe("Europe/London");
  });

  test("is recycled only by who holds what it grants; a member's is not the organisation's to recycle", async () => {
    const admin = await lumen.member("Ad Min", "Admin");
    const shared = await make(lumen.owner, { grants: ["log.view"] }, "organisation");
    const keyId = await idOf(lumen.owner, shared.key);
    const again = (actor: Actor, of: KeysOf, id = keyId) =>
      outcome(
        as(actor, NOW, (context) =>
          recycleKey(context, of, recycleKeySchema.parse({ keyId: id, overlap: "1" })),
        ),
      );
    expect(await again(without(admin, "log.view"), "organisation")).toBe("refused");
    expect(await again(harbour.owner, "organisation")).toBe("stale");
    expect(await again(admin, "own")).toBe("stale");
    const own = await idOf(lumen.owner, (await make(scheduler)).key);
    expect(await again(lumen.owner, "organisation", own)).toBe("stale");
    expect(await again(admin, "organisation")).toBe("ok");
  });
});

describe("recycling", () => {
  const recycle = (keyId: string, overlap: string, at = NOW) =>
    as(scheduler, at, (context) =>
      recycleKey(context, "own", recycleKeySchema.parse({ keyId, overlap })),
    );

  test("both keys work in the overlap, then only the new one", async () => {
    const { key } = await make(scheduler);
    const keyId = await idOf(lumen.owner, key);
    const next = await recycle(keyId, "1");
    expect([await statusOf(key), await statusOf(next.key)]).toEqual([200, 200]);
    await owner.query(
      `UPDATE "ApiKey" SET "expiresAt" = "expiresAt" - interval '1 hour' WHERE "id" = $1`,
      [keyId],
    );
    expect([await statusOf(key), await statusOf(next.key)]).toEqual([401, 200]);
  });

  test("without an overlap the former ends at once; the new one lasts as long as it was made for", async () => {
    const { key } = await make(scheduler);
    const keyId = await idOf(lumen.owner, key);
    const next = await recycle(keyId, "0", NOW - HOUR);
    expect([await statusOf(key), await statusOf(next.key)]).toEqual([401, 200]);
    const made = (await as(scheduler, NOW, (context) => listKeys(context, "own"))).find(
      ({ prefix }) => next.key.startsWith(prefix),
    );
    expect(made?.expiresAt).toBe(NOW - HOUR + 30 * DAY);
  });

  test("of two at once one wins", async () => {
    const keyId = await idOf(lumen.owner, (await make(scheduler)).key);
    const ends = await Promise.all([outcome(recycle(keyId, "24")), outcome(recycle(keyId, "24"))]);
    expect(ends.sort()).toEqual(["ok", "stale"]);
  });

  test("revoking is for one's own keys, and for who manages all", async () => {
    const keyId = await idOf(lumen.owner, (await make(scheduler)).key);
    const revoke = (actor: Actor, of: KeysOf) =>
      outcome(as(actor, NOW, (context) => revokeKey(context, of, { keyId })));
    expect(await revoke(lumen.owner, "own")).toBe("stale");
    expect(await revoke(harbour.owner, "organisation")).toBe("stale");
    expect(await revoke(lumen.owner, "organisation")).toBe("ok");
    expect(await revoke(scheduler, "own")).toBe("stale");
  });
});

test("the log says which key did what, for whom and from where; refusals are counted; it all verifies", async () => {
  const { key } = await make(scheduler, { name: "Payroll" });
  const shared = await make(
    lumen.owner,
    { name: "Archive", grants: ["log.export"] },
    "organisation",
  );
  for (let i = 0; i < 3; i += 1)
    await get(logExport, "/", { org: "lumen" }, { ...bearer(key), "user-agent": "curl" });
  await get(logExport, "/", { org: "lumen" }, bearer(shared.key));
  const { entries } = await as(lumen.owner, NOW, (context) =>
    listEntries(context, logSearchSchema.parse({})),
  );
  const told = entries.slice(0, 4).map(({ actor, sentence, origin }) => [actor, sentence, origin]);
  const archive = "The key “Archive” of the organisation";
  const payroll = "The key “Payroll” of Sam Scheduler";
  const [plain, curl] = ["Unknown device", "curl"].map((device) => ({
    address: "203.0.113.9",
    device,
  }));
  expect(told).toEqual([
    [archive, expect.stringMatching(/^exported entries/), plain],
    [archive, "used the API key “Archive” for the first time", plain],
    [payroll, "was refused at “log.export”", curl],
    [payroll, "used the API key “Payroll” for the first time", curl],
  ]);
  const { rows } = await owner.query(`SELECT "count" FROM "LogTally" WHERE "door" = $1`, [
    `log.export@${await idOf(lumen.owner, key)}`,
  ]);
  expect(rows).toEqual([{ count: 3 }]);
  expect(await as(lumen.owner, NOW, (context) => verifyLog(context, 0))).toMatchObject({
    verdict: { whole: true },
  });
  expect(await verifyExport(await exported(lumen.owner))).toMatchObject({ problems: [] });
});

test("a form that is sent with a request's key leaves its answer nowhere", async () => {
  const cookie = `${sessionCookie().name}=${await mintSession({ id: scheduler.userId, version: 1 }, "x")}`;
  const form = new FormData();
  form.append(REQUEST_KEY, "0123456789abcdef0123456789abcdef");
  const feed = await asRequest(cookie, () => createFeed("lumen", null, form));
  expect(feed).toMatchObject({ ok: true });
  for (const [name, value] of [
    ["name", "Panel"],
    ["days", "30"],
    ["grants[]", "schedule.view"],
  ])
    form.append(name ?? "", value ?? "");
  const key = await asRequest(cookie, () => createKey("lumen", null, form));
  expect(key).toMatchObject({ ok: true, data: { key: expect.stringMatching(/^standby_/) } });
  const { rows } = await owner.query(`SELECT count(*)::int AS kept FROM "RequestKey"`);
  expect(rows).toEqual([{ kept: 0 }]);
});
