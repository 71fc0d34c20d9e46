import { expect, test } from "vitest";
import { judge, type Ran, readRan } from "./verdict";

const file = "lib/a.test.ts";
const requirement = { id: "1.1.1", level: 1, what: "something", exception: "" };
const proven = { ...requirement, tests: [{ file, title: "%s is (not) %j" }] };
const ran = (title: string, status: Ran["status"]): Ran => ({ file, titles: ["a", title], status });
const kind = (all: readonly Ran[]) => judge(proven, all).kind;

test("a requirement passes when its tests ran and all of them passed", () => {
  expect(kind([ran("x is (not) y", "passed"), ran("z is (not) 1", "passed")])).toBe("pass");
});
test("it fails when one of them failed, was left out, or none ran", () => {
  expect(kind([ran("x is (not) y", "passed"), ran("z is (not) 1", "failed")])).toBe("fail");
  expect(kind([ran("x is (not) y", "skipped")])).toBe("fail");
  expect(kind([ran("x is y", "passed")])).toBe("fail");
  expect(kind([{ ...ran("x is (not) y", "passed"), file: "lib/b.test.ts" }])).toBe("fail");
  expect(kind([])).toBe("fail");
});
test("the title of what tests stand in names all of them", () => {
  const all = { ...requirement, tests: [{ file, title: "a" }] };
  expect(judge(all, [ran("x", "passed"), ran("y", "passed")]).kind).toBe("pass");
  expect(judge(all, [ran("x", "passed"), ran("y", "failed")]).kind).toBe("fail");
});
test("without tests it is an exception, for the reason given", () => {
  const none = { ...requirement, tests: [], exception: "not yet: because" };
  expect(judge(none, [])).toMatchObject({ kind: "exception", why: "not yet: because" });
});
test("reports of Vitest and of Playwright are read", () => {
  const assertionResults = [{ ancestorTitles: ["a"], title: "b", status: "passed" }];
  const vitest = { testResults: [{ name: `/here/${file}`, assertionResults }] };
  expect(readRan(JSON.stringify(vitest), "/here")).toEqual([ran("b", "passed")]);
  const specs = [{ title: "b", ok: true, tests: [{ status: "expected" }] }];
  const inner = [{ title: "group", file: "x.spec.ts", specs, suites: [] }];
  const playwright = {
    suites: [{ title: "x.spec.ts", file: "x.spec.ts", specs: [], suites: inner }],
  };
  expect(readRan(JSON.stringify(playwright), "/here")).toEqual([
    { file: "tests/e2e/x.spec.ts", titles: ["group", "b"], status: "passed" },
  ]);
});
