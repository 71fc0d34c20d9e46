import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { addTeam } from "@/lib/people/commands";
import type { Actor } from "@/lib/tenancy/actor";
import { forgetKeys, once, type Sent } from "@/lib/tenancy/once";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, type Tenant, tenant } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
});
afterAll(() => stage.close());

/** Adds a team of this name, as a form with a key would. */
const add = (name: string, sent: Sent | null, by: Actor = lumen.owner) =>
  as(by, NOW, (context) => once(context, sent, () => addTeam(context, { name })));
const teams = () =>
  as(lumen.owner, NOW, ({ db }) => db.team.count({ where: { name: { startsWith: "Once" } } }));

describe("a request with a key", () => {
  test("is done once, and answered the same again", async () => {
    const sent = { key: "key-of-a-request-1", text: "Once" };
    const first = await add("Once", sent);
    expect(await add("Once", sent)).toEqual(first);
    expect(await teams()).toBe(1);
  });

  test("that failed may be tried again under it", async () => {
    const sent = { key: "key-of-a-request-2", text: "Platform" };
    await expect(add("Platform", sent)).rejects.toThrow(AppError);
    await expect(add("Platform", sent)).rejects.toThrow(/of that name/);
    expect(await add("Once more", sent)).toMatchObject({ teamId: expect.any(String) });
  });

  test("cannot take the place of another request, or another member's", async () => {
    const sent = { key: "key-of-a-request-3", text: "Once only" };
    await add("Once only", sent);
    await expect(add("Once other", { ...sent, text: "Once other" })).rejects.toThrow(/sent before/);
    const admin = await lumen.member("Ada Admin", "Admin");
    await add("Once hers", sent, admin);
    expect(await teams()).toBe(4);
  });

  test("keeps what it answered unreadable, and is forgotten after a day", async () => {
    const sent = { key: "key-of-a-request-4", text: "secret" };
    const ask = () =>
      as(lumen.owner, NOW, (context) => once(context, sent, async () => ({ link: "top-secret" })));
    expect(await ask()).toEqual({ link: "top-secret" });
    const rows = await as(lumen.owner, NOW, ({ db }) => db.requestKey.findMany());
    expect(JSON.stringify(rows)).not.toContain("secret");
    await as(lumen.owner, NOW, ({ db }) => forgetKeys(db, NOW + DAY / 2));
    expect(await as(lumen.owner, NOW, ({ db }) => db.requestKey.count())).toBe(rows.length);
    await as(lumen.owner, NOW, ({ db }) => forgetKeys(db, NOW + 2 * DAY));
    expect(await as(lumen.owner, NOW, ({ db }) => db.requestKey.count())).toBe(0);
  });
});
