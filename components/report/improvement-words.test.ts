import { expect, test } from "vitest";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import type { Improvement } from "@/lib/schedule/improve";
import { improvementWords } from "./improvement-words";

const words = {
  people: { ada: { name: "Ada" } },
  tiers: { first: "Primary" },
  spanMs: 28 * DAY,
};
const gap = {
  kind: "gap",
  tier: "first",
  weekday: 2,
  start: "02:00",
  days: 0,
  end: "08:00",
  ms: 24 * HOUR,
  gain: 1,
} as const;
const load = { share: 0.3, fair: 0.25 };
const overload = {
  kind: "overload",
  person: "ada",
  band: "night",
  share: 0.38,
  load,
  gain: 1,
} as const;
const trouble = { person: "ada", ms: 90 * 60_000, times: 2, gain: 1 };

test.each<[Improvement, string]>([
  [gap, "Primary has nobody Tuesday 02:00–08:00, 6 h a week."],
  [
    { ...gap, start: "22:00", days: 6, end: "00:00" },
    "Primary has nobody Tuesday 22:00 – Monday 00:00, 6 h a week.",
  ],
  [
    { ...gap, days: 9, ms: 9 * DAY },
    "Primary has nobody for 9 days from Tuesday 02:00, 54 h a week.",
  ],
  [
    { ...overload, others: [0.12, 0.18] },
    "Ada carries 38 % of the hours of nights; the others 12–18 %: more than a fair share.",
  ],
  [
    { ...overload, others: [0.31, 0.31] },
    "Ada carries 38 % of the hours of nights; the others 31 %: more than a fair share.",
  ],
  [
    { ...overload, others: null },
    "Ada carries 38 % of the hours of nights: more than a fair share.",
  ],
  [
    { ...overload, others: [0.12, 0.4] },
    "Ada carries 30 % of the load; 25 % would be a fair share.",
  ],
  [
    { ...overload, others: [0.2, 0.3], load: { share: 0.02, fair: 0 } },
    "Ada carries 2 % of the load, and is in no rotation here.",
  ],
  [
    { ...trouble, kind: "unreachable" },
    "Ada is on call for 1 h 30 min and cannot be reached: add a phone number or an address.",
  ],
  [
    { ...trouble, kind: "left" },
    "Ada is on call for 1 h 30 min and has left: put somebody in their place.",
  ],
  [
    { ...trouble, kind: "double" },
    "Ada is on call twice at the same time, 2 times, 1 h 30 min in all.",
  ],
  [
    { ...trouble, kind: "time-off", times: 1 },
    "Ada is on call for 1 h 30 min while off: find somebody to cover.",
  ],
  [
    { ...trouble, kind: "rest", times: 1 },
    "Ada has too little rest between shifts once; 1 h 30 min are missing.",
  ],
])("%j", (one, sentence) => {
  expect(improvementWords(one, words)).toBe(sentence);
});

test("in less than two weeks there is no mean", () => {
  expect(improvementWords(gap, { ...words, spanMs: 7 * DAY })).toBe(
    "Primary has nobody Tuesday 02:00–08:00, 24 h in all.",
  );
});
