import { PrismaPg } from "@prisma/adapter-pg";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authClient } from "@/lib/auth/db";
import { appClient, tenantClient } from "@/lib/db/client";
import { PrismaClient } from "@/lib/db/generated/client";
import { closeLimits } from "@/lib/limits/store";
import { tenantTxOn } from "@/lib/tenancy/db";
import { TENANT_MODELS } from "@/lib/tenancy/models";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { APPEND_ONLY, CHANGE, call, fullTenant } from "./every-model";
import { plant, type Soil, type Tree } from "./query-trees";
import { readSchema } from "./schema-shape";
import { rowsAlone } from "./signed";
import { openStage, type Tenant } from "./stage";

/** How many queries: a hundred thousand and more for a soak. */
const RUNS = Number(process.env.QUERY_TREES ?? 300);
const SEED = process.env.QUERY_TREES_SEED;

type Subject = (work: (client: object) => Promise<void>) => Promise<void>;
type Outcome = { readonly answer?: unknown; readonly after?: unknown; readonly error?: string };

let stage: Awaited<ReturnType<typeof openStage>>;
/** The same tenant's rows, and nobody else's. */
let alone: TestDatabase;
let own: Tenant;
let soil: Soil;
/** No wall, and nothing to keep out: what is right. */
let truth: Subject;
let walls: Readonly<Record<string, Subject>>;
const clients: PrismaClient[] = [];

const schema = readSchema();

function plain(connectionString: string): PrismaClient {
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString }),
    errorFormat: "minimal",
  });
  clients.push(client);
  return client;
}

function door(connectionString: string): PrismaClient {
  const client = tenantClient(connectionString);
  clients.push(client);
  return client;
}

/** The tables that the application's role may both change and delete from. */
async function changeable(client: PrismaClient): Promise<ReadonlySet<string>> {
  const rows = await client.$queryRaw<{ name: string }[]>`
    SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND has_table_privilege('standby_app', oid, 'UPDATE') AND has_table_privilege('standby_app', oid, 'DELETE')`;
  return new Set(rows.map(({ name }) => name).filter((name) => !APPEND_ONLY.has(name)));
}

/** Every value of every column, of all tenants; and the keys of one tenant's rows. */
async function till(client: PrismaClient, orgId: string): Promise<Soil> {
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const model of TENANT_MODELS) {
    rows.set(model, (await call(client, model, "findMany", {})) as Record<string, unknown>[]);
  }
  const rowsOf = (model: string) => rows.get(model) ?? [];
  const keys = new Map(
    TENANT_MODELS.map((model) => [
      model as string,
      rowsOf(model)
        .filter((row) => row.orgId === orgId)
        .map((row) =>
          Object.fromEntries((schema.get(model)?.key ?? []).map((name) => [name, row[name]])),
        ),
    ]),
  );
  const columns = new Map<string, readonly unknown[]>();
  const valuesOf = (model: string, field: string): readonly unknown[] => {
    const name = `${model}.${field}`;
    const known = columns.get(name);
    if (known) return known;
    const values = rowsOf(model)
      .flatMap((row) => row[field])
      .filter((value) => value !== null);
    columns.set(name, values);
    return values;
  };
  return {
    schema,
    models: TENANT_MODELS,
    valuesOf,
    keysOf: (model) => keys.get(model) ?? [],
    changeable: await changeable(client),
    changeOf: (model) => CHANGE[model],
  };
}

beforeAll(async () => {
  stage = await openStage();
  own = await fullTenant("lumen");
  await own.person("Somebody else");
  await own.member("Una Viewer", "Viewer");
  await appClient().$disconnect();
  await authClient().$disconnect();
  await closeLimits();
  alone = await freshDatabase(new URL(stage.ownerUrl).pathname.slice(1));
  await fullTenant("harbour");
  await fullTenant("meadow");
  const { orgId } = own;
  const right = plain(alone.ownerUrl);
  const bare = plain(stage.appUrl);
  const both = door(stage.appUrl);
  const filter = door(stage.ownerUrl);
  truth = (work) => right.$transaction(work);
  walls = {
    "both walls": (work) => tenantTxOn(both, orgId, work),
    "the filter alone": (work) => tenantTxOn(filter, orgId, work),
    "row-level security alone": (work) => rowsAlone(bare, orgId, work),
  };
  soil = await till(plain(stage.ownerUrl), orgId);
  tilledAt = Date.now();
}, 120_000);
afterAll(async () => {
  for (const client of clients) await client.$disconnect();
  await alone.drop();
  await stage.close();
});

class Undo extends Error {}

function sorted(rows: unknown): unknown {
  return Array.isArray(rows) ? rows.map(toText).sort() : rows;
}

/** When all rows had been made. */
let tilledAt = 0;

/** Without the instants that the database itself wrote during a query: everybody's is another. */
function timeless(text: string): string {
  const isNow = (at: number) => at > tilledAt && at <= Date.now();
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => (isNow(Date.parse(at)) ? "now" : at));
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}n` : one)) ?? "";
}

/** Prisma's word for a transaction that ran out of time: on a busy machine, and it tells of no row. */
const OUT_OF_TIME = "P2028";

async function outcomeOf(subject: Subject, tree: Tree): Promise<Outcome> {
  let outcome = await tryOnce(subject, tree);
  for (let again = 0; again < 10 && outcome.error === OUT_OF_TIME; again += 1)
    outcome = await tryOnce(subject, tree);
  return outcome;
}

/** What a query answers, and for a write what is there afterwards; it is taken back. */
async function tryOnce(subject: Subject, { model, operation, args }: Tree): Promise<Outcome> {
  let outcome: Outcome = {};
  await subject(async (client) => {
    const answer = await call(client, model, operation, args);
    const isWrite = /^(update|delete)/.test(operation);
    outcome = isWrite
      ? { answer: sorted(answer), after: sorted(await call(client, model, "findMany", {})) }
      : { answer };
    throw new Undo();
  }).catch((error: Error & { code?: string }) => {
    if (!(error instanceof Undo)) outcome = { error: error.code ?? error.name };
  });
  return outcome;
}

test(
  `${RUNS} queries at random answer as if there were no other tenant`,
  async () => {
    const errors = new Map<string, number>();
    let [found, done] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const tree = plant(soil, gen);
        const right = await outcomeOf(truth, tree);
        if (right.error) errors.set(right.error, (errors.get(right.error) ?? 0) + 1);
        else if (!["[]", "null", "0", '{"count":0}', ""].includes(toText(right.answer))) found += 1;
        for (const [name, subject] of Object.entries(walls)) {
          const said = timeless(toText(await outcomeOf(subject, tree)));
          expect(said, `${name}: ${toText(tree)}`).toBe(timeless(toText(right)));
        }
        done += 1;
        if (done % 10_000 === 0) console.log(`${done} queries so far`);
      }),
      { numRuns: RUNS, endOnFailure: true, ...(SEED !== undefined && { seed: Number(SEED) }) },
    );
    console.log(`${RUNS} queries, ${found} with an answer, refused alike: ${toText([...errors])}`);
    // Queries that find nothing or that Prisma does not take would prove nothing.
    expect(found).toBeGreaterThan(RUNS / 4);
    expect(errors.get("PrismaClientValidationError") ?? 0).toBeLessThan(RUNS / 20);
  },
  Math.max(60_000, RUNS * 1_000),
);
