import { same } from "./operations-same";

const rank = (list: readonly string[], members: ReadonlySet<string>) =>
  list.filter((id) => members.has(id));

/** The common members' order that both sides lead to, or null when each chose another. */
function agreed(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] | null {
  if (same(mine, theirs)) return mine;
  const common = new Set(mine);
  const known = new Set(base.filter((id) => common.has(id)));
  const before = rank(base, known);
  const moved = {
    mine: !same(rank(mine, known), before),
    theirs: !same(rank(theirs, known), before),
  };
  if (moved.mine === moved.theirs) return null;
  return moved.mine ? mine : theirs;
}

/** What one side alone has, by the common member that it stands behind there (null: none). */
function runs(list: readonly string[], members: ReadonlySet<string>, common: ReadonlySet<string>) {
  const found = new Map<string | null, string[]>();
  let behind: string | null = null;
  for (const id of list) {
    if (common.has(id)) behind = id;
    else if (members.has(id)) found.set(behind, [...(found.get(behind) ?? []), id]);
  }
  return found;
}

/**
 * One order for `members`, each of which is in `mine`, in `theirs`, or in both. What both have keeps its
 * order, or takes that of the one side that changed it; what one side alone has stays behind what it stood
 * behind there. Where both added at the same place, the smaller first id goes first, so that swapping the
 * sides changes nothing. Null when both sides changed the order and not alike, unless `prefer` decides.
 */
export function mergeOrder(
  members: ReadonlySet<string>,
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  prefer?: "mine" | "theirs",
): readonly string[] | null {
  const inMine = new Set(mine);
  const common = new Set(theirs.filter((id) => inMine.has(id) && members.has(id)));
  const sides = { mine: rank(mine, common), theirs: rank(theirs, common) };
  const order = agreed(base, sides.mine, sides.theirs) ?? (prefer ? sides[prefer] : null);
  if (!order) return null;
  const [ours, others] = [runs(mine, members, common), runs(theirs, members, common)];
  return [null, ...order].flatMap((id) => {
    const pair = [ours.get(id) ?? [], others.get(id) ?? []];
    pair.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
    return [...(id === null ? [] : [id]), ...pair.flat()];
  });
}
