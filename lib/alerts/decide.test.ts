import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { decideMailed, decideRaised, windowOf } from "./decide";
import type { Finding } from "./observed";
import { RULES } from "./schema";

const facts = { count: 1, what: "", members: [], entered: [], since: 0, until: 0, entries: [] };
const finding = (at: number, rest: Partial<Finding> = {}): Finding => ({
  rule: "spray",
  subject: "a",
  at,
  facts,
  ...rest,
});
const raised = (at: number, mailedAt: number | null = null) => ({
  rule: "spray",
  subject: "a",
  at,
  mailedAt,
});

test.each([
  ["the same an hour later", finding(HOUR), 1],
  ["the same within the hour", finding(HOUR - 1), 0],
  ["another subject", finding(1, { subject: "b" }), 1],
  ["another rule", finding(1, { rule: "export" }), 1],
])("after an alert, %s is raised: %s", (_, found, count) => {
  expect(decideRaised([found], [raised(0)])).toHaveLength(count);
});

test("travel is quiet for a day", () => {
  const before = [{ ...raised(0), rule: "travel" }];
  expect(decideRaised([finding(DAY - 1, { rule: "travel" })], before)).toEqual([]);
  expect(decideRaised([finding(DAY, { rule: "travel" })], before)).toHaveLength(1);
});

test("what is raised never falls into the window of an alert before: the database refuses nothing that was decided", () => {
  const instant = fc.nat(10 * DAY);
  fc.assert(
    fc.property(fc.constantFrom(...RULES), instant, instant, (rule, first, later) => {
      const before = finding(Math.min(first, later), { rule });
      const after = finding(Math.max(first, later), { rule });
      const known = [{ ...raised(before.at), rule }];
      if (decideRaised([after], known).length > 0)
        expect(windowOf(after)).toBeGreaterThan(windowOf(before));
    }),
  );
});

test("one mail of a rule within an hour, also of several at once", () => {
  const alerts = [finding(0), finding(0, { subject: "b" }), finding(0, { rule: "export" })];
  const told = (mailedAt: number | null) =>
    decideMailed(alerts, [raised(0, mailedAt)], HOUR).map(({ rule, subject }) => [rule, subject]);
  expect(told(null)).toEqual([
    ["spray", "a"],
    ["export", "a"],
  ]);
  expect(told(0)).toHaveLength(2);
  expect(told(1)).toEqual([["export", "a"]]);
});
