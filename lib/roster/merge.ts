import type { Definition } from "@/lib/schedule/types";
import {
  type Choices,
  type Conflict,
  choiceOf,
  EVERYTHING,
  keyOf,
  type Side,
} from "./merge-conflict";
import {
  type Decided,
  mergeEntities,
  otherSide,
  removalConflict,
  type Three,
} from "./merge-entities";
import { mergeOrder } from "./merge-order";
import { type Reference, referencesOf } from "./merge-references";
import {
  type ListedKind,
  listedKinds,
  listKey,
  listOf,
  SCHEDULE,
  type Sheet,
  toDefinition,
  toSheet,
} from "./operations-sheet";
import { parseDefinition } from "./schema";

export type Merged =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

/**
 * Both edits of one base in one definition, or the questions to ask. No change of either side is lost; only
 * the place in its list of something that the other side removed, or took to another list, means nothing
 * any more. Symmetric where there is no conflict. The three must be valid; then the result is.
 */
export const merge = (base: Definition, mine: Definition, theirs: Definition): Merged =>
  resolveConflicts(base, mine, theirs, {});

/**
 * As `merge`, with answers by `Conflict.key`. A question without an answer comes back, and so may a new one
 * that the answers raise. The last resort, `everything`, takes one side whole and is always enough.
 */
export function resolveConflicts(
  base: Definition,
  mine: Definition,
  theirs: Definition,
  choices: Choices,
): Merged {
  const whole = choiceOf(choices, EVERYTHING);
  if (whole) return { ok: true, definition: whole === "mine" ? mine : theirs };
  const three: Three = { base: toSheet(base), mine: toSheet(mine), theirs: toSheet(theirs) };
  const { merged, conflicts, impossible } = settle(three, choices);
  const asked = [...conflicts, ...arrange(three, merged, choices)];
  const everything: Conflict = {
    key: EVERYTHING,
    entity: "schedule",
    id: SCHEDULE,
    field: EVERYTHING,
    base,
    mine,
    theirs,
  };
  const stuck = asked.some(({ key }) => choiceOf(choices, key) !== undefined);
  if (impossible || stuck) return { ok: false, conflicts: [everything] };
  if (asked.length > 0) {
    return { ok: false, conflicts: [...new Map(asked.map((one) => [one.key, one])).values()] };
  }
  const definition = toDefinition(merged);
  if (!parseDefinition(definition, anyZone).ok) return { ok: false, conflicts: [everything] };
  return { ok: true, definition };
}

const anyZone = () => true;

type Settled = {
  readonly merged: Sheet;
  readonly conflicts: readonly Conflict[];
  /** Answers contradict each other, or an anchor's turn went to another layer. */
  readonly impossible: boolean;
};

/**
 * Merges the entities, then looks for references to what is gone. Where the editor chose that it goes, the
 * reference gives way and the merge runs again; every round forces at least one more field, so it ends.
 */
function settle(three: Three, choices: Choices): Settled {
  const forced = new Map<string, Side>();
  for (;;) {
    const decided: Decided = { choices, forced };
    const { merged, conflicts } = mergeEntities(three, decided);
    const asked = [...conflicts];
    const known = forced.size;
    for (const reference of referencesOf(merged)) {
      const found = judge(three, merged, reference, decided);
      if (found === "impossible") return { merged, conflicts: asked, impossible: true };
      if (found === "fine") continue;
      if (typeof found === "object") asked.push(found);
      else giveWay(three, reference, found, forced);
    }
    if (forced.size === known) return { merged, conflicts: asked, impossible: false };
  }
}

/** Fine, a question, contradictory, or the side whose removal was chosen. */
function judge(
  three: Three,
  merged: Sheet,
  { kind, id, field, to }: Reference,
  { choices, forced }: Decided,
): "fine" | "impossible" | Conflict | Side {
  if (merged.entities[to.kind].has(to.id)) {
    const astray = field === "anchor" && merged.entities.turn.get(to.id)?.parent !== id;
    return astray ? "impossible" : "fine";
  }
  const keeper: Side = three.mine.entities[to.kind].has(to.id) ? "mine" : "theirs";
  const remover = otherSide(keeper);
  const conflict = removalConflict(three, to.kind, to.id, keeper);
  const chosen = forced.get(keyOf(to.kind, to.id, "exists")) ?? choiceOf(choices, conflict.key);
  if (chosen !== remover) return conflict;
  const contrary = [field, "exists"].some((one) => {
    const key = keyOf(kind, id, one);
    return choiceOf(choices, key) === keeper || forced.get(key) === keeper;
  });
  return contrary ? "impossible" : remover;
}

/** The reference takes the remover's value; what the remover does not have goes. */
function giveWay(
  three: Three,
  { kind, id, field }: Reference,
  side: Side,
  forced: Map<string, Side>,
) {
  const known = three[side].entities[kind].has(id);
  forced.set(keyOf(kind, id, known ? field : "exists"), side);
}

const parentsIn = (merged: Sheet, kind: ListedKind): readonly (string | null)[] => {
  if (kind === "layer") return [...merged.entities.tier.keys()];
  return kind === "turn" ? [...merged.entities.layer.keys()] : [null];
};

/** Writes the lists of a merged sheet; returns what cannot be put in order. */
function arrange(three: Three, merged: Sheet, choices: Choices): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  for (const kind of listedKinds) {
    const members = new Map<string | null, Set<string>>();
    for (const [id, { parent }] of merged.entities[kind]) {
      members.set(parent, (members.get(parent) ?? new Set()).add(id));
    }
    for (const parent of parentsIn(merged, kind)) {
      const lists = {
        base: listOf(three.base, kind, parent),
        mine: listOf(three.mine, kind, parent),
        theirs: listOf(three.theirs, kind, parent),
      };
      const key = keyOf(kind, parent ?? "", "order");
      const order = mergeOrder(
        members.get(parent) ?? new Set(),
        lists.base,
        lists.mine,
        lists.theirs,
        choiceOf(choices, key),
      );
      merged.lists.set(listKey(kind, parent), order ?? []);
      if (!order) conflicts.push({ key, entity: kind, id: parent ?? "", field: "order", ...lists });
    }
  }
  return conflicts;
}
