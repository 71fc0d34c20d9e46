import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readMap } from "@/tests/asvs/map";
import { judge, type Ran, readRan } from "@/tests/asvs/verdict";
import { REPORTS } from "./check/reports";

const SOURCES = ["app", "components", "lib", "prisma", "scripts", "tests", "package-lock.json"];

/** When a file of the product or its tests was last written, in ms. */
function newestSource(): number {
  const files = SOURCES.flatMap((root) =>
    statSync(root).isFile()
      ? [root]
      : readdirSync(root, { recursive: true, encoding: "utf8" }).map((one) => path.join(root, one)),
  );
  const own = files.filter((file) => !file.includes("generated"));
  return Math.max(
    ...own.map((file) => statSync(file)).map((stat) => (stat.isFile() ? stat.mtimeMs : 0)),
  );
}

/** What `npm test` left behind, without reports that are older than the source: they say nothing about it. */
function ranTests(): readonly Ran[] {
  const files = (existsSync(REPORTS) ? readdirSync(REPORTS) : []).map((file) =>
    path.join(REPORTS, file),
  );
  if (files.length === 0) throw new Error("There are no results: run npm test first.");
  const newest = newestSource();
  const fresh = files.filter((file) => statSync(file).mtimeMs >= newest);
  for (const file of files.filter((one) => !fresh.includes(one)))
    console.error(`${file} is older than the source and is not counted.`);
  if (fresh.length === 0) throw new Error("All results are older than the source: run npm test.");
  return fresh.flatMap((file) => readRan(readFileSync(file, "utf8"), process.cwd()));
}

/** Says of each requirement whether the last `npm test` showed it to be met, and ends with one line of numbers. */
export async function main(): Promise<void> {
  const ran = ranTests();
  const verdicts = readMap().map((requirement) => judge(requirement, ran));
  for (const { requirement, kind, why } of verdicts) {
    const { id, level, what } = requirement;
    console.log(`${id.padEnd(7)} L${level} ${kind.padEnd(9)} ${what}${why && ` (${why})`}`);
  }
  const count = (kind: string) => verdicts.filter((one) => one.kind === kind).length;
  const [passed, failed, excepted] = ["pass", "fail", "exception"].map(count);
  console.log(`${passed} passed, ${failed} failed, ${excepted} exceptions`);
  process.exitCode = failed === 0 ? 0 : 1;
}
