import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import type { PlannedInput } from "./plan-queries";
import { conflictWords, gapWords, unmetReason } from "./plan-words";

const DAY = 86_400_000;
const christmas = Date.UTC(2026, 11, 24, 9);
const off = { startsAt: christmas, endsAt: christmas + DAY };
const person = (id: string, away: readonly (typeof off)[]) => ({
  id,
  zone: "UTC",
  experienced: true,
  away: [...away],
  around: [],
  carried: null,
});
const input = (...people: ReturnType<typeof person>[]): PlannedInput => ({
  zone: "UTC",
  steps: [off],
  tiers: [{ id: "first", need: 1 }],
  people,
  wishes: [],
  limits: { restMs: 0, inARow: 2, perWeek: null, perMonth: null, experienced: 0 },
  weights: { time: 1, nights: 1, weekends: 1, holidays: 1, wishes: 1, handoffs: 0 },
  nightAt: "02:00",
  weekend: [6, 7],
  holidays: [],
});
const words = (broken: Parameters<typeof conflictWords>[0], given: PlannedInput): string =>
  conflictWords(broken, given, { first: "Primary" }, (id) => id, zones("UTC"));

test("a conflict says who and when", () => {
  const away = { rule: "away", step: 0, person: 0, by: 1 } as const;
  expect(words(away, input(person("Ana", [off])))).toBe("On Thu 24 Dec everybody is away.");
  expect(words(away, input(person("Ana", [off]), person("Bo", [])))).toBe(
    "Ana would have to be on call on Thu 24 Dec, while away or on call elsewhere.",
  );
  expect(words({ rule: "cover", step: 0, tier: 0, by: 1 }, input())).toBe(
    "On Thu 24 Dec nobody is left for Primary.",
  );
  expect(words({ rule: "in-a-row", step: 0, person: 0, by: 1 }, input(person("Ana", [])))).toBe(
    "Ana would have more than 2 shifts in a row up to Thu 24 Dec.",
  );
});

test("an unmet wish and a gap say why", () => {
  const unmet = {
    ...off,
    wish: "w",
    person: 0,
    because: "limits",
    rules: ["away", "rest"],
  } as const;
  expect(unmetReason({ ...unmet, rules: [...unmet.rules] }, "avoids", "optimal")).toBe(
    "No exchange with others was found that keeps every limit; in the way: time off and being on call elsewhere, rest between shifts.",
  );
  expect(gapWords("stopped", 0.018, 15)).toBe(
    "Within 1.8 % of the best possible; stopped after 15 s.",
  );
  expect(gapWords("stopped", 0.6, 15)).toContain("up to 60 % better may exist");
});
