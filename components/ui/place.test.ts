import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { leastWidthClass, leftAt, rowAtClass, rowCountClass, wide } from "./place";

const css = readFileSync("components/ui/place.css", "utf8");

/** The percentage that place.css makes of these classes. */
function percent(classes: string): number {
  const factors =
    /\(var\(--w1\) \* (\d+) \+ var\(--w2\) \* (\d+) \+ var\(--w3\)\) \* ([\d.]+)%/.exec(css);
  const [first = Number.NaN, second = Number.NaN, unit = Number.NaN] =
    factors?.slice(1).map(Number) ?? [];
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = [
    ...classes.matchAll(/[wx]\d-(\d+)/g),
  ].map(([, digit]) => Number(digit));
  return (a * first + b * second + c) * unit;
}

/** Whether place.css says that the class is made. */
function isMade(name: string): boolean {
  const ranges = [...css.matchAll(/@source inline\("([\w{},-]+)-\{(\d+)\.\.(\d+)\}"\)/g)];
  return ranges.some(([, stem = "", from, to]) => {
    const shape = stem.replace(/\{([\w,]+)\}/g, (_, of: string) => `[${of.replaceAll(",", "")}]`);
    const n = new RegExp(`^${shape}-(\\d+)$`).exec(name)?.[1];
    return n !== undefined && Number(from) <= Number(n) && Number(n) <= Number(to);
  });
}

test("a share becomes that share of the width, and of the way", () => {
  for (const [share, expected] of [
    [0, 0],
    [0.5, 50],
    [1, 100],
    [-1, 0],
    [7, 100],
  ] as const) {
    expect(percent(wide(share))).toBeCloseTo(expected, 9);
    expect(percent(leftAt(share))).toBeCloseTo(expected, 9);
  }
});

test("every minute of the longest month has a place of its own, within half a minute of its own", () => {
  const minutes = 31 * 24 * 60 + 60;
  const places = new Set<string>();
  for (let minute = 0; minute < minutes; minute += 1) {
    const classes = leftAt(minute / minutes);
    places.add(classes);
    if (Math.abs((percent(classes) * minutes) / 100 - minute) >= 0.5) throw new Error(classes);
  }
  expect(places.size).toBe(minutes);
});

test("every class is made", () => {
  const share = fc.double({ min: -1, max: 2, noNaN: true });
  fc.assert(
    fc.property(share, share, (x, w) => {
      const names = `${leftAt(x)} ${wide(w)}`.split(" ").filter((name) => /\d/.test(name));
      expect(names.filter((name) => !isMade(name))).toEqual([]);
    }),
  );
  for (const row of [0, 1, 49, 50, 5_000]) expect(isMade(rowAtClass(row)), `${row}`).toBe(true);
  for (const rows of [1, 2, 50, 5_000]) expect(isMade(rowCountClass(rows)), `${rows}`).toBe(true);
  for (const width of [620, 621, 1250, 2400])
    expect(isMade(leastWidthClass(width)), `${width}`).toBe(true);
  expect(isMade("x1-41")).toBe(false);
});
