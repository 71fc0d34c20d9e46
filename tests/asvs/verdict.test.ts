import { expect, test } from "vitest";
import { STEPS } from "@/scripts/check/steps";
import { readMap } from "./map";
import { judge, type Ran, readRan } from "./verdict";

const file = "lib/a.test.ts";
const requirement = { id: "1.1.1", level: 1, what: "something", exception: "" };
const proven = { ...requirement, tests: [{ file, title: "%s is (not) %j" }] };
const ran = (title: string, status: Ran["status"]): Ran => ({
  file,
  titles: ["a", title],
  status,
  wrong: [],
});
const everything = () => true;
const kind = (all: readonly Ran[]) => judge(proven, all, everything).kind;

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
  expect(judge(all, [ran("x", "passed"), ran("y", "passed")], everything).kind).toBe("pass");
  expect(judge(all, [ran("x", "passed"), ran("y", "failed")], everything).kind).toBe("fail");
});
test("without tests it is an exception, for the reason given", () => {
  const none = { ...requirement, tests: [], exception: "not yet: because" };
  expect(judge(none, [], everything)).toMatchObject({ kind: "exception", why: "not yet: because" });
});
test("what was not asked for is said not to have run; what was still fails", () => {
  const other = { file: "tests/e2e/a.spec.ts", title: "b" };
  const both = { ...proven, tests: [...proven.tests, other] };
  const isAsked = (asked: string) => asked === file;
  const good = ran("x is (not) y", "passed");
  expect(judge(both, [good], isAsked)).toMatchObject({ kind: "not run", why: other.file });
  expect(judge(both, [good], everything)).toMatchObject({
    kind: "fail",
    why: expect.stringContaining("did not run"),
  });
  expect(judge(both, [ran("x is (not) y", "failed")], isAsked).kind).toBe("fail");
});
test("every test that is named is of one step of npm test", () => {
  const files = readMap().flatMap(({ tests }) => tests.map((one) => one.file));
  const steps = (asked: string) => STEPS.filter(({ tests }) => tests?.files.test(asked));
  expect([...new Set(files)].filter((asked) => steps(asked).length !== 1)).toEqual([]);
});
test("reports of Vitest and of Playwright are read", () => {
  const assertionResults = [
    { ancestorTitles: ["a"], title: "b", status: "passed" },
    { ancestorTitles: ["a"], title: "c", status: "failed", failureMessages: ["no"] },
  ];
  const vitest = { testResults: [{ name: `/here/${file}`, assertionResults }] };
  expect(readRan(JSON.stringify(vitest), "/here")).toEqual([
    ran("b", "passed"),
    { ...ran("c", "failed"), wrong: ["no"] },
  ]);
  const results = [{ error: { message: "slow" } }, {}];
  const specs = [{ title: "b", ok: true, tests: [{ status: "flaky", results }] }];
  const inner = [{ title: "group", file: "x.spec.ts", specs, suites: [] }];
  const playwright = {
    suites: [{ title: "x.spec.ts", file: "x.spec.ts", specs: [], suites: inner }],
  };
  expect(readRan(JSON.stringify(playwright), "/here")).toEqual([
    { file: "tests/e2e/x.spec.ts", titles: ["group", "b"], status: "passed", wrong: ["slow"] },
  ]);
});
