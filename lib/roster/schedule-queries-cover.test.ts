import { expect, test } from "vitest";
import { HOUR, MINUTE } from "@/lib/schedule/calendar";
import type { Shift } from "@/lib/schedule/types";
import { nextOwn } from "./schedule-queries-cover";

const NOON = Date.UTC(2026, 4, 6, 12);
const held = (startsAt: number, endsAt: number, person = "ada"): Shift => ({
  tier: "t",
  startsAt,
  endsAt,
  people: [person],
  because: { revision: 1, layer: "l", turn: null, overrides: [] },
});
const later = held(NOON + 5 * HOUR, NOON + 6 * HOUR);

test.each([
  ["what is left of the present shift", held(NOON - HOUR, NOON + HOUR), NOON + MINUTE, NOON + HOUR],
  ["the next one, whole", later, later.startsAt, later.endsAt],
  [
    "the next where the present one ends within the minute",
    held(NOON - HOUR, NOON + 30_000),
    later.startsAt,
    later.endsAt,
  ],
  [
    "the next where the present one ends with the minute",
    held(NOON - HOUR, NOON + MINUTE),
    later.startsAt,
    later.endsAt,
  ],
  ["nobody else's", held(NOON - HOUR, NOON + HOUR, "bo"), later.startsAt, later.endsAt],
])("is %s", (_, first, startsAt, endsAt) => {
  expect(nextOwn([first, later], "ada", NOON + 10_000)).toEqual({ startsAt, endsAt });
});

test("is nothing for who is never on call, and who is no person of the roster", () => {
  expect(nextOwn([later], "bo", NOON)).toBeNull();
  expect(nextOwn([later], null, NOON)).toBeNull();
});
