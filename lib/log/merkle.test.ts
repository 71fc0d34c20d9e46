import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistencyProof,
  type Frontier,
  grow,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  partsOf,
  rootOf,
} from "./merkle";

/** The eight leaves of the test data that came with RFC 6962's reference implementation, in hex. */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const sha = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** The tree as the RFC defines it, by splitting. */
function naive(leaves: readonly string[]): Buffer {
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), Buffer.from(leaves[0] ?? "", "hex"));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), naive(leaves.slice(0, split)), naive(leaves.slice(split)));
}

/** PATH(m, D[n]) of the RFC, by its recursion. */
function naivePath(index: number, leaves: readonly string[]): string[] {
  if (leaves.length <= 1) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...naivePath(index, left), naive(right).toString("hex")]
    : [...naivePath(index - split, right), naive(left).toString("hex")];
}

/** SUBPROOF(m, D[n], b) of the RFC, by its recursion. */
function naiveSubproof(first: number, leaves: readonly string[], whole: boolean): string[] {
  if (first === leaves.length) return whole ? [] : [naive(leaves).toString("hex")];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return first <= split
    ? [...naiveSubproof(first, left, whole), naive(right).toString("hex")]
    : [...naiveSubproof(first - split, right, false), naive(left).toString("hex")];
}

const frontierOf = (leaves: readonly string[]): Frontier =>
  leaves.reduce<Frontier>((frontier, leaf, size) => grow(frontier, size, leaf), []);
const treeOf = (leaves: readonly string[]) => ({
  size: leaves.length,
  root: rootOf(frontierOf(leaves)),
});

const leavesOf = (length: number) =>
  Array.from({ length }, (_, i) => createHash("sha256").update(String(i)).digest("hex"));

describe("the tree", () => {
  test("of nothing is the hash of nothing", () => {
    expect(rootOf([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  test.each(ROOTS.map((root, i) => [i + 1, root]))(
    "of the first %i leaves of the known test data",
    (size, root) => {
      expect(treeOf(LEAVES.slice(0, Number(size))).root).toBe(root);
    },
  );

  test("grows to what splitting gives, at every size", () => {
    for (let size = 0; size <= 70; size += 1) {
      const leaves = leavesOf(size);
      expect(treeOf(leaves).root).toBe(naive(leaves).toString("hex"));
      expect(frontierOf(leaves)).toHaveLength(partsOf(size).length);
    }
  });
});

/** A tree with an index in it, and a size at which its frontier was kept. */
const placed = fc.integer({ min: 1, max: 140 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    index: fc.integer({ min: 0, max: size - 1 }),
    kept: fc.integer({ min: 0, max: size }),
  }),
);

describe("an inclusion proof", () => {
  test("is the RFC's, from whatever frontier before the leaf, and verifies", () => {
    fc.assert(
      fc.property(placed, ({ size, index, kept }) => {
        const from = Math.min(kept, index);
        const leaves = leavesOf(size);
        const known = {
          size: from,
          frontier: frontierOf(leaves.slice(0, from)),
          leaves: leaves.slice(from),
        };
        const proof = inclusionProof(known, index, size);
        expect(proof).toEqual(naivePath(index, leaves));
        expect(isIncluded(leaves[index] ?? "", index, size, proof, treeOf(leaves).root)).toBe(true);
      }),
    );
  });

  test("of the known test data", () => {
    const known = { size: 0, frontier: [], leaves: LEAVES };
    expect(inclusionProof(known, 5, 8)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  test("does not fit another leaf, place, size, root or a changed proof", () => {
    fc.assert(
      fc.property(placed, fc.nat(), ({ size, index }, touch) => {
        const leaves = leavesOf(size);
        const { root } = treeOf(leaves);
        const proof = inclusionProof({ size: 0, frontier: [], leaves }, index, size);
        const leaf = leaves[index] ?? "";
        const other = leafHash("ff");
        expect(isIncluded(other, index, size, proof, root)).toBe(false);
        expect(isIncluded(leaf, index, size, proof, other)).toBe(false);
        expect(isIncluded(leaf, index, size, [...proof, other], root)).toBe(false);
        if (size > 1) {
          expect(isIncluded(leaf, (index + 1) % size, size, proof, root)).toBe(false);
          expect(isIncluded(leaf, index, size, proof.slice(1), root)).toBe(false);
          const changed = proof.with(touch % proof.length, other);
          expect(isIncluded(leaf, index, size, changed, root)).toBe(false);
        }
      }),
    );
  });
});

const grown = fc
  .record({ first: fc.integer({ min: 1, max: 90 }), more: fc.integer({ min: 0, max: 60 }) })
  .map(({ first, more }) => ({ first, second: first + more }));

describe("a consistency proof", () => {
  test("is the RFC's, and verifies", () => {
    fc.assert(
      fc.property(grown, ({ first, second }) => {
        const leaves = leavesOf(second);
        const known = { size: 0, frontier: [], leaves };
        const proof = consistencyProof(known, first, second);
        expect(proof).toEqual(naiveSubproof(first, leaves, true));
        expect(isConsistent(treeOf(leaves.slice(0, first)), treeOf(leaves), proof)).toBe(true);
      }),
    );
  });

  test("of a frontier that was kept at the first size needs only the leaves behind it", () => {
    fc.assert(
      fc.property(grown, ({ first, second }) => {
        const leaves = leavesOf(second);
        const known = {
          size: first,
          frontier: frontierOf(leaves.slice(0, first)),
          leaves: leaves.slice(first),
        };
        const proof = consistencyProof(known, first, second);
        expect(proof).toEqual(naiveSubproof(first, leaves, true));
      }),
    );
  });

  test("of the known test data", () => {
    const known = { size: 0, frontier: [], leaves: LEAVES };
    expect(consistencyProof(known, 6, 8)).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  test("fits no log that was rewritten", () => {
    fc.assert(
      fc.property(grown, fc.nat(), ({ first, second }, touch) => {
        const leaves = leavesOf(second);
        const proof = consistencyProof({ size: 0, frontier: [], leaves }, first, second);
        const forked = leaves.with(touch % first, leafHash("ff"));
        const before = treeOf(forked.slice(0, first));
        expect(isConsistent(before, treeOf(leaves), proof)).toBe(false);
        if (second > first) {
          const cut = proof.slice(1);
          expect(isConsistent(treeOf(leaves.slice(0, first)), treeOf(leaves), cut)).toBe(false);
        }
      }),
    );
  });
});
