import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tenantClient } from "@/lib/db/client";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { tenantTxOn } from "@/lib/tenancy/db";
import { TenantBreach } from "@/lib/tenancy/filter";
import { TENANT_MODELS, type TenantModel } from "@/lib/tenancy/models";
import {
  APPEND_ONLY,
  CHANGE,
  call,
  dump,
  fullTenant,
  KEPT,
  LINKS,
  organisationsIn,
  REFERRED,
  UNIQUE,
} from "./every-model";
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

/** Rows, or the word of a refusal. */
type Outcome = number | string;

/** How many rows were met, or why it was refused. What is aimed at others' rows alone is not taken back. */
async function met(wall: string, model: TenantModel, operation: string, aim: Aim) {
  let outcome: Outcome = "nothing was asked";
  await within
    .get(wall)?.(async (client) => {
      const answer = await call(client, model, operation, argsOf(model, operation, aim));
      const strangers = [...organisationsIn(answer)].filter((orgId) => orgId !== own.orgId);
      expect(strangers, `${operation}, ${aim}`).toEqual([]);
      outcome = countOf(answer);
      if (aim !== "foreign") throw new Undo();
    })
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === "AssertionError") throw error;
      if (!(error instanceof Undo)) outcome = refusalOf(error);
    });
  return outcome;
}

/** `breach`, PostgreSQL's code, Prisma's, or all that was said. */
function refusalOf(error: unknown): string {
  if (error instanceof TenantBreach) return "breach";
  if (error instanceof Prisma.PrismaClientKnownRequestError)
    return /Code: `(\w+)`/.exec(error.message)?.[1] ?? error.code;
  return error instanceof Prisma.PrismaClientValidationError ? "invalid" : String(error);
}

const isOneOf = (operations: readonly string[], operation: string): boolean =>
  operations.includes(operation);

/** What a write at the own rows comes to where the walls let it through: only the table itself refuses. */
function ownWrite(model: TenantModel, operation: string): readonly Outcome[] {
  const isMany = isOneOf(CHANGED, operation);
  const done = isMany ? rowsOf(model, "own").length : 1;
  // The first of the people may be a member's, who is one person.
  if (isOneOf(CREATED, operation) && model === "Person") return [done, "P2002"];
  if (isOneOf(CREATED, operation)) return UNIQUE.has(model) ? ["P2002"] : [done];
  if (operation.startsWith("update")) return LINKS.has(model) ? ["P2003"] : [done];
  if (!REFERRED.has(model)) return [done];
  return isMany ? ["P2003"] : [done, "P2003"];
}

/** Writes that the tables of the log and the like refuse; the owner of the tables meets their triggers instead. */
function keptWrite(wall: string, model: TenantModel, aim: Aim): Outcome {
  if (wall !== "the filter alone") return "42501";
  if (aim === "foreign") return 0;
  if (APPEND_ONLY.has(model)) return "42501";
  return model === "Organisation" ? "P2003" : rowsOf(model, "own").length;
}

function isKept(model: TenantModel, operation: string): boolean {
  if (operation.startsWith("delete")) return APPEND_ONLY.has(model) || KEPT.has(model);
  return operation.startsWith("up") && APPEND_ONLY.has(model);
}

/** The heads are the database's own: nobody makes one, nor gives one its organisation. */
function isHeadMade(model: TenantModel, operation: string): boolean {
  return model === "ChangeLogHead" && (operation === "upsert" || isOneOf(CREATED, operation));
}

function created(wall: string, model: TenantModel, operation: string, aim: Aim) {
  if (aim === "own") return ownWrite(model, operation);
  if (wall !== "row-level security alone") return ["breach"];
  const refused = model === "SignedHead" ? ["P0001"] : ["42501"];
  // The first of the two is the own one, and may be there already.
  const isFirstThere = aim === "mixed" && operation !== "create" && UNIQUE.has(model);
  if (aim === "mixed" && model === "Person") return [...refused, "P2002"];
  return isFirstThere ? ["P2002"] : refused;
}

/** What a read comes to. */
function read(model: TenantModel, operation: string, aim: Aim): Outcome {
  if (isOneOf(LISTED, operation)) return aim === "foreign" ? 0 : rowsOf(model, "own").length;
  const nothing = operation.endsWith("OrThrow") ? "P2025" : 0;
  return aim === "foreign" ? nothing : 1;
}

/** What may be answered: rows met, or a refusal. */
function allowed(
  wall: string,
  model: TenantModel,
  operation: string,
  aim: Aim,
): readonly Outcome[] {
  const isUnknown = isOneOf(BY_KEY, operation) || operation.endsWith("OrThrow");
  if (wall !== "row-level security alone" && isUnknown) return ["breach"];
  if (isOneOf([...LISTED, "findUnique", "findUniqueOrThrow", ...FIRST], operation))
    return [read(model, operation, aim)];
  if (isHeadMade(model, operation)) return ["42501", "breach", "invalid"];
  // It would move a row to the other organisation.
  if (operation === "upsert") return ["42501"];
  if (isKept(model, operation)) return [keptWrite(wall, model, aim)];
  if (isOneOf(CREATED, operation)) return created(wall, model, operation, aim);
  if (aim !== "foreign") return ownWrite(model, operation);
  return [isOneOf(CHANGED, operation) ? 0 : "P2025"];
}

describe.each(WALLS)("%s: every operation aimed at own, foreign and mixed rows", (wall) => {
  test.each(TENANT_MODELS)("%s", async (model) => {
    expect(rowsOf(model, "own").length).toBeGreaterThan(0);
    expect(rowsOf(model, "foreign").length).toBeGreaterThan(0);
    for (const operation of OPERATIONS) {
      for (const aim of AIMS) {
        const outcome = await met(wall, model, operation, aim);
        expect(allowed(wall, model, operation, aim), `${operation}, ${aim}`).toContain(outcome);
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
