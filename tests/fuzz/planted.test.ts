import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";
import { READING, type Target } from "@/tests/doors/ask";
import { send } from "@/tests/doors/send";
import { findTargets } from "@/tests/doors/targets";
import { EVERYTHING, type Holder, makeWorld, type World } from "@/tests/doors/world";
import { ELEMENT } from "./hostile";

const origin = process.env.STANDBY_URL ?? "";

let owner: pg.Client;
let world: World;
let caller: Holder;
let targets: readonly Target[];
beforeAll(async () => {
  owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  world = await makeWorld();
  caller = await world.newcomer(EVERYTHING);
  targets = await findTargets(world, caller);
});
afterAll(() => owner.end());

/** Puts markup behind the world's word wherever that is stored as it is: in names, words and documents. Gives back where. */
async function plant(markup: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY($1) AND data_type IN ('text', 'jsonb', 'json')
       AND column_name <> 'slug' ORDER BY 1, 2`,
    [[...TENANT_MODELS, ...IDENTITY_MODELS]],
  );
  const planted: string[] = [];
  for (const { table, column, type } of rows) {
    const text = world.canary + markup;
    const written = type === "text" ? text : JSON.stringify(text).slice(1, -1);
    // What may never be changed stays as it is.
    const done = await owner
      .query(
        `UPDATE "${table}" SET "${column}" = replace("${column}"::text, $1, $2)::${type}
         WHERE "${column}"::text LIKE '%' || $1 || '%'`,
        [world.canary, written],
      )
      .catch(() => null);
    if (done?.rowCount) planted.push(`${table}.${column}`);
  }
  return planted;
}

test("markup in every name, title, note and document is text on every page", async () => {
  const markup = `"'><fz-a onclick=1></script><fz-b>&lt;fz-c`;
  const planted = await plant(markup);
  console.log(`planted in ${planted.join(", ")}`);
  expect(planted).toEqual(
    expect.arrayContaining(["Organisation.name", "Person.name", "Team.name", "User.name"]),
  );
  const [html] = READING;
  if (!html) throw new Error("no way to ask");
  const wrong: string[] = [];
  const showing: string[] = [];
  for (const { found, path, sample } of targets.filter(({ action }) => action === null)) {
    const search = sample.search?.(world) ?? {};
    const sent = { path, search, form: html, headers: {}, cookie: caller.cookie, action: null };
    const { status, headers, body } = await send(origin, sent);
    if (status !== 200) wrong.push(`${found.id}: ${status}`);
    if (!headers.get("content-type")?.startsWith("text/html")) continue;
    if (body.includes(ELEMENT)) wrong.push(`${found.id}: let markup be written`);
    if (/&amp;lt;fz-c/.test(body) && /&lt;fz-a onclick/.test(body)) showing.push(found.id);
  }
  expect(wrong).toEqual([]);
  console.log(`${showing.length} pages show it.`);
  expect(showing.length).toBeGreaterThan(15);
});
