import { describe, expect, test } from "vitest";
import { HOUR } from "@/lib/schedule/calendar";
import { zones } from "@/tests/engine/zones";
import { type ReportSearch, reportSearchSchema, spanOfSearch } from "./report-span";

const berlin = zones("Europe/Berlin");
/** 1 March 2026, half past midnight in Berlin; in UTC it is still February. */
const NOW = Date.parse("2026-02-28T23:30Z");

const days = (span: ReportSearch["span"], from?: string, until?: string) => {
  const found = spanOfSearch({ span, from, until }, berlin, NOW);
  return [found.first, found.last, found.problem];
};

describe("the span of a report", () => {
  test("months and quarters are those of the organisation's clock", () => {
    expect(days("this-month")).toEqual(["2026-03-01", "2026-03-31", null]);
    expect(days("last-month")).toEqual(["2026-02-01", "2026-02-28", null]);
    expect(days("next-month")).toEqual(["2026-04-01", "2026-04-30", null]);
    expect(days("this-quarter")).toEqual(["2026-01-01", "2026-03-31", null]);
    expect(days("last-quarter")).toEqual(["2025-10-01", "2025-12-31", null]);
  });

  test("begins and ends at local midnight: a month in which clocks go forward lacks an hour", () => {
    const { startsAt, endsAt } = spanOfSearch(
      { span: "this-month", from: "", until: "" },
      berlin,
      NOW,
    );
    expect(new Date(startsAt).toISOString()).toBe("2026-02-28T23:00:00.000Z");
    expect((endsAt - startsAt) / HOUR).toBe(31 * 24 - 1);
  });

  test("from a day until a day, both included", () => {
    expect(days("own", "2026-05-04", "2026-05-04")).toEqual(["2026-05-04", "2026-05-04", null]);
    expect(days("own", "2026-01-01", "2027-02-04")).toEqual(["2026-01-01", "2027-02-04", null]);
  });

  test("what does not work out is this month, with words", () => {
    const month = ["2026-03-01", "2026-03-31"];
    expect(days("own", "2026-05-04")).toEqual([...month, expect.stringMatching(/first and last/)]);
    expect(days("own", "2026-05-05", "2026-05-04")).toEqual([
      ...month,
      expect.stringMatching(/before the first/),
    ]);
    expect(days("own", "2026-01-01", "2027-02-05")).toEqual([
      ...month,
      expect.stringMatching(/at most 400 days/),
    ]);
  });

  test("a query string that makes no sense is this month of everything", () => {
    const nonsense = { span: "x", from: "2026-02-30", until: "", team: "x", schedule: "" };
    expect(reportSearchSchema.parse(nonsense)).toEqual({ span: "this-month" });
  });
});
