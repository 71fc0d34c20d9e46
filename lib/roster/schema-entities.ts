import * as z from "zod";
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
  LIMITS,
  listSchema,
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
} from "./schema-parts";

const rotationSchema = z.strictObject({
  unit: unitSchema,
  every: everySchema,
  anchor: z.strictObject({
    date: dateSchema,
    time: timeSchema,
    turn: z
      .int()
      .min(0)
      .max(LIMITS.turns - 1),
  }),
  turns: listSchema(turnSchema, LIMITS.turns, "turns").refine(
    (turns) => turns.length > 0,
    "Add a turn; a turn may have nobody in it.",
  ),
  weekdays: weekdaysSchema.optional(),
});

export const layerSchema = (zone: z.ZodType<string>) =>
  z.strictObject({
    id: idSchema,
    name: nameSchema,
    priority: prioritySchema,
    zone: zone.optional(),
    from: instantSchema.optional(),
    until: instantSchema.optional(),
    rotation: rotationSchema,
    windows: windowsSchema,
    windowsIn: windowsInSchema.optional(),
    holidays: holidaysSchema.optional(),
  });

export const tierSchema = (zone: z.ZodType<string>) =>
  z.strictObject({
    id: idSchema,
    name: nameSchema,
    cover: coverSchema,
    layers: listSchema(layerSchema(zone), LIMITS.layers, "layers"),
  });

export const calendarSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  days: daysSchema,
});

export const homeSchema = (zone: z.ZodType<string>) => z.strictObject({ person: idSchema, zone });

export const targetSchema = z.discriminatedUnion("scope", [
  z.strictObject({ scope: z.literal("schedule") }),
  z.strictObject({ scope: z.literal("tier"), id: idSchema }),
  z.strictObject({ scope: z.literal("layer"), id: idSchema }),
  z.strictObject({ scope: z.literal("override"), id: idSchema }),
]);

const somebodySchema = peopleSchema.refine((people) => people.length > 0, "Name somebody.");
const addFields = { kind: z.literal("add"), people: somebodySchema } as const;
const removeFields = { kind: z.literal("remove"), people: somebodySchema } as const;
const replaceFields = { kind: z.literal("replace"), person: idSchema, by: idSchema } as const;
const temporaryFields = {
  kind: z.literal("temporary"),
  shifts: listSchema(
    z.strictObject({ ...intervalFields, people: peopleSchema, tier: idSchema.optional() }),
    LIMITS.shifts,
    "shifts",
  ),
} as const;

/** What an override does, without where, when and why. */
export const exceptionSchema = z.discriminatedUnion("kind", [
  z.strictObject(addFields),
  z.strictObject(removeFields),
  z.strictObject(replaceFields),
  z.strictObject(temporaryFields),
]);

const overrideFields = {
  id: idSchema,
  ...intervalFields,
  target: targetSchema,
  reason: reasonSchema.optional(),
} as const;

const followingFields = { ...overrideFields, follows: followsSchema.optional() } as const;

export const overrideSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...followingFields, ...addFields }),
  z.strictObject({ ...followingFields, ...removeFields }),
  z.strictObject({ ...followingFields, ...replaceFields }),
  z.strictObject({ ...overrideFields, ...temporaryFields }),
]);
