import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LIMITS, lockSeconds, waitInWords } from "./limits";

test("docs/limits.md names every limit with its figures, and no other", () => {
  const rows = readFileSync("docs/limits.md", "utf8").matchAll(
    /^\| `([\w-]+)` \| ([\d,]+) in (\d+) (s|min|h) \| (everywhere|here) \|/gm,
  );
  const unit = { s: 1, min: 60, h: 3_600 };
  const documented = [...rows].map(([, name, points = "", many, each = "s", counted]) => ({
    name,
    points: Number(points.replaceAll(",", "")),
    seconds: Number(many) * (each in unit ? unit[each as keyof typeof unit] : 0),
    counted,
  }));
  const counting = Object.entries(LIMITS).filter(([name]) => name !== "locks");
  expect(documented).toEqual(
    counting.map(([name, { points, seconds, counted }]) => ({ name, points, seconds, counted })),
  );
});

test("an account can be guessed at no more than a hundred times in any hour", () => {
  /** How many windows of this length an hour can touch, each with all its points. */
  const inAnyHour = ({ points, seconds }: { points: number; seconds: number }) =>
    points * (Math.ceil(3_600 / seconds) + 1);
  const counts = ["guess-stranger", "guess-devices", "guess-provider"] as const;
  const sum = counts.reduce((all, name) => all + inAnyHour(LIMITS[name]), 0);
  expect(sum).toBeLessThanOrEqual(100);
  for (const name of counts) expect(LIMITS[name].scaled).toBe(false);
  for (const limit of Object.values(LIMITS)) {
    if (limit.words.includes("attempts for this account")) expect(limit.scaled).toBe(false);
  }
});

test("each lock of a day is twice as long as the one before, up to eight hours", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map((nth) => lockSeconds(nth) / 60)).toEqual([
    15, 30, 60, 120, 240, 480, 480, 480,
  ]);
});

test.each([
  [1, "a minute"],
  [60, "a minute"],
  [61, "2 minutes"],
  [900, "15 minutes"],
  [7_141, "2 hours"],
  [7_200, "2 hours"],
  [7_201, "3 hours"],
])("%i seconds are %s", (seconds, words) => {
  expect(waitInWords(seconds)).toBe(words);
});
