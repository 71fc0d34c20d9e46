import fc, { type GeneratorValue } from "fast-check";
import type { Operation, TenantModel } from "@/lib/tenancy/models";
import type { Relation, Scalar, Shape } from "./schema-shape";

type Args = Record<string, unknown>;
export type Tree = {
  readonly model: TenantModel;
  readonly operation: Operation;
  readonly args: Args;
};

/** What trees are made of: the models, and the values that really stand in each column, all tenants' together. */
export type Soil = {
  readonly schema: ReadonlyMap<string, Shape>;
  readonly models: readonly TenantModel[];
  readonly valuesOf: (model: string, field: string) => readonly unknown[];
  /** Whole keys of rows of the tenant who asks. */
  readonly keysOf: (model: string) => readonly Args[];
  /** Who asks may change and delete rows of these. */
  readonly changeable: ReadonlySet<string>;
  /** A change of one row or many that breaks no unique key. */
  readonly changeOf: (model: TenantModel) => object;
};

const OPERATIONS = [
  "findMany",
  "findMany",
  "findMany",
  "findFirst",
  "count",
  "aggregate",
  "groupBy",
  "updateMany",
  "updateManyAndReturn",
  "deleteMany",
] as const satisfies readonly Operation[];

const DEPTH = 3;

/** A query at random. Every list in it has one order, so that equal rows give equal answers. */
export function plant(soil: Soil, gen: GeneratorValue): Tree {
  return new Planter(soil, gen).tree();
}

class Planter {
  constructor(
    private readonly soil: Soil,
    private readonly gen: GeneratorValue,
  ) {}

  tree(): Tree {
    const model = this.one(this.soil.models);
    const drawn = this.one(OPERATIONS);
    const writes = /^(update|delete)/.test(drawn);
    const operation = writes && !this.soil.changeable.has(model) ? "findMany" : drawn;
    return { model, operation, args: this.argsOf(model, operation) };
  }

  private argsOf(model: TenantModel, operation: Operation): Args {
    const where = this.chance(90) ? { where: this.where(model, DEPTH) } : {};
    switch (operation) {
      case "findMany":
      case "findFirst": {
        const one = operation === "findFirst" ? { take: this.one([1, -1]) } : {};
        const shown = { ...this.distinct(model), ...this.shown(model, 2) };
        return { ...where, ...this.page(model, this.order(model)), ...one, ...shown };
      }
      case "count":
        return { ...where, ...(this.chance(30) ? this.page(model) : {}) };
      case "aggregate":
        return { ...where, ...(this.chance(30) ? this.page(model) : {}), ...this.sums(model) };
      case "groupBy":
        return { ...where, ...this.groups(model) };
      case "updateMany":
      case "updateManyAndReturn":
        return { ...where, data: this.soil.changeOf(model), ...this.limit() };
      default:
        return where;
    }
  }

  // ---- what is asked for ---------------------------------------------------------------------------------

  private where(model: string, depth: number): Args {
    const parts = Array.from({ length: this.number(1, 3) }, () => this.condition(model, depth));
    return Object.assign({}, ...parts);
  }

  private condition(model: string, depth: number): Args {
    const { relations } = this.shape(model);
    const kind = depth === 0 ? 0 : this.number(0, 9);
    if (kind === 9) return { OR: this.branches(model, depth - 1) };
    if (kind === 8) {
      const inner = this.chance(20)
        ? this.where(model, depth - 1)
        : this.branches(model, depth - 1);
      return { [this.one(["AND", "NOT"])]: inner };
    }
    if (kind >= 5 && relations.length > 0) {
      return this.related(this.one(relations), depth - 1);
    }
    if (kind === 4) return { [this.one(["AND", "OR", "NOT", "orgId"])]: undefined };
    return this.compared(model);
  }

  private branches(model: string, depth: number): Args[] {
    return Array.from({ length: this.number(0, 3) }, () => this.where(model, depth));
  }

  private related({ name, to, list, optional }: Relation, depth: number): Args {
    const inner = this.chance(85) ? this.where(to, depth) : {};
    if (list) return { [name]: { [this.one(["some", "every", "none"])]: inner } };
    if (optional && this.chance(15)) return { [name]: this.one([null, { is: null }]) };
    return { [name]: this.one([{ is: inner }, { isNot: inner }, inner]) };
  }

  private compared(model: string): Args {
    const scalar = this.one(this.shape(model).scalars.filter(({ type }) => type !== "Json"));
    const value = () => this.value(model, scalar);
    const values = () => Array.from({ length: this.number(0, 3) }, value);
    const some: unknown[] = [value(), { equals: value() }, { not: value() }];
    if (scalar.list) return { [scalar.name]: this.listed(model, scalar) };
    if (scalar.type !== "Boolean") some.push({ in: values() }, { notIn: values() });
    if (["DateTime", "Int", "BigInt", "String"].includes(scalar.type)) {
      some.push({ gt: value() }, { lte: value() }, { gte: value(), lt: value() });
    }
    if (scalar.type === "String" && !scalar.uuid) some.push(...this.texts(value()));
    if (scalar.optional) some.push(null, { not: null });
    return { [scalar.name]: this.one(some) };
  }

  private texts(value: unknown): Args[] {
    const piece = String(value).slice(0, 3);
    return [
      { contains: piece },
      { startsWith: piece, mode: "insensitive" },
      { not: { endsWith: String(value).slice(-2) } },
    ];
  }

  private listed(model: string, scalar: Scalar): Args {
    const value = this.value(model, scalar);
    return this.one([{ has: value }, { hasSome: [value] }, { isEmpty: this.chance(50) }]);
  }

  private value(model: string, { name, type, uuid }: Scalar): unknown {
    const known = this.soil.valuesOf(model, name);
    if (known.length > 0 && this.chance(92)) return this.one(known);
    if (uuid) return this.gen(fc.uuid);
    if (type === "Int") return this.number(-1, 9);
    if (type === "BigInt") return BigInt(this.number(-1, 99));
    if (type === "Boolean") return this.chance(50);
    if (type === "DateTime") return new Date(this.number(0, 2_000_000_000) * 1000);
    // LIKE takes a backslash at the end for an error, if it comes to look at a row at all.
    return this.gen(fc.string, { maxLength: 5 }).replaceAll("\\", "/");
  }

  // ---- in which order, how many --------------------------------------------------------------------------

  private page(model: string, orderBy = this.byKey(model)): Args {
    const args: Args = { orderBy };
    if (this.chance(40)) args.take = this.number(-4, 6);
    if (this.chance(25)) args.skip = this.number(0, 3);
    const keys = this.soil.keysOf(model);
    if (this.chance(15) && keys.length > 0) {
      const key = this.one(keys);
      const names = this.shape(model).key;
      args.cursor = names.length === 1 ? key : { [names.join("_")]: key };
    }
    return args;
  }

  private order(model: string): Args[] {
    const { scalars, relations } = this.shape(model);
    const drawn = Array.from({ length: this.number(0, 2) }, (): Args => {
      const way = this.one(["asc", "desc"]);
      if (relations.length > 0 && this.chance(25)) {
        const { name, to, list } = this.one(relations);
        if (list) return { [name]: { _count: way } };
        return { [name]: { [this.one(this.plain(to)).name]: way } };
      }
      return { [this.one(this.plain(model, scalars)).name]: way };
    });
    return [...drawn, ...this.byKey(model)];
  }

  private byKey(model: string): Args[] {
    return this.shape(model).key.map((name) => ({ [name]: "asc" }));
  }

  private distinct(model: string): Args {
    if (!this.chance(15)) return {};
    const count = this.number(1, 2);
    return { distinct: Array.from({ length: count }, () => this.one(this.plain(model)).name) };
  }

  private limit(): Args {
    // Which rows a limited write meets is PostgreSQL's choice, so only limits that meet none or all.
    return this.chance(10) ? { limit: this.one([0, 1_000]) } : {};
  }

  // ---- what is shown -------------------------------------------------------------------------------------

  private shown(model: string, depth: number): Args {
    const { relations } = this.shape(model);
    if (depth === 0 || this.chance(35)) return {};
    const strategy = this.chance(30) && depth === 2 ? { relationLoadStrategy: "query" } : {};
    const hanging = relations
      .filter(() => this.chance(60))
      .map((relation) => [relation.name, this.hanging(relation, depth - 1)] as const);
    const counted = this.counted(model);
    if (hanging.length === 0 && counted.length === 0) return {};
    const chosen = Object.fromEntries([...hanging, ...counted]);
    if (this.chance(50)) return { ...strategy, include: chosen };
    const scalars = this.plain(model).filter(() => this.chance(50));
    const picked = scalars.map(({ name }) => [name, true]);
    return { ...strategy, select: { ...Object.fromEntries(picked), ...chosen } };
  }

  private hanging({ to, list }: Relation, depth: number): unknown {
    const args = this.shown(to, depth);
    if (!list) return Object.keys(args).length === 0 ? true : args;
    const where = this.chance(50) ? { where: this.where(to, 1) } : {};
    const page: Args = { orderBy: this.order(to) };
    if (this.chance(30)) page.take = this.number(0, 3);
    if (this.chance(20)) page.skip = this.number(0, 2);
    return { ...where, ...page, ...args };
  }

  private counted(model: string): (readonly [string, unknown])[] {
    const lists = this.shape(model).relations.filter(({ list }) => list);
    if (lists.length === 0 || !this.chance(30)) return [];
    const { name, to } = this.one(lists);
    const how = this.chance(50) ? true : { where: this.where(to, 1) };
    return [["_count", { select: { [name]: how } }]];
  }

  private sums(model: string): Args {
    const all = this.plain(model).filter(({ uuid, type }) => !uuid && type !== "Boolean");
    const numbers = all.filter(({ type }) => type === "Int" || type === "BigInt");
    const args: Args = { _count: true };
    if (all.length > 0) {
      args._min = { [this.one(all).name]: true };
      args._max = { [this.one(all).name]: true };
    }
    if (numbers.length > 0) args._sum = { [this.one(numbers).name]: true };
    return args;
  }

  private groups(model: string): Args {
    const by = [...new Set([this.one(this.plain(model)).name, this.one(this.plain(model)).name])];
    const orderBy = by.map((name) => ({ [name]: "asc" }));
    const having = this.chance(20) ? { having: { [by[0] ?? ""]: { _count: { gt: 1 } } } } : {};
    const take = this.chance(20) ? { take: this.number(1, 4) } : {};
    return { by, orderBy, ...having, ...take, ...this.sums(model) };
  }

  // ---- drawing -------------------------------------------------------------------------------------------

  private shape(model: string): Shape {
    const shape = this.soil.schema.get(model);
    if (!shape) throw new Error(`${model} is not in the schema`);
    return shape;
  }

  /** The columns that can be compared and ordered. */
  private plain(model: string, of = this.shape(model).scalars): readonly Scalar[] {
    return of.filter(({ type, list }) => type !== "Json" && !list);
  }

  private one<T>(from: readonly T[]): T {
    const drawn = from.slice(this.number(0, from.length - 1))[0];
    if (drawn === undefined) throw new Error("nothing to draw from");
    return drawn;
  }

  private number(min: number, max: number): number {
    return this.gen(fc.integer, { min, max });
  }

  private chance(percent: number): boolean {
    return this.number(1, 100) <= percent;
  }
}
