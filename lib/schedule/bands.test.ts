import { expect, test } from "vitest";
import { zones } from "@/tests/engine/zones";
import { bandsIn, defaultLoadRules, nightEndsAfter } from "./bands";

const at = (text: string): number => Date.parse(`2026-05-${text}Z`);

test("every instant is a holiday, else the weekend, else the night, else a weekday", () => {
  const bandAt = bandsIn({ ...defaultLoadRules, holidays: ["2026-05-09"] }, zones("UTC"));
  const asked = ["07T22:00", "08T05:59", "08T06:00", "08T23:00", "09T12:00", "10T23:00"];
  expect(asked.map((text) => bandAt(at(text)).band)).toEqual([
    "night",
    "night",
    "weekday",
    "night",
    "holiday",
    "weekend",
  ]);
});

test("what it says holds until it changes, and never beyond the local day", () => {
  const bandAt = bandsIn({ ...defaultLoadRules, holidays: ["2026-05-12"] }, zones("Asia/Kolkata"));
  // Midnight there is 18:30Z: the weekend of the 9th and 10th ends on the 10th, 18:30Z.
  const untils = ["08T12:00", "08T17:00", "09T12:00", "11T12:00", "12T12:00"];
  expect(untils.map((text) => bandAt(at(text)).until)).toEqual(
    ["08T16:30", "08T18:30", "09T18:30", "11T16:30", "12T18:30"].map(at),
  );
  const [first, second] = [bandAt(at("09T18:29")).day, bandAt(at("09T18:30")).day];
  expect(second - first).toBe(1);
});

test("a night ends the next morning unless it ends later than it begins", () => {
  expect(nightEndsAfter({ from: "22:00", until: "06:00" })).toBe(1);
  expect(nightEndsAfter({ from: "00:00", until: "06:00" })).toBe(0);
  expect(nightEndsAfter({ from: "08:00", until: "08:00" })).toBe(1);
});
