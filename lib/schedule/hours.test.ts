import { describe, expect, test } from "vitest";
import { extend, overlap, toIntervals } from "./hours";

const { NEGATIVE_INFINITY: BEFORE, POSITIVE_INFINITY: AFTER } = Number;

describe("a stretch added to hours", () => {
  const added = (begins: number, ends: number): number[] => {
    const hours = [10, 20];
    extend(hours, begins, ends);
    return hours;
  };

  test("is one with the last where they meet or overlap, else stands apart", () => {
    expect(added(20, 30)).toEqual([10, 30]);
    expect(added(15, 30)).toEqual([10, 30]);
    expect(added(21, 30)).toEqual([10, 20, 21, 30]);
  });

  test("is left out when it is empty", () => {
    expect(added(25, 25)).toEqual([10, 20]);
    expect(added(26, 25)).toEqual([10, 20]);
  });

  test("may be the first of all", () => {
    const hours: number[] = [];
    extend(hours, 0, 5);
    expect(hours).toEqual([0, 5]);
  });
});

describe("what lies in both hours", () => {
  test("may end with either, and is never empty", () => {
    expect(overlap([0, 10, 20, 30], [5, 25])).toEqual([5, 10, 20, 25]);
    expect(overlap([5, 25], [0, 10, 20, 30])).toEqual([5, 10, 20, 25]);
    expect(overlap([0, 10], [10, 20])).toEqual([]);
    expect(overlap([0, 10], [20, 30])).toEqual([]);
  });

  test("goes on where both end at once", () => {
    expect(overlap([0, 10, 20, 30], [0, 10, 20, 30])).toEqual([0, 10, 20, 30]);
    expect(overlap([0, 10, 20, 30], [5, 10, 15, 25])).toEqual([5, 10, 20, 25]);
  });

  test("before 1970 too, and without end", () => {
    expect(overlap([-30, -20], [-25, -10])).toEqual([-25, -20]);
    expect(overlap([BEFORE, AFTER], [-5, 5])).toEqual([-5, 5]);
  });
});

test("hours as intervals", () => {
  expect(toIntervals([0, 5, 7, 9])).toEqual([
    { startsAt: 0, endsAt: 5 },
    { startsAt: 7, endsAt: 9 },
  ]);
  expect(toIntervals([])).toEqual([]);
});
