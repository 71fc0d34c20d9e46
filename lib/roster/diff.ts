import type { Definition } from "@/lib/schedule/types";
import { placeOf, readValue, step } from "./apply-step";
import { unmoved } from "./diff-order";
import { listing, moving, type Operation, type Place, setting } from "./operations";
import { same } from "./operations-same";
import {
  type EntityKind,
  entityKinds,
  type Fields,
  type ListedKind,
  listedKinds,
  listOf,
  type Sheet,
  toSheet,
} from "./operations-sheet";

/** Fields are written one per operation, so that each reads as one sentence. */
function changes<F extends object>(before: F, after: F) {
  const list: { before: Partial<F>; after: Partial<F> }[] = [];
  for (const field in after) {
    if (same(before[field], after[field])) continue;
    const change: { before: Partial<F>; after: Partial<F> } = { before: {}, after: {} };
    change.before[field] = before[field];
    change.after[field] = after[field];
    list.push(change);
  }
  return list;
}

function sets<K extends EntityKind>(entity: K, base: Sheet, edited: Sheet): Operation[] {
  const list: Operation[] = [];
  for (const [id, { fields }] of edited.entities[entity]) {
    const before: Fields[K] | undefined = base.entities[entity].get(id)?.fields;
    if (!before) continue;
    for (const change of changes(before, fields)) list.push(setting(entity, id, change));
  }
  return list;
}

/** A turn never leaves its layer: in another one it counts as removed here and added there. */
const stays = (kind: ListedKind, id: string, work: Sheet, edited: Sheet): boolean => {
  const now = work.entities[kind].get(id);
  const then = edited.entities[kind].get(id);
  return now !== undefined && then !== undefined && (kind !== "turn" || now.parent === then.parent);
};

const parentsOf = (kind: ListedKind, sheet: Sheet): readonly (string | null)[] => {
  if (kind === "layer") return listOf(sheet, "tier", null);
  if (kind !== "turn") return [null];
  return listOf(sheet, "tier", null).flatMap((tier) => listOf(sheet, "layer", tier));
};

/**
 * What turns `base` into `edited`: `apply(base, diff(base, edited))` equals `edited`, list orders included.
 * One operation per changed field, added, removed or moved entity; nothing for what is the same. Owners
 * come before what they own where something is added, and after it where something is removed.
 */
export function diff(base: Definition, edited: Definition): readonly Operation[] {
  const work = toSheet(base);
  const goal = toSheet(edited);
  const operations: Operation[] = [];
  const perform = (operation: Operation) => {
    step(work, operation);
    operations.push(operation);
  };

  const removeGone = <K extends ListedKind>(entity: K) => {
    for (const parent of parentsOf(entity, work)) {
      // A layer that goes takes its turns along.
      if (entity === "turn" && parent !== null && !goal.entities.layer.has(parent)) continue;
      for (const id of listOf(work, entity, parent)) {
        if (stays(entity, id, work, goal)) continue;
        perform(listing("remove", entity, placeOf(work, entity, id), readValue(work, entity, id)));
      }
    }
  };
  /** Puts one entity where it belongs, behind `to.after`. */
  const settle = <K extends ListedKind>(entity: K, id: string, to: Place) => {
    if (!work.entities[entity].has(id)) {
      perform(listing("add", entity, to, readValue(goal, entity, id)));
      return;
    }
    const from = placeOf(work, entity, id);
    if (!same(from, to)) perform(moving(entity, id, from, to));
  };
  const arrange = (entity: ListedKind, mayAdd: boolean) => {
    for (const parent of parentsOf(entity, goal)) {
      const wanted = listOf(goal, entity, parent);
      const fixed = unmoved(listOf(work, entity, parent), wanted);
      let after: string | null = null;
      for (const id of wanted) {
        if (!mayAdd && !work.entities[entity].has(id)) continue;
        if (!fixed.has(id)) settle(entity, id, { parent, after });
        after = id;
      }
    }
  };

  arrange("tier", true);
  arrange("layer", false);
  for (const kind of listedKinds.toReversed()) removeGone(kind);
  for (const kind of listedKinds) arrange(kind, true);
  for (const kind of entityKinds)
    for (const operation of sets(kind, work, goal)) perform(operation);
  return operations;
}
