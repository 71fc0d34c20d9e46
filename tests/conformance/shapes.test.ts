import { describe, expect, test } from "vitest";
import { runCase } from "./run";
import { answers } from "./shape";
import { OF_TIME } from "./shapes-of-time";
import { OF_WORDS } from "./shapes-of-words";

describe("the same kinds in other shapes", () => {
  test.each([...OF_TIME, ...OF_WORDS].map((shape) => ({ shape })))(
    "$shape.0 $shape.1",
    ({ shape: [kind, input, right, ...wrong] }) => {
      expect(runCase({ id: "X", kind, input, ...right })).toMatchObject({ outcome: "passed" });
      for (const said of wrong) {
        const { outcome } = runCase({ id: "X", kind, input, ...said });
        expect([said, outcome]).toEqual([said, "failed"]);
      }
    },
  );
});

const base = "shift: X daily 12:00-15:00; swap by X on day 2; benefactor Y";
const template = { time_zone: "US/Central", now_local: "2016-10-29 10:00", threshold_days: 14 };

describe("words that cannot be read as a whole", () => {
  test.each([
    ["quality", "Mon-Fri 00:00-12:00 users 1-4; not on Wednesday"],
    ["quality", "Mon-Fri 00:00-12:00 users 1-4, rotating"],
    ["quality", "Mon-Fri 00:00-12:00 users 1-4, 3 of them"],
    ["swap", { base: `${base}; moon`, swap: "day2 13:00-14:00 taken" }],
    ["swap", { base, swap: "at dawn" }],
    ["populate-epochs", { ...template, events: "when the moon is full" }],
    ["restriction-merge", "at dawn"],
  ])("%s %j", (kind, input) => {
    const found = runCase({
      id: "X",
      kind,
      input,
      ...answers(kind === "quality" ? 100 : "unchanged"),
    });
    expect(found.outcome).toBe("failed");
    expect(found.reason).toContain("cannot be read");
  });
});
