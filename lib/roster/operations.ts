import * as z from "zod";
import type {
  Calendar,
  Layer,
  Override,
  PersonId,
  Tier,
  Turn,
  ZoneName,
} from "@/lib/schedule/types";
import type { EntityKind, Fields, ListedKind } from "./operations-sheet";
import {
  calendarSchema,
  exceptionSchema,
  layerSchema,
  overrideSchema,
  targetSchema,
} from "./schema-entities";
import {
  coverSchema,
  dateSchema,
  daysSchema,
  everySchema,
  followsSchema,
  holidaysSchema,
  idSchema,
  instantSchema,
  intervalFields,
  nameSchema,
  peopleSchema,
  prioritySchema,
  reasonSchema,
  timeSchema,
  turnSchema,
  unitSchema,
  weekdaysSchema,
  windowsInSchema,
  windowsSchema,
  zoneSchema,
} from "./schema-parts";

/** What an `add` or a `remove` carries. A tier comes without its layers: each has its own operation. */
export type Values = {
  readonly tier: Omit<Tier, "layers">;
  readonly layer: Layer;
  readonly turn: Turn;
  readonly override: Override;
  readonly calendar: Calendar;
  readonly home: { readonly id: PersonId; readonly zone: ZoneName };
};

/** Where in a list: in whose (a layer's tier, a turn's layer, else null), and behind which sibling (null: first). */
export type Place = { readonly parent: string | null; readonly after: string | null };

export type SetOperations = {
  readonly [K in EntityKind]: {
    readonly op: "set";
    readonly entity: K;
    readonly id: string;
    readonly before: Partial<Fields[K]>;
    readonly after: Partial<Fields[K]>;
  };
};
export type ListOperations = {
  readonly [K in ListedKind]:
    | {
        readonly op: "add" | "remove";
        readonly entity: K;
        readonly at: Place;
        readonly value: Values[K];
      }
    | {
        readonly op: "move";
        readonly entity: K;
        readonly id: string;
        readonly from: Place;
        readonly to: Place;
      };
};

/**
 * One change to one entity, which it names by id and never by index. It says what was there before, so that
 * it fits only where it was meant, can be read on its own, and can be turned round.
 *
 * - `set`: fields of an entity, the same keys on both sides (`diff` writes one field per operation).
 * - `add`, `remove`: an entity with all that is in it, except a tier's layers.
 * - `move`: to another place in its list, or for a layer to another tier.
 */
export type Operation = SetOperations[EntityKind] | ListOperations[ListedKind];

// The compiler cannot see that the operation of one kind is one of all kinds' operations; they are written here once.
export const setting = <K extends EntityKind>(
  entity: K,
  id: string,
  change: { readonly before: Partial<Fields[K]>; readonly after: Partial<Fields[K]> },
): Operation => ({ op: "set", entity, id, ...change }) as Operation;

export const listing = <K extends ListedKind>(
  op: "add" | "remove",
  entity: K,
  at: Place,
  value: Values[K],
): Operation => ({ op, entity, at, value }) as Operation;

export const moving = (entity: ListedKind, id: string, from: Place, to: Place): Operation => ({
  op: "move",
  entity,
  id,
  from,
  to,
});

const anyZone = zoneSchema(() => true);

const fieldSchemas = {
  schedule: z.strictObject({ zone: anyZone }),
  tier: z.strictObject({ name: nameSchema, cover: coverSchema }),
  layer: z.strictObject({
    name: nameSchema,
    priority: prioritySchema,
    zone: anyZone.nullable(),
    life: z.strictObject({ from: instantSchema.nullable(), until: instantSchema.nullable() }),
    step: z.strictObject({ unit: unitSchema, every: everySchema }),
    anchor: z.strictObject({ date: dateSchema, time: timeSchema, turn: idSchema }),
    weekdays: weekdaysSchema.nullable(),
    windows: windowsSchema,
    windowsIn: windowsInSchema.nullable(),
    holidays: holidaysSchema.nullable(),
  }),
  turn: z.strictObject({ people: peopleSchema }),
  override: z.strictObject({
    when: z.strictObject({ ...intervalFields, follows: followsSchema.optional() }),
    target: targetSchema,
    exception: exceptionSchema,
    reason: reasonSchema.nullable(),
  }),
  calendar: z.strictObject({ name: nameSchema, days: daysSchema }),
  home: z.strictObject({ zone: anyZone }),
} as const;

const valueSchemas = {
  tier: z.strictObject({ id: idSchema, name: nameSchema, cover: coverSchema }),
  layer: layerSchema(anyZone),
  turn: turnSchema,
  override: overrideSchema,
  calendar: calendarSchema,
  home: z.strictObject({ id: idSchema, zone: anyZone }),
} as const;

const placeSchema = z.strictObject({ parent: idSchema.nullable(), after: idSchema.nullable() });

const setSchema = <K extends EntityKind, S extends z.ZodRawShape>(
  entity: K,
  fields: z.ZodObject<S, z.core.$strict>,
) =>
  z
    .strictObject({
      op: z.literal("set"),
      entity: z.literal(entity),
      id: idSchema,
      before: fields.partial(),
      after: fields.partial(),
    })
    .refine(
      ({ before, after }) =>
        Object.keys(before).length > 0 &&
        Object.keys(before).sort().join() === Object.keys(after).sort().join(),
      "Let before and after have the same fields.",
    );

const listedSchema = <K extends ListedKind, V extends z.ZodType>(entity: K, value: V) =>
  z.union([
    z.strictObject({
      op: z.enum(["add", "remove"]),
      entity: z.literal(entity),
      at: placeSchema,
      value,
    }),
    z.strictObject({
      op: z.literal("move"),
      entity: z.literal(entity),
      id: idSchema,
      from: placeSchema,
      to: placeSchema,
    }),
  ]);

/** Reads one stored operation. It knows nothing of the definition: `apply` says whether it fits. */
export const operationSchema: z.ZodType<Operation> = z.union([
  setSchema("schedule", fieldSchemas.schedule),
  setSchema("tier", fieldSchemas.tier),
  setSchema("layer", fieldSchemas.layer),
  setSchema("turn", fieldSchemas.turn),
  setSchema("override", fieldSchemas.override),
  setSchema("calendar", fieldSchemas.calendar),
  setSchema("home", fieldSchemas.home),
  listedSchema("tier", valueSchemas.tier),
  listedSchema("layer", valueSchemas.layer),
  listedSchema("turn", valueSchemas.turn),
  listedSchema("override", valueSchemas.override),
  listedSchema("calendar", valueSchemas.calendar),
  listedSchema("home", valueSchemas.home),
]);
