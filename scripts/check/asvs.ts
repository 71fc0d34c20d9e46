import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readMap } from "@/tests/asvs/map";
import { judge, type Ran, readRan, type Verdict } from "@/tests/asvs/verdict";

const FOLDERS = ["app", "components", "lib", "prisma", "scripts", "tests"];
/** Written anew by every build. */
const WRITTEN = ["next-env.d.ts"];

/** The files of the product, its tests and its settings. */
function sourceFiles(): readonly string[] {
  const settings = readdirSync(".").filter((file) => /\.(ts|js|mjs|json)$/.test(file));
  const inner = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  );
  return [...settings.filter((file) => !WRITTEN.includes(file)), ...inner].filter(
    (file) => !file.includes("generated") && statSync(file).isFile(),
  );
}

/** What tests left behind in a folder, without reports that are older than the source: they say nothing about it. */
function ranTests(folder: string): readonly Ran[] {
  const files = (existsSync(folder) ? readdirSync(folder) : []).map((file) =>
    path.join(folder, file),
  );
  if (files.length === 0) throw new Error("There are no results: run npm test first.");
  const newest = Math.max(...sourceFiles().map((file) => statSync(file).mtimeMs));
  const fresh = files.filter((file) => statSync(file).mtimeMs >= newest);
  for (const file of files.filter((one) => !fresh.includes(one)))
    console.error(`${file} is older than the source and is not counted.`);
  if (fresh.length === 0) throw new Error("All results are older than the source: run npm test.");
  return fresh.flatMap((file) => readRan(readFileSync(file, "utf8"), process.cwd()));
}

/** A requirement of OWASP ASVS 5.0 and whether it is met, in a line. */
export const toLine = ({ requirement: { id, level, what }, kind, why }: Verdict): string =>
  `${id.padEnd(7)} L${level} ${kind.padEnd(9)} ${what}${why && ` (${why})`}`;

/** Whether the results in a folder show each requirement to be met, and one line of numbers. */
export function readVerdicts(folder: string): {
  readonly verdicts: readonly Verdict[];
  readonly failed: number;
  readonly closing: string;
} {
  const ran = ranTests(folder);
  const verdicts = readMap().map((requirement) => judge(requirement, ran));
  const count = (kind: Verdict["kind"]) => verdicts.filter((one) => one.kind === kind).length;
  const failed = count("fail");
  const closing = `${count("pass")} passed, ${failed} failed, ${count("exception")} exceptions`;
  return { verdicts, failed, closing };
}
