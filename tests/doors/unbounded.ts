import type * as z from "zod";

/** Formats of which every text has a greatest length. */
const SHORT = new Set(["uuid", "guid", "date", "time", "datetime"]);

/** Whether a choice stands outside of all groups, where `^` and `$` are each of one of its ways alone. */
function hasBareChoice(bare: string): boolean {
  let depth = 0;
  for (const sign of bare) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (sign === "|" && depth === 0) return true;
  }
  return false;
}

/** Whether a pattern from `^` to `$` repeats nothing without end. */
export function isBounded({ source }: RegExp): boolean {
  const bare = source.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  return /^\^.*\$$/.test(bare) && !hasBareChoice(bare) && !/[*+]|\{\d+,\}/.test(bare);
}

/** One check of a text or list, or a text's own format. */
type Check = {
  readonly maximum?: unknown;
  readonly length?: unknown;
  readonly format?: unknown;
  readonly pattern?: unknown;
};

const isMost = ({ maximum, length, format, pattern }: Check): boolean =>
  Number.isFinite(maximum) ||
  Number.isFinite(length) ||
  (typeof format === "string" && SHORT.has(format)) ||
  (pattern instanceof RegExp && isBounded(pattern));

const hasMost = (def: z.core.$ZodTypeDef): boolean =>
  [def, ...(def.checks ?? []).map((one) => one._zod.def)].some((one) => isMost(one as Check));

/** Formats of which every number fits a column. */
const SMALL = new Set(["int32", "uint32"]);

type NumberCheck = { readonly check?: unknown; readonly format?: unknown };

/** Whether a number has a least and a greatest: columns and clocks have. */
function hasBothEnds(def: z.core.$ZodTypeDef): boolean {
  const all = [def, ...(def.checks ?? []).map((one) => one._zod.def)] as readonly NumberCheck[];
  const ends = new Set(all.map(({ check }) => check));
  return (
    all.some(({ format }) => SMALL.has(String(format))) ||
    (ends.has("less_than") && ends.has("greater_than"))
  );
}

const defOf = (schema: z.core.$ZodType) => (schema as z.core.$ZodTypes)._zod.def;

/**
 * Where a schema takes a text, a number, a list, a record or anything at all without saying how much is the most: a path for each,
 * such as `layers[].name`. What a transformation makes of a text is looked at as what was sent.
 */
export function unboundedIn(
  schema: z.core.$ZodType,
  path = "",
  seen: readonly unknown[] = [],
): string[] {
  if (seen.includes(schema)) return [];
  const inner = (one: z.core.$ZodType, place = path) => unboundedIn(one, place, [...seen, schema]);
  /** What is piped on as it is has been measured already; a list's items are looked at where they are read. */
  const ofPipe = (first: z.core.$ZodType, then: z.core.$ZodType): string[] => {
    const [from, to] = [defOf(first), defOf(then)];
    if (to.type === "boolean") return [];
    if (to.type === "transform") return inner(first);
    const isMeasured = from.type === to.type && hasMost(from);
    if (isMeasured && to.type === "string") return [];
    if (isMeasured && to.type === "array") return inner(to.element, `${path}[]`);
    // A text that is read as a number is measured then.
    const isReadOnly = from.type === "number" && ["number", "literal"].includes(to.type);
    return [...(isReadOnly ? [] : inner(first)), ...inner(then)];
  };
  const def = defOf(schema);
  const most = hasMost(def);
  switch (def.type) {
    case "string":
      return most ? [] : [`${path}: a text`];
    case "number":
    case "bigint":
      return hasBothEnds(def) ? [] : [`${path}: a number`];
    case "array":
      return [...(most ? [] : [`${path}[]: a list`]), ...inner(def.element, `${path}[]`)];
    case "set":
      return [...(most ? [] : [`${path}[]: a set`]), ...inner(def.valueType, `${path}[]`)];
    case "record":
    case "map":
      return [...inner(def.keyType, `${path}{}`), ...inner(def.valueType, `${path}{}`)];
    case "object": {
      const fields = Object.entries(def.shape).flatMap(([name, one]) =>
        inner(one, path ? `${path}.${name}` : name),
      );
      const rest =
        def.catchall && !["never", "unknown"].includes(def.catchall._zod.def.type)
          ? inner(def.catchall, `${path}.*`)
          : [];
      return [...fields, ...rest];
    }
    case "union":
      return def.options.flatMap((one) => inner(one));
    case "tuple":
      return [...def.items, ...(def.rest ? [def.rest] : [])].flatMap((one) =>
        inner(one, `${path}[]`),
      );
    case "intersection":
      return [...inner(def.left), ...inner(def.right)];
    case "pipe":
      return ofPipe(def.in, def.out);
    case "lazy":
      return inner(def.getter());
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return inner(def.innerType);
    case "any":
    case "unknown":
    case "custom":
      return [`${path}: anything (${def.type})`];
    default:
      // Booleans, dates, words of a list, and what a transformation makes of what was looked at.
      return [];
  }
}
