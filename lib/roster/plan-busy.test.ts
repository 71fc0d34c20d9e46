import { expect, test } from "vitest";
import { HOUR } from "@/lib/schedule/calendar";
import { awayFrom } from "./plan-busy";

const at = (startsAt: number, endsAt: number) => ({
  startsAt: startsAt * HOUR,
  endsAt: endsAt * HOUR,
});
const steps = [at(0, 8), at(8, 16), at(16, 24), at(24, 32)];

test("time off and shifts elsewhere are kept free, within the span", () => {
  expect(awayFrom(steps, 0, [at(-5, 2)], [at(30, 40)])).toEqual([at(0, 2), at(30, 32)]);
});

test("a shift too close to one elsewhere is kept free too; one that touches it is the same stretch", () => {
  expect(awayFrom(steps, 11 * HOUR, [], [at(36, 40)])).toEqual([at(24, 32)]);
  expect(awayFrom(steps, 11 * HOUR, [], [at(32, 40)])).toEqual([at(16, 24)]);
  expect(awayFrom(steps, 11 * HOUR, [], [at(-9, -3)])).toEqual([at(0, 8)]);
});

test("time off needs no rest to it", () => {
  expect(awayFrom(steps, 11 * HOUR, [at(10, 12)], [])).toEqual([at(10, 12)]);
});
