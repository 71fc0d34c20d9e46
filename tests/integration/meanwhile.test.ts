import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeMember } from "@/lib/members/commands";
import { createKey, recycleKey } from "@/lib/members/key-commands";
import { removeConnection, requireSso, saveOidc } from "@/lib/organisation/sso-commands";
import { createFeed, recycleFeed } from "@/lib/roster/feed-commands";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { as } from "@/scripts/demo-stage";
import { newConnection } from "./sso-stage";
import { openStage, outcome, type Tenant, tenant } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;
beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  lumen = await tenant("lumen");
});
afterAll(() => stage.close());

type Act = readonly [Actor, (context: Context) => Promise<unknown>];

/** Until somebody waits for another's rows. */
async function untilOneWaits(): Promise<void> {
  for (;;) {
    const { rowCount } =
      await owner.query(`SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE NOT l.granted AND a.datname = current_database()`);
    if (rowCount) return;
  }
}

/** How an act ends that began when another was done and not committed. */
async function overtaken([first, done]: Act, [second, late]: Act): Promise<string> {
  const ends: Promise<string>[] = [];
  await as(first, NOW, async (context) => {
    await done(context);
    const end = outcome(as(second, NOW, late));
    ends.push(end);
    await Promise.race([untilOneWaits(), end]);
  });
  return (await Promise.all(ends))[0] ?? "";
}

describe("while somebody is removed", () => {
  const live = async (actor: Actor) =>
    (
      await owner.query(
        `SELECT "id" FROM "Feed" WHERE "memberId" = $1 AND "revokedAt" IS NULL
         UNION ALL SELECT "id" FROM "ApiKey" WHERE "memberId" = $1 AND "revokedAt" IS NULL`,
        [actor.memberId],
      )
    ).rowCount;
  const idOf = (actor: Actor, table: "feed" | "apiKey") =>
    as(actor, NOW, async ({ db }) => {
      const where = { memberId: actor.memberId };
      const select = { id: true } as const;
      const found =
        table === "feed"
          ? await db.feed.findFirst({ where, select })
          : await db.apiKey.findFirst({ where, select });
      return found?.id ?? "";
    });
  const feed = { scheduleId: null, days: null };
  const grants = [{ permission: "schedule.view", teamId: null } as const];
  const key = { name: "Panel", days: 30, grants };

  test.each<readonly [string, string, (actor: Actor) => Promise<Act[1]>]>([
    ["makes a feed", "refused", async () => (context) => createFeed(context, feed)],
    [
      "recycles a feed",
      "stale",
      async (actor) => {
        await as(actor, NOW, (context) => createFeed(context, feed));
        const feedId = await idOf(actor, "feed");
        return (context) => recycleFeed(context, { feedId, overlap: 1 });
      },
    ],
    ["makes a key", "refused", async () => (context) => createKey(context, "own", key)],
    [
      "recycles a key",
      "stale",
      async (actor) => {
        await as(actor, NOW, (context) => createKey(context, "own", key));
        const keyId = await idOf(actor, "apiKey");
        return (context) => recycleKey(context, "own", { keyId, overlap: 1 });
      },
    ],
  ])("nobody %s that would come back with them", async (_, said, prepare) => {
    const leaving = await lumen.member("Lea Leaving", "Viewer");
    const late = await prepare(leaving);
    const { memberId } = leaving;
    const remove = (context: Context) => removeMember(context, { memberId });
    expect(await overtaken([lumen.owner, remove], [leaving, late])).toBe(said);
    expect(await live(leaving)).toBe(0);
  });
});

describe("single sign-on", () => {
  async function connected(): Promise<string> {
    const connectionId = await newConnection(lumen, "oidc");
    const details = { name: "Work", issuer: "https://idp.example", clientId: "standby" };
    await as(lumen.owner, NOW, (context) =>
      saveOidc(context, { connectionId, ...details, clientSecret: "a secret" }),
    );
    return connectionId;
  }
  const required = async () =>
    (
      await owner.query(`SELECT "ssoRequired" FROM "Organisation" WHERE "orgId" = $1`, [
        lumen.orgId,
      ])
    ).rows[0].ssoRequired;

  test("is not required by a provider that is removed meanwhile, nor removed while it is required", async () => {
    const second = await lumen.member("Otto Owner", "Owner");
    const connectionId = await connected();
    const require: Act[1] = (context) =>
      requireSso(context, { required: true, connections: [connectionId] });
    const remove: Act[1] = (context) => removeConnection(context, { connectionId });
    expect(await overtaken([second, require], [lumen.owner, remove])).toBe("conflict");
    expect(await required()).toBe(true);
    await as(second, NOW, (context) => requireSso(context, { required: false, connections: [] }));
    expect(await overtaken([lumen.owner, remove], [second, require])).toBe("conflict");
    expect(await required()).toBe(false);
  });
});
