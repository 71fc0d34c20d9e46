import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tenantClient } from "@/lib/db/client";
import { PrismaClient } from "@/lib/db/generated/client";
import { tenantTxOn } from "@/lib/tenancy/db";
import { TENANT_MODELS, type TenantModel } from "@/lib/tenancy/models";
import { CHANGE, call, dump, fullTenant, organisationsIn } from "./every-model";
import { readSchema } from "./schema-shape";
import { rowsAlone } from "./signed";
import { openStage, type Tenant } from "./stage";

/** What a query aims at: the own rows, another's, or both at once. */
const AIMS = ["own", "foreign", "mixed"] as const;
type Aim = (typeof AIMS)[number];

const LISTED = ["findMany", "count", "aggregate", "groupBy"] as const;
const BY_KEY = ["findUnique", "findUniqueOrThrow", "update", "upsert", "delete"] as const;
const CREATED = ["create", "createMany", "createManyAndReturn"] as const;
const CHANGED = ["updateMany", "updateManyAndReturn", "deleteMany"] as const;
const FIRST = ["findFirst", "findFirstOrThrow"] as const;
const OPERATIONS = [...LISTED, ...FIRST, ...BY_KEY, ...CREATED, ...CHANGED];

const WALLS = ["both walls", "the filter alone", "row-level security alone"] as const;

type Row = Readonly<Record<string, unknown>>;
type Within = (work: (client: object) => Promise<void>) => Promise<void>;

let stage: Awaited<ReturnType<typeof openStage>>;
let own: Tenant;
let foreign: Tenant;
let mine: Awaited<ReturnType<typeof dump>>;
let theirs: Awaited<ReturnType<typeof dump>>;
const clients: PrismaClient[] = [];
const within = new Map<string, Within>();
const schema = readSchema();

beforeAll(async () => {
  stage = await openStage();
  own = await fullTenant("lumen");
  foreign = await fullTenant("harbour");
  mine = await dump(stage.ownerUrl, own.orgId, TENANT_MODELS);
  theirs = await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS);
  const both = tenantClient(stage.appUrl);
  const filter = tenantClient(stage.ownerUrl);
  const adapter = new PrismaPg({ connectionString: stage.appUrl });
  const rows = new PrismaClient({ adapter, errorFormat: "minimal" });
  clients.push(both, filter, rows);
  within.set("both walls", (work) => tenantTxOn(both, own.orgId, work));
  within.set("the filter alone", (work) => tenantTxOn(filter, own.orgId, work));
  within.set("row-level security alone", (work) => rowsAlone(rows, own.orgId, work));
});
afterAll(async () => {
  for (const client of clients) await client.$disconnect();
  await stage.close();
});

const rowsOf = (model: string, aim: Aim): readonly Row[] =>
  ((aim === "foreign" ? theirs : mine)[model] ?? []) as Row[];

function keyOf(model: TenantModel, row: Row): object {
  const names = schema.get(model)?.key ?? [];
  const values = Object.fromEntries(names.map((name) => [name, row[name]]));
  return names.length === 1 ? values : { [names.join("_")]: values };
}

function argsOf(model: TenantModel, operation: string, aim: Aim): object {
  const [row = {}] = rowsOf(model, aim);
  const known = new Set(schema.get(model)?.scalars.map(({ name }) => name));
  const copy = Object.entries({ ...rowsOf(model, "own")[0], id: randomUUID() });
  const fresh = Object.fromEntries(copy.filter(([name]) => name !== "orgId" && known.has(name)));
  const planted = { ...fresh, orgId: foreign.orgId };
  const aimed = aim === "own" ? fresh : planted;
  const either = { OR: [{ orgId: own.orgId }, { orgId: foreign.orgId }] };
  const where = aim === "mixed" ? either : { orgId: (aim === "own" ? own : foreign).orgId };
  const data = CHANGE[model];
  if (operation === "create") return { data: aimed };
  if (CREATED.some((one) => one === operation))
    return { data: aim === "mixed" ? [fresh, planted] : [aimed] };
  if (operation === "upsert")
    return { where: keyOf(model, row), create: aimed, update: { ...data, orgId: foreign.orgId } };
  if (operation === "update") return { where: keyOf(model, row), data };
  if (BY_KEY.some((one) => one === operation)) return { where: keyOf(model, row) };
  if (operation === "aggregate") return { where, _count: true };
  if (operation === "groupBy") return { where, by: ["orgId"], _count: true };
  return operation.startsWith("update") ? { where, data } : { where };
}

/** How many rows an answer is about. */
function countOf(answer: unknown): number {
  if (typeof answer === "number") return answer;
  if (Array.isArray(answer)) return answer.reduce((sum: number, one) => sum + countOf(one), 0);
  if (typeof answer !== "object" || answer === null) return 0;
  if ("_count" in answer) return Number(answer._count);
  const isTally = "count" in answer && Object.keys(answer).length === 1;
  return isTally ? Number(answer.count) : 1;
}

class Undo extends Error {}

/** How many rows were met, or null when it was refused. What is aimed at others' rows alone is not taken back. */
async function met(wall: string, model: TenantModel, operation: string, aim: Aim) {
  let count: number | null = null;
  await within
    .get(wall)?.(async (client) => {
      const answer = await call(client, model, operation, argsOf(model, operation, aim));
      const strangers = [...organisationsIn(answer)].filter((orgId) => orgId !== own.orgId);
      expect(strangers, `${operation}, ${aim}`).toEqual([]);
      count = countOf(answer);
      if (aim !== "foreign") throw new Undo();
    })
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === "AssertionError") throw error;
      if (!(error instanceof Undo)) count = null;
    });
  return count;
}

const isOneOf = (operations: readonly string[], operation: string): boolean =>
  operations.includes(operation);

function foundOne(aim: Aim, throws: boolean): number | null {
  if (aim !== "foreign") return 1;
  return throws ? null : 0;
}

/** What may be answered: rows met, or null for a refusal. */
function allowed(
  wall: string,
  model: TenantModel,
  operation: string,
  aim: Aim,
): readonly (number | null)[] {
  const all = rowsOf(model, "own").length;
  const throws = operation.endsWith("OrThrow");
  if (isOneOf(LISTED, operation)) return [aim === "foreign" ? 0 : all];
  if (wall !== "row-level security alone" && (throws || isOneOf(BY_KEY, operation))) return [null];
  if (operation.startsWith("find")) return [foundOne(aim, throws)];
  if (isOneOf(CHANGED, operation)) return aim === "foreign" ? [0, null] : [all, null];
  // Keys, references and append-only tables may refuse what is aimed at the own rows.
  const mixes = aim === "mixed" && isOneOf(CREATED, operation);
  return aim === "foreign" || mixes ? [null] : [1, null];
}

describe.each(WALLS)("%s: every operation aimed at own, foreign and mixed rows", (wall) => {
  test.each(TENANT_MODELS)("%s", async (model) => {
    expect(rowsOf(model, "own").length).toBeGreaterThan(0);
    expect(rowsOf(model, "foreign").length).toBeGreaterThan(0);
    for (const operation of OPERATIONS) {
      for (const aim of AIMS) {
        const count = await met(wall, model, operation, aim);
        expect(allowed(wall, model, operation, aim), `${operation}, ${aim}`).toContain(count);
      }
    }
  });

  test("nothing has changed", async () => {
    expect(await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS)).toEqual(theirs);
    expect(await dump(stage.ownerUrl, own.orgId, TENANT_MODELS)).toEqual(mine);
  });
});

test("there are seventeen operations, and the client offers no other", async () => {
  const [client] = clients;
  const offered = Object.keys(client?.person ?? {}).filter(
    (name) => !/^(\$|fields|name)/.test(name),
  );
  expect(offered.filter((name) => !name.endsWith("Raw")).sort()).toEqual([...OPERATIONS].sort());
});
