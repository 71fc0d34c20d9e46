import { describe, expect, test } from "vitest";
import { intersect, lengthOf, subtract, union } from "./interval";
import type { Interval } from "./types";

const list = (...pairs: readonly (readonly [number, number])[]): Interval[] =>
  pairs.map(([startsAt, endsAt]) => ({ startsAt, endsAt }));

describe("intervals", () => {
  test("a union joins what overlaps or touches and drops what is empty", () => {
    expect(union(list([5, 7], [0, 2], [2, 3], [9, 9], [6, 10], [12, 11]))).toEqual(
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
});
