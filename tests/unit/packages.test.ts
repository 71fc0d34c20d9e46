import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { concerned, isInRange, readAdvisories } from "@/scripts/check/advisories";
import { faultsOf, readLockfile } from "@/scripts/check/lockfile";

const text = readFileSync("package-lock.json", "utf8");
const integrity = `sha512-${"A".repeat(86)}==`;
const zod = {
  version: "4.6.7",
  integrity,
  resolved: "https://registry.npmjs.org/zod/-/zod-4.6.7.tgz",
};

const faults = (packages: Record<string, object>) =>
  faultsOf(readLockfile(JSON.stringify({ lockfileVersion: 3, packages: { "": {}, ...packages } })));

test("the lockfile names a version and a hash of every package, and nothing from elsewhere", () => {
  expect(readLockfile(text).length).toBeGreaterThan(500);
  expect(faultsOf(readLockfile(text))).toEqual([]);
});

describe("a lockfile that was tampered with is refused", () => {
  test("and one that was not is taken", () => {
    expect(faults({ "node_modules/zod": zod })).toEqual([]);
    expect(faults({ "node_modules/zod": { version: "4.6.7", integrity } })).toEqual([]);
  });
  test.each([
    ["another registry", { ...zod, resolved: "https://registry.example/zod/-/zod-4.6.7.tgz" }],
    ["without encryption", { ...zod, resolved: zod.resolved.replace("https", "http") }],
    ["a repository", { ...zod, resolved: "git+ssh://git@github.com/a/zod.git#abc" }],
    ["another package", { ...zod, resolved: zod.resolved.replaceAll("zod", "zood") }],
    ["a file", { ...zod, resolved: "file:../zod" }],
    ["a link", { ...zod, link: true }],
    ["no hash", { ...zod, integrity: undefined }],
    ["a bundle of nobody", { ...zod, integrity: undefined, inBundle: true }],
    ["a weak hash", { ...zod, integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" }],
    ["no version", { ...zod, version: "latest" }],
    ["a script", { ...zod, hasInstallScript: true }],
  ])("%s", (_, one) => {
    expect(faults({ "node_modules/zod": one })).not.toEqual([]);
  });
  test("also a package inside of another, but for what is in that one's archive", () => {
    const place = "node_modules/a/node_modules/zod";
    const inside = { version: "4.6.7" };
    expect(faults({ [place]: inside })[0]).toContain(place);
    expect(faults({ [place]: { ...inside, inBundle: true } })).toEqual([]);
  });
});

test("no package runs anything while it is installed", () => {
  expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
});

test("docs/security.md says how soon what is found is mended", () => {
  const text = readFileSync("docs/security.md", "utf8");
  for (const [grade, time] of [
    ["critical", "24 hours"],
    ["high", "7 days"],
    ["medium", "30 days"],
    ["low", "90 days"],
  ])
    expect(text).toMatch(new RegExp(`\\| ${grade} \\|[^\\n]*${time}`));
});

describe("advisories", () => {
  const locked = readLockfile(text);
  const known = readAdvisories(readFileSync("scripts/check/advisories.json", "utf8"));

  test("none of those that came with the project is about what is installed", () => {
    expect(known.length).toBeGreaterThan(10);
    expect(concerned(locked, known)).toEqual([]);
  });

  test("an older version would be found", () => {
    const old = locked.map((one) => (one.name === "next" ? { ...one, version: "16.4.5" } : one));
    expect(concerned(old, known).join()).toContain("node_modules/next 16.4.5: GHSA-2464-fhr4-w9xw");
  });

  test("those of OSV are read, withdrawn ones and other languages' left out", () => {
    const ranges = [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "5.0.0" }] }];
    const affected = [
      { package: { ecosystem: "npm", name: "zod" }, ranges },
      { package: { ecosystem: "PyPI", name: "zod" }, ranges },
    ];
    const osv = { id: "GHSA-1", summary: "bad", affected };
    expect(readAdvisories(JSON.stringify({ ...osv, withdrawn: "2026-01-01" }))).toEqual([]);
    expect(concerned(locked, readAdvisories(JSON.stringify([osv])))[0]).toContain("zod");
    const fixed = JSON.stringify(osv).replace("5.0.0", "4.0.0");
    expect(concerned(locked, readAdvisories(fixed))).toEqual([]);
  });

  test("what is no list of advisories is refused", () => {
    expect(() => readAdvisories('{"next":[{"id":1}]}')).toThrow();
  });
});

test.each([
  ["1.2.3", "<1.2.3", false],
  ["1.2.2", "<1.2.3", true],
  ["1.10.0", ">=1.2.0 <1.9.0", false],
  ["1.10.0", ">= 1.2.0, < 2", true],
  ["2.0.0-beta.2", "<2.0.0", true],
  ["2.0.0", "<=2.0.0-rc.1", false],
  ["3.0.0", "<1.0.0 || =3.0.0", true],
  ["3.0.1", "<1.0.0 || 3.0.0", false],
  ["9.9.9", "*", true],
])("%s in %s: %s", (version, range, isIn) => {
  expect(isInRange(version, range)).toBe(isIn);
});

test("versions are in the order that semver.org gives for its own", () => {
  const order =
    "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0";
  const all = order.split(" ");
  const isBefore = (a: string, b: string) => isInRange(a, `<${b}`);
  expect(all.toReversed().sort((a, b) => (isBefore(a, b) ? -1 : 1))).toEqual(all);
});
