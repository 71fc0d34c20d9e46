/**
 * Of the ids that both lists have, a longest choice that stands in the same order in both: what can stay
 * where it is while everything else moves. O(n log n).
 */
export function unmoved(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const rank = new Map(before.map((id, index) => [id, index]));
  const kept = after.flatMap((id) => {
    const at = rank.get(id);
    return at === undefined ? [] : [{ id, at }];
  });
  type Link = { readonly id: string; readonly at: number; readonly previous: Link | undefined };
  // ends[n] is the chain of n + 1 ids whose last one stands earliest in `before`.
  const ends: Link[] = [];
  for (const { id, at } of kept) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.at ?? at) < at) low = middle + 1;
      else high = middle;
    }
    ends[low] = { id, at, previous: ends[low - 1] };
  }
  const chosen = new Set<string>();
  for (let link = ends.at(-1); link; link = link.previous) chosen.add(link.id);
  return chosen;
}
