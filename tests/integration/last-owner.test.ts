import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tenantTx } from "@/lib/tenancy/db";
import { enter } from "./signed";
import { openStage, outcome, type Tenant, tenant } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
const clients: pg.Client[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await stage.close();
});

/** A connection of the application's own role, without the application. */
async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: stage.appUrl });
  await client.connect();
  clients.push(client);
  return client;
}

async function owners({ orgId }: Tenant): Promise<number> {
  return tenantTx(orgId, (db) =>
    db.grant.count({
      where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
    }),
  );
}

const WAYS = {
  "taking the permission": `DELETE FROM "Grant" WHERE "memberId" = $1 AND "permission" = 'organisation.own'`,
  "narrowing it to a team": `UPDATE "Grant" SET "teamId" = (SELECT "id" FROM "Team" LIMIT 1)
    WHERE "memberId" = $1 AND "permission" = 'organisation.own'`,
  "making it another": `UPDATE "Grant" SET "permission" = 'x' WHERE "memberId" = $1 AND "permission" = 'organisation.own'`,
  "removing the member": `UPDATE "Member" SET "removedAt" = now() WHERE "id" = $1`,
} as const;
const ways = Object.entries(WAYS);

describe("the last owner stays, whatever SQL the application's role runs", () => {
  test.each(ways)("%s", async (name, sql) => {
    const made = await tenant(`alone-${ways.findIndex(([way]) => way === name)}`);
    const client = await connect();
    await client.query("BEGIN");
    await enter(client, made.orgId);
    expect((await client.query(sql, [made.owner.memberId])).rowCount).toBe(1);
    await expect(client.query("COMMIT")).rejects.toMatchObject({
      code: "ST001",
    });
    expect(await owners(made)).toBe(1);
  });

  test("an organisation without an owner is not founded", async () => {
    const { orgId } = await tenant("model");
    const client = await connect();
    await client.query("BEGIN");
    const other = orgId.replace(/^.{8}/, "00000000");
    await enter(client, other);
    await client.query(`INSERT INTO "Organisation" ("slug", "name") VALUES ('nobodys', 'Nobodys')`);
    await expect(client.query("COMMIT")).rejects.toMatchObject({ code: "ST001" });
  });

  test("an owner can be exchanged for another within one transaction", async () => {
    const made = await tenant("exchanged");
    const next = await made.member("Nina Next", "Viewer");
    await tenantTx(made.orgId, async (db) => {
      await db.member.updateMany({
        where: { id: made.owner.memberId },
        data: { removedAt: new Date() },
      });
      await db.grant.create({
        data: { memberId: next.memberId, permission: "organisation.own" },
      });
    });
    expect(await owners(made)).toBe(1);
  });

  test("the application is told in a sentence", async () => {
    const made = await tenant("told");
    const left = tenantTx(made.orgId, (db) =>
      db.grant.deleteMany({ where: { permission: "organisation.own" } }),
    );
    expect(await outcome(left)).toBe("refused");
    expect(await owners(made)).toBe(1);
  });
});

describe("two owners who take each other away at once", () => {
  const levels = ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"] as const;
  test.each(levels.flatMap((level) => ways.map(([name, sql]) => [level, name, sql] as const)))(
    "%s, %s: one owner is left",
    async (level, name, sql) => {
      const slug = `${level}-${ways.findIndex(([way]) => way === name)}`.toLowerCase();
      const made = await tenant(slug.replace(" ", "-"));
      const second = await made.member("Otto Owner", "Owner");
      const pair = [await connect(), await connect()] as const;
      for (const client of pair) {
        await client.query(`BEGIN ISOLATION LEVEL ${level}`);
        await enter(client, made.orgId);
        await client.query(`SELECT count(*) FROM "Grant"`);
      }
      await pair[0].query(sql, [second.memberId]);
      await pair[1].query(sql, [made.owner.memberId]);
      const ended = await Promise.allSettled(pair.map((client) => client.query("COMMIT")));
      expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await owners(made)).toBe(1);
    },
  );
});
