import { Prisma } from "@/lib/db/generated/client";
import { CREATES, READS, TENANT_MODELS, WRITES } from "./models";

type Args = Readonly<Record<string, unknown>>;

const tenantModels: ReadonlySet<string> = new Set(TENANT_MODELS);
const creates: ReadonlySet<string> = new Set(CREATES);
const filtered: ReadonlySet<string> = new Set([...READS, ...WRITES]);
const updates: ReadonlySet<string> = new Set(["updateMany", "updateManyAndReturn"]);

/** Thrown for what the tenant door does not let through: always a bug in our code, never the user's fault. */
export class TenantBreach extends Error {}

function refuse(why: string): never {
  throw new TenantBreach(why);
}

/** Scalar fields only (a nested write would escape the filter), and never `orgId`. */
function checkField(model: string, field: string, isRelation: (field: string) => boolean): void {
  if (field === "orgId") refuse(`${model}: the organisation comes from the session, not from data`);
  if (isRelation(field)) refuse(`${model}.${field}: nested writes are refused`);
}

function checkData(model: string, data: unknown, isRelation: (field: string) => boolean): void {
  for (const row of Array.isArray(data) ? data : [data]) {
    if (typeof row !== "object" || row === null) refuse(`${model}: data is not an object`);
    // Prisma reads what is inherited, too.
    if (Object.getPrototypeOf(row) !== Object.prototype)
      refuse(`${model}: data is no plain object`);
    for (const [field, value] of Object.entries(row)) {
      if (value !== undefined) checkField(model, field, isRelation);
    }
  }
}

/** A cursor on another's row would tell where that row stands among one's own. */
function checkCursor(model: string, cursor: unknown, orgId: string): void {
  if (cursor === undefined) return;
  const named = typeof cursor === "object" && cursor !== null ? cursor : {};
  const keys = "orgId" in named ? [named] : Object.values(named);
  if (keys.length === 1 && keys[0]?.orgId === orgId) return;
  refuse(`${model}: a cursor begins with the own organisation`);
}

/** Nobody pages through what is joined: a cursor there would be one more to check. */
function refuseCursors(model: string, joined: unknown): void {
  if (typeof joined !== "object" || joined === null) return;
  for (const one of Object.values(joined)) {
    if (typeof one !== "object" || one === null) continue;
    if ("cursor" in one) refuse(`${model}: a cursor in what is joined`);
    refuseCursors(model, "select" in one ? one.select : null);
    refuseCursors(model, "include" in one ? one.include : null);
  }
}

function withOrganisation(data: unknown, orgId: string): unknown {
  if (Array.isArray(data)) return data.map((row) => ({ ...row, orgId }));
  return { ...(data as object), orgId };
}

/** What one operation becomes inside its organisation. Throws TenantBreach for all that is not known to be safe. */
export function scope(
  orgId: string,
  model: string | undefined,
  operation: string,
  args: Args,
  isRelation: (field: string) => boolean,
): Args {
  if (!model) return refuse(`${operation}: raw SQL is not reachable`);
  if (!tenantModels.has(model)) return refuse(`${model} is not a tenant's table`);
  if (creates.has(operation)) {
    checkData(model, args.data, isRelation);
    return { ...args, data: withOrganisation(args.data, orgId) };
  }
  if (!filtered.has(operation))
    return refuse(`${model}.${operation} is not known to the tenant door`);
  if (updates.has(operation)) checkData(model, args.data, isRelation);
  checkCursor(model, args.cursor, orgId);
  refuseCursors(model, args.select);
  refuseCursors(model, args.include);
  return { ...args, where: narrowed(model, orgId, args.where) };
}

/**
 * The caller's filter and the organisation. The caller's stays where it was: an empty OR that meets nothing would
 * meet everything one AND further down.
 */
function narrowed(model: string, orgId: string, where: unknown = {}): unknown {
  if (typeof where !== "object" || where === null) return refuse(`${model}: where is no filter`);
  const and = "AND" in where && where.AND !== undefined ? [where.AND].flat() : [];
  return { ...where, AND: [{ orgId }, ...and] };
}

/**
 * Wall 1: the tenant filter. A client extended with it reads and writes rows of `orgId` only.
 *
 * @param isRelation tells whether a field of a model is a relation; see lib/tenancy/db.ts.
 * @param opening may run one raw statement, the one that tells PostgreSQL the organisation (wall 2).
 */
export function tenantFilter(
  orgId: string,
  isRelation: (model: string, field: string) => boolean,
  opening: () => boolean,
) {
  return Prisma.defineExtension({
    name: "tenant-filter",
    query: {
      $allOperations({ model, operation, args, query }) {
        if (opening() && operation === "$executeRawUnsafe") return query(args);
        return query(
          scope(orgId, model, operation, (args ?? {}) as Args, (field) =>
            isRelation(model ?? "", field),
          ),
        );
      },
    },
  });
}

const models: ReadonlySet<string> = new Set(
  TENANT_MODELS.map((name) => name.charAt(0).toLowerCase() + name.slice(1)),
);
const operations: ReadonlySet<string> = new Set([...READS, ...CREATES, ...WRITES]);

/**
 * A client of which nothing can be reached but what the tenant door knows: an extended client still carries the
 * one that it was made from, without the filter.
 */
export function onlyKnown(client: object): object {
  return only(client, models, (model) => only(model, operations, (operation) => operation));
}

function only(
  target: object,
  names: ReadonlySet<string>,
  within: (value: object) => unknown,
): object {
  const get = (_: object, name: string | symbol): unknown => {
    if (typeof name === "symbol" || name === "then") return undefined;
    if (!names.has(name)) return refuse(`${name} is not known to the tenant door`);
    return within(Reflect.get(target, name));
  };
  return new Proxy(Object.freeze(Object.create(null)), { get });
}
