import { type Choices, type Conflict, choiceOf, keyOf, type Side } from "./merge-conflict";
import { same } from "./operations-same";
import {
  type Entity,
  type EntityKind,
  emptySheet,
  entityKinds,
  type Fields,
  type Sheet,
} from "./operations-sheet";

export type Three = { readonly base: Sheet; readonly mine: Sheet; readonly theirs: Sheet };

/**
 * What has been decided from outside: `choices` by the editor, and `forced` in consequence of them (a field
 * that referred to something whose removal was chosen takes the remover's value).
 */
export type Decided = { readonly choices: Choices; readonly forced: ReadonlyMap<string, Side> };

export const otherSide = (side: Side): Side => (side === "mine" ? "theirs" : "mine");

const ownerKind = { layer: "tier", turn: "layer" } as const;

/**
 * The key under which the removal of an entity is asked: its own, or that of the outermost owner that went
 * with it, since taking back the removal of a tier takes back that of all in it. `keeper` still has it.
 */
export function removalOf(
  three: Three,
  kind: EntityKind,
  id: string,
  keeper: Side,
): { kind: EntityKind; id: string } {
  const parent = three[keeper].entities[kind].get(id)?.parent ?? null;
  if (parent === null || (kind !== "layer" && kind !== "turn")) return { kind, id };
  const owner = ownerKind[kind];
  const gone =
    three.base.entities[owner].has(parent) && !three[otherSide(keeper)].entities[owner].has(parent);
  return gone ? removalOf(three, owner, parent, keeper) : { kind, id };
}

/** The conflict over an entity that `keeper` has and the other side removed. */
export function removalConflict(
  three: Three,
  kind: EntityKind,
  id: string,
  keeper: Side,
): Conflict {
  const root = removalOf(three, kind, id, keeper);
  const of = (sheet: Sheet) => sheet.entities[root.kind].get(root.id)?.fields ?? null;
  return {
    key: keyOf(root.kind, root.id, "exists"),
    entity: root.kind,
    id: root.id,
    field: "exists",
    base: of(three.base),
    mine: of(three.mine),
    theirs: of(three.theirs),
  };
}

/** Three-way, entity by entity and field by field; references and orders are not looked at here. */
export function mergeEntities(
  three: Three,
  decided: Decided,
): { readonly merged: Sheet; readonly conflicts: readonly Conflict[] } {
  const merged = emptySheet();
  const conflicts: Conflict[] = [];

  const pick = <T>(kind: EntityKind, id: string, field: string, values: ThreeValues<T>): T => {
    const key = keyOf(kind, id, field);
    const side = decided.forced.get(key) ?? winner(values) ?? choiceOf(decided.choices, key);
    if (!side)
      conflicts.push({ key, entity: kind, id, field, ...values, base: values.base ?? null });
    return values[side ?? "mine"];
  };

  const both = <K extends EntityKind>(kind: K, id: string, all: ThreeEntities<K>): Entity<K> => {
    const fields: Fields[K] = { ...all.mine.fields };
    for (const field in fields) {
      fields[field] = pick(kind, id, field, {
        base: all.base?.fields[field],
        mine: all.mine.fields[field],
        theirs: all.theirs.fields[field],
      });
    }
    const parent = pick(kind, id, "parent", {
      base: all.base?.parent,
      mine: all.mine.parent,
      theirs: all.theirs.parent,
    });
    return { parent, fields };
  };

  const one = <K extends EntityKind>(
    kind: K,
    id: string,
    base: Entity<K> | undefined,
    kept: Entity<K>,
    keeper: Side,
  ): Entity<K> | null => {
    const forced = decided.forced.get(keyOf(kind, id, "exists"));
    if (forced) return forced === keeper ? kept : null;
    if (!base) return kept;
    const conflict = removalConflict(three, kind, id, keeper);
    const choice = choiceOf(decided.choices, conflict.key);
    if (choice) return choice === keeper ? kept : null;
    if (same(base, kept)) return null;
    conflicts.push(conflict);
    return kept;
  };

  const mergeKind = <K extends EntityKind>(kind: K) => {
    const base: ReadonlyMap<string, Entity<K>> = three.base.entities[kind];
    const mine: ReadonlyMap<string, Entity<K>> = three.mine.entities[kind];
    const theirs: ReadonlyMap<string, Entity<K>> = three.theirs.entities[kind];
    for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
      const all = { base: base.get(id), mine: mine.get(id), theirs: theirs.get(id) };
      const entity =
        all.mine && all.theirs
          ? both(kind, id, { base: all.base, mine: all.mine, theirs: all.theirs })
          : all.mine
            ? one(kind, id, all.base, all.mine, "mine")
            : all.theirs && one(kind, id, all.base, all.theirs, "theirs");
      if (entity) merged.entities[kind].set(id, entity);
    }
  };

  for (const kind of entityKinds) mergeKind(kind);
  return { merged, conflicts };
}

type ThreeValues<T> = { readonly base: T | undefined; readonly mine: T; readonly theirs: T };
type ThreeEntities<K extends EntityKind> = ThreeValues<Entity<K>>;

function winner({ base, mine, theirs }: ThreeValues<unknown>): Side | undefined {
  if (same(mine, theirs) || same(base, theirs)) return "mine";
  return same(base, mine) ? "theirs" : undefined;
}
