import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { CREATES, TENANT_MODELS } from "@/lib/tenancy/models";
import { QUOTAS, withQuotas } from "@/lib/tenancy/quota";
import { team } from "@/scripts/demo-stage";
import { openStage, outcome, type Tenant, tenant } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let full: Tenant;
let other: Tenant;
beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  full = await tenant("full");
  other = await tenant("other");
});
afterAll(() => stage.close());

/** Of an organisation itself, or made in a fixed number for each change, with how long it is kept. */
const FOLLOWING = [
  "Organisation",
  "Revision",
  "Review",
  "Acknowledgement",
  "Policy",
  "LoadRules",
  "ChangeLogEntry",
  "ChangeLogHead",
  "SignedHead",
  "HeadSink",
  "PersonKey",
  "LogTally",
  "Alert",
  "AlertWatch",
  "RequestKey",
  "KeyNetwork",
  "Outbox",
];

const count = async (table: string, orgId: string): Promise<number> => {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS count FROM "${table}" WHERE "orgId" = $1`,
    [orgId],
  );
  return rows[0].count;
};

/** Rows up to the quota, as the database's owner. */
async function fill(table: "Team" | "Person"): Promise<void> {
  const more = QUOTAS[table].most - (await count(table, full.orgId));
  await owner.query(
    `INSERT INTO "${table}" ("orgId", "name") SELECT $1, 'Filler ' || n FROM generate_series(1, $2) n`,
    [full.orgId, more],
  );
}

describe("an organisation has only so many", () => {
  test("teams: one more is refused in words, others have theirs, and room that was made is used", async () => {
    await fill("Team");
    await expect(team(full.owner, "One more")).rejects.toThrow(
      "Your organisation would have more than 2,000 teams, the most there can be. Remove some first.",
    );
    expect(await count("Team", full.orgId)).toBe(QUOTAS.Team.most);
    expect(await outcome(team(other.owner, "One more"))).toBe("ok");
    await owner.query(`DELETE FROM "Team" WHERE "orgId" = $1 AND "name" = 'Filler 1'`, [
      full.orgId,
    ]);
    expect(await outcome(team(full.owner, "One more"))).toBe("ok");
    expect(await outcome(team(full.owner, "Yet one more"))).toBe("conflict");
  });

  test("people", async () => {
    await fill("Person");
    expect(await outcome(full.person("One More"))).toBe("conflict");
    expect(await count("Person", full.orgId)).toBe(QUOTAS.Person.most);
  });

  test.each(Object.keys(QUOTAS))("rows of %s, however they are made", async (model) => {
    const name = model.charAt(0).toLowerCase() + model.slice(1);
    const none = { [model]: { most: 0, things: "of these" } };
    type Create = (args: object) => Promise<unknown>;
    for (const operation of CREATES) {
      const data = operation === "create" ? {} : [{}, {}];
      const made = tenantTx(other.orgId, (db: TenantDb) => {
        const tables = withQuotas(db, none) as unknown as Record<string, Record<string, Create>>;
        return tables[name]?.[operation]?.({ data }) ?? Promise.resolve();
      });
      expect([operation, await outcome(made)]).toEqual([operation, "conflict"]);
    }
  });
});

test("every table of an organisation has a quota, or follows from what has a limit", () => {
  expect([...Object.keys(QUOTAS), ...FOLLOWING].sort()).toEqual([...TENANT_MODELS].sort());
});

test("docs/limits.md names every quota with its figure, and no other", () => {
  const rows = readFileSync("docs/limits.md", "utf8").matchAll(/^\| `(\w+)` \| ([\d,]+) \| /gm);
  const documented = [...rows].map(([, name, most = ""]) => [
    name,
    Number(most.replaceAll(",", "")),
  ]);
  expect(documented).toEqual(Object.entries(QUOTAS).map(([name, { most }]) => [name, most]));
});
