import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { concerned, isInRange, readAdvisories } from "@/scripts/check/advisories";
import { faultsOf, readLockfile } from "@/scripts/check/lockfile";
import { knownAdvisories, readAudit } from "@/scripts/check/packages";
import { DAYS, dueOf, toGrade } from "@/scripts/check/remediation";

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
  const rows = [...text.matchAll(/^\| (\w+) \| (\d+) (hours|days) \|$/gm)];
  const written = rows.map(([, grade, many, unit]) => [
    grade,
    Number(many) / (unit === "hours" ? 24 : 1),
  ]);
  expect(written).toEqual(Object.entries(DAYS));
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
    expect(concerned(old, known)).toMatchObject([
      {
        what: "node_modules/next 16.4.5",
        id: expect.stringMatching(/^GHSA-2464-fhr4-w9xw /),
        grade: "critical",
        published: null,
      },
    ]);
  });

  test("those of OSV are read, withdrawn ones and other languages' left out", () => {
    const ranges = [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "5.0.0" }] }];
    const affected = [
      { package: { ecosystem: "npm", name: "zod" }, ranges },
      { package: { ecosystem: "PyPI", name: "zod" }, ranges },
    ];
    const osv = { id: "GHSA-1", summary: "bad", affected };
    expect(readAdvisories(JSON.stringify({ ...osv, withdrawn: "2026-01-01" }))).toEqual([]);
    expect(concerned(locked, readAdvisories(JSON.stringify([osv])))[0]?.what).toContain("zod");
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

describe("an advisory about what is installed", () => {
  const locked = readLockfile(text);
  const published = "2026-10-01T12:00:00Z";
  const folder = mkdtempSync(path.join(tmpdir(), "standby-advisories-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What is said so many days after it was published, of a copy that lies in the folder of advisories. */
  function said(days: number, advisory: object) {
    writeFileSync(path.join(folder, "one.json"), JSON.stringify(advisory));
    const known = knownAdvisories(folder);
    const now = Date.parse(published) + days * 86_400_000;
    return concerned(locked, known).map((one) => dueOf(one, now));
  }
  const osv = (severity: string, more = {}) => ({
    id: "GHSA-fake",
    summary: "made up",
    published,
    database_specific: { severity },
    affected: [{ package: { ecosystem: "npm", name: "zod" }, versions: ["4.6.7"] }],
    ...more,
  });

  test.each([
    ["CRITICAL", 1],
    ["HIGH", 7],
    ["MODERATE", 30],
    ["LOW", 90],
  ])("of grade %s is told of for %i days, and then fails the check", (severity, days) => {
    const [before] = said(days - 0.01, osv(severity));
    expect(before?.isOver).toBe(false);
    expect(before?.line).toMatch(/zod 4\.6\.7: GHSA-fake made up, \w+, must be gone by 2026-/);
    const [after] = said(days + 0.01, osv(severity));
    expect(after?.isOver).toBe(true);
    expect(after?.line).toMatch(/had to be gone by 2026-/);
  });

  test("is found in npm's form too, and counts for each place of the package", () => {
    const one = { id: 1, title: "made up", vulnerable_versions: "<9", severity: "high", published };
    const all = said(6, { zod: [one] });
    expect(all.length).toBeGreaterThan(0);
    expect(all.every(({ isOver }) => !isOver)).toBe(true);
    expect(said(8, { zod: [one] }).every(({ isOver }) => isOver)).toBe(true);
  });

  test("without a grade is critical, and one without a date fails at once, whatever its grade", () => {
    expect(said(2, osv("", { database_specific: {} }))[0]?.isOver).toBe(true);
    for (const grade of ["CRITICAL", "HIGH", "MODERATE", "LOW"]) {
      const [undated] = said(0, osv(grade, { published: undefined }));
      expect(undated?.isOver, grade).toBe(true);
      expect(undated?.line).toMatch(/write it, with .+, into scripts\/check\/advisories\.json$/);
    }
    expect(["moderate", "info", "High", undefined].map(toGrade)).toEqual([
      "medium",
      "low",
      "high",
      "critical",
    ]);
  });

  test("that the project has graded anew counts as it did", () => {
    const known = readAdvisories(
      JSON.stringify([osv("LOW"), { ...osv("CRITICAL"), summary: "elsewhere" }]),
    );
    expect(concerned(locked, known).map(({ grade }) => grade)).toEqual(["low"]);
  });

  test("of which npm tells has the date of the same one in the copy", () => {
    const answer = (id: string) =>
      JSON.stringify({
        vulnerabilities: {
          zod: {
            severity: "high",
            range: "<9",
            via: [{ url: `https://github.com/advisories/${id}` }],
          },
        },
      });
    const known = readAdvisories(JSON.stringify(osv("HIGH")));
    const at = Date.parse(published);
    const of = (id: string) => readAudit(answer(id), known)[0];
    expect(of("GHSA-fake")).toMatchObject({ id: "GHSA-fake", grade: "high", published: at });
    expect(of("GHSA-other")).toMatchObject({ id: "GHSA-other", grade: "high", published: null });
    const needs = { severity: "moderate", range: "*", via: ["zod"] };
    const both = JSON.parse(answer("GHSA-fake"));
    both.vulnerabilities.parser = needs;
    expect(readAudit(JSON.stringify(both), known)).toEqual([of("GHSA-fake")]);
    expect(() => readAudit('{"message":"no such registry"}', known)).toThrow();
  });
});
