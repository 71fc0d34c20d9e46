import { describe, expect, test } from "vitest";
import {
  defaultStoredRules,
  loadRulesFormSchema,
  mergeHolidays,
  storedRulesSchema,
  toHolidayLines,
  toLoadRules,
} from "./load-rules";

const form = {
  "night-from": "21:00",
  "night-until": "07:00",
  weekend: ["5", "6"],
  unit: "day",
  zone: "person",
  "weight-holiday": "3",
  "weight-weekend": "2,5",
  "weight-night": "1.25",
  "weight-weekday": "0",
  tiers: "1, 0.5, 0.25",
  holidays: "2026-12-25 Christmas Day\r\n\n2026-01-01;New Year\n2026-12-25\tagain",
};
const problems = (changed: object) =>
  loadRulesFormSchema
    .safeParse({ ...form, ...changed })
    .error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("the form", () => {
  test("is read as rules", () => {
    expect(loadRulesFormSchema.parse(form)).toEqual({
      night: { from: "21:00", until: "07:00" },
      weekend: [5, 6],
      unit: "day",
      zone: "person",
      weights: { holiday: 3, weekend: 2.5, night: 1.25, weekday: 0 },
      tiers: [1, 0.5, 0.25],
      holidays: [
        { date: "2026-01-01", name: "New Year" },
        { date: "2026-12-25", name: "Christmas Day" },
      ],
    });
  });

  test("commas may stand in numbers where semicolons stand between", () => {
    expect(loadRulesFormSchema.parse({ ...form, tiers: "1; 0,5" }).tiers).toEqual([1, 0.5]);
  });

  test("says what is wrong, at its field", () => {
    expect(problems({ "night-until": "21:00" })).toEqual([
      ["night", "A night must end at another time than it begins."],
    ]);
    expect(problems({ "weight-night": "-1" })).toEqual([
      ["weight-night", "Write a number such as 1.5."],
    ]);
    expect(problems({ tiers: "1, x" })).toEqual([
      ["tiers", "Write numbers with commas between, such as 1, 0.5."],
    ]);
    expect(problems({ tiers: "" })).toEqual([["tiers", "Write a weight for the first tier."]]);
    expect(problems({ holidays: "Christmas 2026-12-25" })?.[0]?.[0]).toBe("holidays.0.date");
    expect(problems({ holidays: "2026-02-30" })?.[0]?.[0]).toBe("holidays.0.date");
    expect(problems({ weekend: ["8"] })?.[0]?.[0]).toBe("weekend.0");
  });
});

test("the default is valid, and so are its lines", () => {
  expect(storedRulesSchema.parse(defaultStoredRules)).toEqual(defaultStoredRules);
  const holidays = [
    { date: "2026-12-25", name: "Christmas Day" },
    { date: "2026-12-26", name: "" },
  ];
  const lines = toHolidayLines(holidays);
  expect(loadRulesFormSchema.parse({ ...form, holidays: lines }).holidays).toEqual(holidays);
  expect(toLoadRules({ ...defaultStoredRules, holidays }).holidays).toEqual([
    "2026-12-25",
    "2026-12-26",
  ]);
});

test("of two holidays on one date the first keeps its name", () => {
  const day = (name: string) => [{ date: "2026-12-25", name }];
  expect(mergeHolidays(day("Christmas"), day("Noël"))).toEqual(day("Christmas"));
});
