import { afterAll, expect, test } from "vitest";
import { openStage } from "./stage";

const stage = await openStage();
afterAll(() => stage.close());

test("a new installation holds no account, no key, no organisation: nothing at all", async () => {
  const owner = await stage.openOwner();
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  expect(tables.length).toBeGreaterThan(30);
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query(`SELECT 1 FROM ${name} LIMIT 1`);
    if (rows.length > 0) filled.push(name);
  }
  expect(filled).toEqual(["_prisma_migrations"]);
});
