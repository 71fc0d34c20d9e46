import { expect, test } from "vitest";
import { judge, rareHeads } from "@/tests/doors/sign-test";
import { randomFrom } from "@/tests/support/random";

const [FLOOR, CHANCE] = [1, 1e-4];

/** Differences of times on a busy machine: mostly small, some huge, as many on one side as on the other. */
function noise(seed: number, count: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => (random() - 0.5) * (random() < 0.1 ? 5_000 : 20));
}

test("so many heads are rare as the binomial distribution says", () => {
  expect(rareHeads(10, 0.002)).toBe(10);
  expect(rareHeads(10, 0.02)).toBe(9);
  expect(rareHeads(5, 0.001)).toBe(6);
  expect(rareHeads(2_000, 1e-4)).toBe(1_084);
});

test("noise alone is no difference, however wild", () => {
  const told = Array.from({ length: 500 }, (_, seed) => judge(noise(seed, 60), FLOOR, CHANCE));
  expect(told.filter(({ differs }) => differs)).toEqual([]);
});

test.each([1, -1])("what takes longer behind the noise is seen (direction %d)", (direction) => {
  const later = noise(7, 400).map((one) => one + 6 * direction);
  expect(judge(later, FLOOR, CHANCE)).toMatchObject({ differs: true });
});

test("what is below the floor is no difference, though every pair has it", () => {
  expect(judge(Array(400).fill(0.9), FLOOR, CHANCE)).toMatchObject({ differs: false });
  expect(judge(Array(400).fill(1.1), FLOOR, CHANCE)).toMatchObject({ differs: true });
});

test("a difference is seen from where it says", () => {
  const spread = noise(3, 60);
  const { seenFrom } = judge(spread, FLOOR, CHANCE);
  const later = (by: number) =>
    judge(
      spread.map((one) => one + by),
      FLOOR,
      CHANCE,
    ).differs;
  const sooner = (by: number) =>
    judge(
      spread.map((one) => one - by),
      FLOOR,
      CHANCE,
    ).differs;
  expect([later(seenFrom + 0.01), sooner(seenFrom + 0.01)]).toEqual([true, true]);
  expect([later(seenFrom - 0.01), sooner(seenFrom - 0.01)]).toContain(false);
});

test("too few pairs say nothing", () => {
  expect(judge(Array(5).fill(100), FLOOR, CHANCE)).toMatchObject({
    differs: false,
    seenFrom: Number.POSITIVE_INFINITY,
  });
});
