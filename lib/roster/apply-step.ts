import type { ListOperations, Operation, Place, SetOperations, Values } from "./operations";
import { same } from "./operations-same";
import {
  type EntityKind,
  type Fields,
  fieldsOf,
  type ListedKind,
  layerFields,
  listKey,
  listOf,
  overrideFields,
  type Sheet,
  toLayer,
  toOverride,
} from "./operations-sheet";

/** Where an entity stands now. Throws RangeError when it is not there. */
export function placeOf(sheet: Sheet, kind: ListedKind, id: string): Place {
  const parent = sheet.entities[kind].get(id)?.parent ?? null;
  const list = listOf(sheet, kind, parent);
  const index = list.indexOf(id);
  if (index < 0) throw new RangeError(`there is no ${kind} ${id}`);
  return { parent, after: list[index - 1] ?? null };
}

const ownerOf = {
  tier: null,
  layer: "tier",
  turn: "layer",
  override: null,
  calendar: null,
  home: null,
} as const;

function insert(sheet: Sheet, kind: ListedKind, id: string, at: Place): void {
  const owner = ownerOf[kind];
  const owned = owner === null ? at.parent === null : sheet.entities[owner].has(at.parent ?? "");
  if (!owned) throw new RangeError(`there is no place for ${kind} ${id}`);
  const list = listOf(sheet, kind, at.parent);
  const index = at.after === null ? 0 : list.indexOf(at.after) + 1;
  if (at.after !== null && index === 0) throw new RangeError(`there is no ${kind} ${at.after}`);
  sheet.lists.set(listKey(kind, at.parent), list.toSpliced(index, 0, id));
}

function withdraw(sheet: Sheet, kind: ListedKind, id: string, at: Place): void {
  if (!same(placeOf(sheet, kind, id), at)) throw new RangeError(`${kind} ${id} stands elsewhere`);
  const rest = listOf(sheet, kind, at.parent).filter((one) => one !== id);
  sheet.lists.set(listKey(kind, at.parent), rest);
}

const turnsOf = (sheet: Sheet, layer: string) =>
  listOf(sheet, "turn", layer).map((id) => ({ id, people: fieldsOf(sheet, "turn", id).people }));

/** Reads an entity as an operation carries it. */
const readers: { readonly [K in ListedKind]: (sheet: Sheet, id: string) => Values[K] } = {
  tier: (sheet, id) => ({ id, ...fieldsOf(sheet, "tier", id) }),
  layer: (sheet, id) => toLayer(id, fieldsOf(sheet, "layer", id), turnsOf(sheet, id)),
  turn: (sheet, id) => ({ id, ...fieldsOf(sheet, "turn", id) }),
  override: (sheet, id) => toOverride(id, fieldsOf(sheet, "override", id)),
  calendar: (sheet, id) => ({ id, ...fieldsOf(sheet, "calendar", id) }),
  home: (sheet, id) => ({ id, ...fieldsOf(sheet, "home", id) }),
};
export const readValue = <K extends ListedKind>(sheet: Sheet, kind: K, id: string): Values[K] =>
  readers[kind](sheet, id);

const writers: {
  readonly [K in ListedKind]: (value: Values[K]) => Fields[K];
} = {
  tier: ({ name, cover }) => ({ name, cover }),
  layer: layerFields,
  turn: ({ people }) => ({ people }),
  override: overrideFields,
  calendar: ({ name, days }) => ({ name, days }),
  home: ({ zone }) => ({ zone }),
};

function put<K extends ListedKind>(
  sheet: Sheet,
  kind: K,
  parent: string | null,
  value: Values[K],
): void {
  const entities = sheet.entities[kind];
  if (entities.has(value.id)) throw new RangeError(`there already is a ${kind} ${value.id}`);
  entities.set(value.id, { parent, fields: writers[kind](value) });
}

/** The turns of a layer that an operation carries; null for what carries none. */
const turnsIn = (value: Values[ListedKind]) => ("rotation" in value ? value.rotation.turns : null);

function add<K extends ListedKind>(sheet: Sheet, kind: K, at: Place, value: Values[K]): void {
  insert(sheet, kind, value.id, at);
  put(sheet, kind, at.parent, value);
  const turns = turnsIn(value);
  if (!turns) return;
  for (const turn of turns) put(sheet, "turn", value.id, turn);
  sheet.lists.set(
    listKey("turn", value.id),
    turns.map(({ id }) => id),
  );
}

function remove<K extends ListedKind>(sheet: Sheet, kind: K, at: Place, value: Values[K]): void {
  withdraw(sheet, kind, value.id, at);
  if (!same(readValue(sheet, kind, value.id), value)) {
    throw new RangeError(`${kind} ${value.id} is not as it was`);
  }
  if (kind === "tier" && listOf(sheet, "layer", value.id).length > 0) {
    throw new RangeError(`tier ${value.id} still has layers`);
  }
  sheet.entities[kind].delete(value.id);
  for (const { id } of turnsIn(value) ?? []) sheet.entities.turn.delete(id);
  if (kind === "layer") sheet.lists.delete(listKey("turn", value.id));
  if (kind === "tier") sheet.lists.delete(listKey("layer", value.id));
}

function move(sheet: Sheet, kind: ListedKind, id: string, from: Place, to: Place): void {
  withdraw(sheet, kind, id, from);
  insert(sheet, kind, id, to);
  rehome(sheet, kind, id, to.parent);
}

function rehome<K extends ListedKind>(sheet: Sheet, kind: K, id: string, parent: string | null) {
  sheet.entities[kind].set(id, { parent, fields: fieldsOf(sheet, kind, id) });
}

function set<K extends EntityKind>(sheet: Sheet, operation: SetOperations[K]): void {
  const { entity, id, before, after } = operation;
  const fields: Fields[K] = fieldsOf<K>(sheet, entity, id);
  if (!same({ ...fields, ...before }, fields)) {
    throw new RangeError(`${entity} ${id} is not as it was`);
  }
  const parent = sheet.entities[entity].get(id)?.parent ?? null;
  sheet.entities[entity].set(id, { parent, fields: { ...fields, ...after } });
}

function list<K extends ListedKind>(sheet: Sheet, operation: ListOperations[K]): void {
  if (operation.op === "move") {
    move(sheet, operation.entity, operation.id, operation.from, operation.to);
  } else {
    (operation.op === "add" ? add : remove)(sheet, operation.entity, operation.at, operation.value);
  }
}

/** Carries out one operation on the sheet itself. Throws RangeError when it does not fit. */
export function step(sheet: Sheet, operation: Operation): void {
  if (operation.op === "set") set(sheet, operation);
  else list(sheet, operation);
}
