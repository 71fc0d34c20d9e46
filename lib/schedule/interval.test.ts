import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, intersect, lengthOf, mergeByStart, subtract, union } from "./interval";
import type { Interval } from "./types";

const list = (...pairs: readonly (readonly [number, number])[]): Interval[] =>
  pairs.map(([startsAt, endsAt]) => ({ startsAt, endsAt }));

describe("intervals", () => {
  test("a union joins what overlaps or touches and drops what is empty", () => {
    expect(union(list([5, 7], [0, 2], [2, 3], [9, 9], [6, 10], [12, 11], [13, 13]))).toEqual(
      list([0, 3], [5, 10]),
    );
  });

  test("what lies in both", () => {
    expect(intersect(list([0, 5], [8, 12]), list([3, 9], [11, 20]))).toEqual(
      list([3, 5], [8, 9], [11, 12]),
    );
    expect(intersect(list([0, 5]), list([5, 6]))).toEqual([]);
  });

  test("what lies in the first only", () => {
    expect(subtract(list([0, 10]), list([-5, 1], [3, 4], [9, 20]))).toEqual(list([1, 3], [4, 9]));
    expect(subtract(list([0, 2], [4, 6]), [])).toEqual(list([0, 2], [4, 6]));
    expect(subtract(list([0, 2]), list([0, 2]))).toEqual([]);
    expect(subtract([], list([0, 2]))).toEqual([]);
  });

  test("length", () => {
    expect(lengthOf(list([0, 3], [5, 10]))).toBe(8);
  });

  test("the part inside others", () => {
    const cut = list([0, 10], [3, 4], [0, 4], [8, 20]).map((one) => clip(one, 2, 9));
    expect(cut).toEqual(list([2, 9], [3, 4], [2, 4], [8, 9]));
  });

  test("say the same as their instants, one by one", () => {
    const instants = Array.from({ length: 20 }, (_, at) => at);
    const within = (lists: readonly Interval[]) =>
      instants.filter((at) => lists.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt));
    const some = fc
      .array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 6 })
      .map((pairs) => list(...pairs));
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [a, b] = [union(one), union(other)];
        const [inA, inB] = [within(one), within(other)];
        expect(within(a)).toEqual(inA);
        expect(lengthOf(a)).toBe(inA.length);
        expect(within(intersect(a, b))).toEqual(inA.filter((at) => inB.includes(at)));
        expect(within(subtract(a, b))).toEqual(inA.filter((at) => !inB.includes(at)));
        for (const made of [a, intersect(a, b), subtract(a, b)]) {
          expect(union(made)).toEqual(made);
        }
      }),
    );
  });
});

test("lists merge by start, of equals the earlier list's first, each in its own order", () => {
  const named = (name: string, starts: readonly number[]) =>
    starts.map((startsAt, i) => ({ startsAt, endsAt: startsAt + 1, name: `${name}${i}` }));
  const merged = mergeByStart([named("a", [1, 4, 4]), [], named("b", [0, 1, 4, 9])]);
  expect(merged.map(({ name }) => name)).toEqual(["b0", "a0", "b1", "a1", "a2", "b2", "b3"]);
  expect(mergeByStart([])).toEqual([]);
});
