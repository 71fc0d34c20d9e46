import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RULES } from "./policy";
import { readCases, runCase } from "./run";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const of = (name: string) => readCases(read(name)).map(runCase);
const results = [...of("./peers.json"), ...of("./more.json")];

describe("other schedulers' own cases", () => {
  test.each(results)("$id $kind: $outcome", ({ outcome, reason }) => {
    expect(outcome === "failed" ? reason : "").toBe("");
  });

  test("only another product's features are skipped", () => {
    const kinds = results.filter(({ outcome }) => outcome === "skipped").map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(["assignment"]);
  });

  test("these and no others differ by a policy of ours", () => {
    const own = results.filter(({ reason }) => reason.includes("; ours: ")).map(({ id }) => id);
    expect(own).toEqual(["XX-P01", "XX-P02", "XX-P03", "XX-P04", "GA-S17", "GR-D21"]);
  });

  test("where the peers contradict each other and one is like ours, the case says which", () => {
    const shared = results.filter(({ reason }) => reason.endsWith("which is ours"));
    const ids = shared.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["GA-R03", "GA-R04", "GA-R16", "GA-C03", "GA-C15"]));
    expect(ids).not.toContain("GA-R02");
    expect(shared.find(({ id }) => id === "GA-R03")?.reason).toBe(
      "policy GoAlert: first instant after the gap, which is ours",
    );
  });

  test("no two cases have the same name", () => {
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
  });

  test("where we differ, a documented rule says so", () => {
    const rules = read("../../docs/semantics.md").replace(/\s+/g, " ");
    for (const rule of Object.values(RULES)) {
      expect(rules).toContain(rule);
    }
  });
});

describe("a case that cannot be read", () => {
  const window = {
    id: "X",
    kind: "window-active",
    input: { weekdays: "all", start: "08:00", end: "10:00", at: "2026-01-01T09:00:00Z" },
  };

  test.each([
    [null, "malformed"],
    [{ id: "X", kind: "rotation-end" }, "malformed: input"],
    [{ ...window, expected: "yes" }, "malformed: expected"],
    [{ ...window, input: { ...window.input, start: "8 o'clock" }, expected: true }, "not a time"],
    [{ ...window, input: { ...window.input, time_zone: "Mars/X" }, expected: true }, "Mars/X"],
    [{ ...window, expected: false }, "we say true, the case says false"],
  ])("is a failure that says what is wrong: %j", (given, reason) => {
    const found = runCase(given);
    expect(found.outcome).toBe("failed");
    expect(found.reason).toContain(reason);
  });

  test("a kind that nobody knows is a failure that names it", () => {
    const found = runCase({ id: "X", kind: "astrology" });
    expect(found.outcome).toBe("failed");
    expect(found.reason).toContain("unknown kind astrology");
  });
});
