import type {
  Calendar,
  Definition,
  Home,
  Instant,
  Interval,
  Layer,
  LocalDate,
  Override,
  PersonId,
  Rotation,
  RotationUnit,
  Target,
  Tier,
  Turn,
  TurnId,
  TurnName,
  WallTime,
  Weekday,
  Window,
  ZoneName,
} from "@/lib/schedule/types";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What an override does, without where, when and why. */
export type Exception = Without<
  Override,
  "id" | "startsAt" | "endsAt" | "follows" | "target" | "reason"
>;

/** A rotation's anchor that names its turn by id, so that a turn added before it changes nothing. */
export type Anchor = { readonly date: LocalDate; readonly time: WallTime; readonly turn: TurnId };

/**
 * What people change about each kind of entity, field by field. What only makes sense together is one
 * field (unit and every, from and until), so that a merge never mixes halves. `null` means absent.
 */
export type Fields = {
  readonly schedule: { readonly zone: ZoneName };
  readonly tier: { readonly name: string; readonly cover: Tier["cover"] };
  readonly layer: {
    readonly name: string;
    readonly priority: number;
    readonly zone: ZoneName | null;
    readonly life: { readonly from: Instant | null; readonly until: Instant | null };
    readonly step: { readonly unit: RotationUnit; readonly every: number };
    readonly anchor: Anchor;
    readonly weekdays: readonly Weekday[] | null;
    readonly windows: readonly Window[];
    readonly windowsIn: "person" | null;
    readonly holidays: NonNullable<Layer["holidays"]> | null;
  };
  readonly turn: { readonly people: readonly PersonId[] };
  readonly override: {
    readonly when: Interval & { readonly follows?: TurnName };
    readonly target: Target;
    readonly exception: Exception;
    readonly reason: string | null;
  };
  readonly calendar: { readonly name: string; readonly days: Calendar["days"] };
  /** Its id is the person's. */
  readonly home: { readonly zone: ZoneName };
};

export type EntityKind = keyof Fields;
/** Kinds that are added, removed and put in order. A definition always has its one `schedule`. */
export type ListedKind = Exclude<EntityKind, "schedule">;

/** Every kind, owners before what they own. */
export const entityKinds = [
  "schedule",
  "home",
  "calendar",
  "tier",
  "layer",
  "turn",
  "override",
] as const satisfies readonly EntityKind[];
export const listedKinds = [
  "home",
  "calendar",
  "tier",
  "layer",
  "turn",
  "override",
] as const satisfies readonly ListedKind[];

/** The id of the one entity that holds a schedule's settings. */
export const SCHEDULE = "schedule";

/** An entity with its owner: a layer's tier, a turn's layer, null for the others. */
export type Entity<K extends EntityKind> = {
  readonly parent: string | null;
  readonly fields: Fields[K];
};

/** A definition laid out flat: entities by kind and id, and the ids of every list in order. */
export type Sheet = {
  readonly entities: { readonly [K in EntityKind]: Map<string, Entity<K>> };
  readonly lists: Map<string, readonly string[]>;
};

export const listKey = (kind: ListedKind, parent: string | null): string =>
  `${kind}@${parent ?? ""}`;

export const emptySheet = (): Sheet => ({
  entities: {
    schedule: new Map(),
    home: new Map(),
    calendar: new Map(),
    tier: new Map(),
    layer: new Map(),
    turn: new Map(),
    override: new Map(),
  },
  lists: new Map(),
});

/** The ids of a list in order; empty for a list that is not there. */
export const listOf = (sheet: Sheet, kind: ListedKind, parent: string | null): readonly string[] =>
  sheet.lists.get(listKey(kind, parent)) ?? [];

export function layerFields(layer: Layer): Fields["layer"] {
  const { unit, every, anchor, turns, weekdays } = layer.rotation;
  const turn = turns[anchor.turn];
  if (!turn) throw new RangeError(`layer ${layer.id}: the anchor names no turn`);
  return {
    name: layer.name,
    priority: layer.priority,
    zone: layer.zone ?? null,
    life: { from: layer.from ?? null, until: layer.until ?? null },
    step: { unit, every },
    anchor: { date: anchor.date, time: anchor.time, turn: turn.id },
    weekdays: weekdays ?? null,
    windows: layer.windows,
    windowsIn: layer.windowsIn ?? null,
    holidays: layer.holidays ?? null,
  };
}

export function toLayer(id: string, fields: Fields["layer"], turns: readonly Turn[]): Layer {
  const index = turns.findIndex((turn) => turn.id === fields.anchor.turn);
  if (index < 0) throw new RangeError(`layer ${id}: the anchor's turn is not in its rotation`);
  const { from, until } = fields.life;
  const rotation: Rotation = {
    ...fields.step,
    anchor: { ...fields.anchor, turn: index },
    turns,
    ...(fields.weekdays ? { weekdays: fields.weekdays } : {}),
  };
  return {
    id,
    name: fields.name,
    priority: fields.priority,
    ...(fields.zone === null ? {} : { zone: fields.zone }),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
    rotation,
    windows: fields.windows,
    ...(fields.windowsIn ? { windowsIn: fields.windowsIn } : {}),
    ...(fields.holidays ? { holidays: fields.holidays } : {}),
  };
}

export function overrideFields(override: Override): Fields["override"] {
  const { id: _, startsAt, endsAt, follows, target, reason, ...exception } = override;
  const when = { startsAt, endsAt, ...(follows && { follows }) };
  return { when, target, exception, reason: reason ?? null };
}

export const toOverride = (id: string, fields: Fields["override"]): Override => ({
  id,
  ...fields.when,
  target: fields.target,
  ...fields.exception,
  ...(fields.reason === null ? {} : { reason: fields.reason }),
});

/** Lays a definition out flat. Throws RangeError when an anchor names no turn. */
export function toSheet(definition: Definition): Sheet {
  const sheet = emptySheet();
  const { entities, lists } = sheet;
  const enlist = (kind: ListedKind, parent: string | null, of: readonly { id: string }[]) =>
    lists.set(
      listKey(kind, parent),
      of.map(({ id }) => id),
    );
  entities.schedule.set(SCHEDULE, { parent: null, fields: { zone: definition.zone } });
  const homes = definition.homes ?? [];
  enlist(
    "home",
    null,
    homes.map(({ person }) => ({ id: person })),
  );
  for (const { person, zone } of homes) {
    entities.home.set(person, { parent: null, fields: { zone } });
  }
  enlist("calendar", null, definition.calendars);
  for (const { id, name, days } of definition.calendars) {
    entities.calendar.set(id, { parent: null, fields: { name, days } });
  }
  enlist("override", null, definition.overrides);
  for (const override of definition.overrides) {
    entities.override.set(override.id, { parent: null, fields: overrideFields(override) });
  }
  enlist("tier", null, definition.tiers);
  for (const { id, name, cover, layers } of definition.tiers) {
    entities.tier.set(id, { parent: null, fields: { name, cover } });
    enlist("layer", id, layers);
    for (const layer of layers) {
      entities.layer.set(layer.id, { parent: id, fields: layerFields(layer) });
      enlist("turn", layer.id, layer.rotation.turns);
      for (const turn of layer.rotation.turns) {
        entities.turn.set(turn.id, { parent: layer.id, fields: { people: turn.people } });
      }
    }
  }
  return sheet;
}

/** The definition of a sheet, as plain data. Throws RangeError when a list or an anchor names what is not there. */
export function toDefinition(sheet: Sheet): Definition {
  const collect = <K extends ListedKind, T>(
    kind: K,
    parent: string | null,
    make: (id: string, fields: Fields[K]) => T,
  ): readonly T[] => listOf(sheet, kind, parent).map((id) => make(id, fieldsOf(sheet, kind, id)));
  const turnsOf = (layer: string) =>
    collect("turn", layer, (id, { people }): Turn => ({ id, people }));
  const layersOf = (tier: string) =>
    collect("layer", tier, (id, fields) => toLayer(id, fields, turnsOf(id)));
  const homes = collect("home", null, (person, { zone }): Home => ({ person, zone }));
  return {
    zone: fieldsOf(sheet, "schedule", SCHEDULE).zone,
    tiers: collect("tier", null, (id, fields): Tier => ({ id, ...fields, layers: layersOf(id) })),
    overrides: collect("override", null, toOverride),
    calendars: collect("calendar", null, (id, fields): Calendar => ({ id, ...fields })),
    ...(homes.length > 0 ? { homes } : {}),
  };
}

/** The fields of one entity. Throws RangeError when it is not there. */
export function fieldsOf<K extends EntityKind>(sheet: Sheet, kind: K, id: string): Fields[K] {
  const entity: Entity<K> | undefined = sheet.entities[kind].get(id);
  if (!entity) throw new RangeError(`there is no ${kind} ${id}`);
  return entity.fields;
}
