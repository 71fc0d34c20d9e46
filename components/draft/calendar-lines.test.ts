import { expect, test } from "vitest";
import { joinDays, readLines } from "./calendar-lines";

test("reads dates with names and says which lines are neither", () => {
  const text =
    "2026-12-25 Christmas Day\n\n2026-12-26,Boxing Day \n26.12. Later\n2026-02-30 Never\n2027-01-01";
  expect(readLines(text)).toEqual({
    days: [
      { date: "2026-12-25", name: "Christmas Day" },
      { date: "2026-12-26", name: "Boxing Day" },
    ],
    wrong: ["26.12. Later", "2026-02-30 Never", "2027-01-01"],
  });
});

test("joins by date, the new name holds", () => {
  const known = [{ date: "2026-12-26", name: "Second day" }];
  const added = [
    { date: "2026-12-26", name: "Boxing Day" },
    { date: "2026-01-01", name: "New Year" },
  ];
  expect(joinDays(known, added)).toEqual([
    { date: "2026-01-01", name: "New Year" },
    { date: "2026-12-26", name: "Boxing Day" },
  ]);
});
