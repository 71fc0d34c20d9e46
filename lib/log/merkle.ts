import { createHash } from "node:crypto";

/**
 * The tree of RFC 9162 (and 6962), section 2.1, over the hashes of a log's entries; all hashes are lowercase hex.
 * A frontier is the tree's complete subtrees from left to right, the largest first: all that is needed to let it
 * grow and to compute its root.
 */
export type Frontier = readonly string[];

const sha = (prefix: number, ...parts: readonly string[]): string => {
  const hash = createHash("sha256").update(Buffer.of(prefix));
  for (const part of parts) hash.update(Buffer.from(part, "hex"));
  return hash.digest("hex");
};

/** The hash of a leaf: a zero byte and the leaf's bytes, given in hex. */
export const leafHash = (leaf: string): string => sha(0, leaf);
/** The hash of an inner node: a one byte and both children. */
export const nodeHash = (left: string, right: string): string => sha(1, left, right);

/** The frontier of the tree of `size` leaves after one more. */
export function grow(frontier: Frontier, size: number, leaf: string): Frontier {
  const subtrees = [...frontier];
  let last = leafHash(leaf);
  // As many complete subtrees are joined as the size has ones at its end.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    last = nodeHash(subtrees.pop() ?? "", last);
  }
  return [...subtrees, last];
}

/** The root of a tree; of none, the hash of nothing. */
export function rootOf(frontier: Frontier): string {
  if (frontier.length === 0) return createHash("sha256").digest("hex");
  return frontier.reduceRight((right, left) => nodeHash(left, right));
}

/** Where the leaves of a part of the tree begin and end. */
type Part = { readonly from: number; readonly to: number };

/** The largest power of two that is less than `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The parts that a frontier of `size` leaves stands for, in its order. */
export function partsOf(size: number): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  while (from < size) {
    let length = 1;
    while (length * 2 <= size - from) length *= 2;
    parts.push({ from, to: from + length });
    from += length;
  }
  return parts;
}

/**
 * What is known of a tree: the subtrees of the frontier at `size`, and the leaves from there on. It computes the
 * hash of every part that is not wholly inside one of those subtrees.
 */
export type Known = {
  readonly size: number;
  readonly frontier: Frontier;
  readonly leaves: readonly string[];
};

/** Throws RangeError for a part of which too little is known. */
function hashOf(known: Known, { from, to }: Part): string {
  const parts = partsOf(known.size);
  const index = parts.findIndex((part) => part.from === from && part.to === to);
  const kept = known.frontier[index];
  if (kept !== undefined) return kept;
  if (to - from === 1) {
    const leaf = known.leaves[from - known.size];
    if (from < known.size || leaf === undefined) throw new RangeError(`leaf ${from} is not known`);
    return leafHash(leaf);
  }
  const middle = from + splitOf(to - from);
  return nodeHash(hashOf(known, { from, to: middle }), hashOf(known, { from: middle, to }));
}

/** The hashes beside the way from leaf `index` up to the root of the tree of `size` leaves, the lowest first. */
export function inclusionProof(known: Known, index: number, size: number): readonly string[] {
  const path: Part[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
    }
  }
  return path.reverse().map((part) => hashOf(known, part));
}

const half = (value: number): number => Math.floor(value / 2);

/**
 * For each hash of a proof whether it stands on the left of the way up from `position` to the root, where `last` is
 * the last position of that level. Null for a proof that is too short or too long.
 */
function sides(position: number, last: number, length: number): readonly boolean[] | null {
  const left: boolean[] = [];
  let [at, end] = [position, last];
  for (let i = 0; i < length; i += 1) {
    if (end === 0) return null;
    const isLeft = at % 2 === 1 || at === end;
    left.push(isLeft);
    // A node without a sibling stands for its parents too.
    while (isLeft && at % 2 === 0 && at !== 0) [at, end] = [half(at), half(end)];
    [at, end] = [half(at), half(end)];
  }
  return end === 0 ? left : null;
}

/** Whether a leaf is the one at `index` in the tree of `size` leaves with this root. RFC 9162, 2.1.3.2. */
export function isIncluded(
  leaf: string,
  index: number,
  size: number,
  proof: readonly string[],
  root: string,
): boolean {
  const left = index < size ? sides(index, size - 1, proof.length) : null;
  if (!left) return false;
  const join = (hash: string, sibling: string, i: number) =>
    left[i] ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  return proof.reduce(join, leafHash(leaf)) === root;
}

/** The hashes that show that the tree of `first` leaves begins the tree of `second`. RFC 9162, 2.1.4.1. */
export function consistencyProof(known: Known, first: number, second: number): readonly string[] {
  const path: Part[] = [];
  let [from, to] = [0, second];
  // Whether the part is a complete subtree of the first tree: its hash is known to who holds that root.
  let whole = true;
  while (to !== first) {
    const middle = from + splitOf(to - from);
    if (first <= middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
      whole = false;
    }
  }
  if (!whole) path.push({ from, to });
  // The RFC's order: the innermost first.
  const inner = whole ? [] : path.splice(-1);
  return [...inner, ...path.reverse()].map((part) => hashOf(known, part));
}

type Tree = { readonly size: number; readonly root: string };

/** Whether the first tree is the beginning of the second. RFC 9162, 2.1.4.2. */
export function isConsistent(first: Tree, second: Tree, proof: readonly string[]): boolean {
  if (first.size === second.size) return first.root === second.root && proof.length === 0;
  if (first.size === 0 || first.size > second.size || proof.length === 0) return false;
  const power = partsOf(first.size).length === 1;
  const [seed = "", ...path] = power ? [first.root, ...proof] : proof;
  let [position, last] = [first.size - 1, second.size - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  const left = sides(position, last, path.length);
  if (!left) return false;
  const before = path.reduce(
    (hash, sibling, i) => (left[i] ? nodeHash(sibling, hash) : hash),
    seed,
  );
  const after = path.reduce(
    (hash, sibling, i) => (left[i] ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    seed,
  );
  return before === first.root && after === second.root;
}
