import { readFileSync } from "node:fs";

export type Scalar = {
  readonly name: string;
  readonly type: string;
  readonly uuid: boolean;
  readonly list: boolean;
  readonly optional: boolean;
};
export type Relation = {
  readonly name: string;
  readonly to: string;
  readonly list: boolean;
  readonly optional: boolean;
};
export type Shape = {
  readonly scalars: readonly Scalar[];
  readonly relations: readonly Relation[];
  /** The fields of the primary key, in order. */
  readonly key: readonly string[];
};

/** What prisma/schema.prisma says of every model. The generated client keeps none of it. */
export function readSchema(): ReadonlyMap<string, Shape> {
  const text = readFileSync("prisma/schema.prisma", "utf8");
  const models = [...text.matchAll(/^model (\w+) \{\n([^}]*)^\}/gm)];
  const names = new Set(models.map(([, name]) => name));
  return new Map(
    models.map(([, name = "", body = ""]) => {
      const fields = [...body.matchAll(/^ {2}(\w+) +(\w+)(\[\])?(\?)?(.*)$/gm)].map(
        ([, field = "", type = "", list, optional, rest = ""]) => ({
          field,
          type,
          list: list !== undefined,
          optional: optional !== undefined,
          rest,
        }),
      );
      const own = fields.find(({ rest }) => /@id\b/.test(rest))?.field;
      const whole = /@@id\(\[([^\]]+)\]/.exec(body)?.[1]?.split(/, */);
      return [
        name,
        {
          key: whole ?? (own === undefined ? [] : [own]),
          scalars: fields
            .filter(({ type }) => !names.has(type))
            .map(({ field, type, list, optional, rest }) => {
              const uuid = rest.includes("@db.Uuid");
              return { name: field, type, uuid, list, optional };
            }),
          relations: fields
            .filter(({ type }) => names.has(type))
            .map(({ field, type, list, optional }) => ({ name: field, to: type, list, optional })),
        },
      ];
    }),
  );
}
